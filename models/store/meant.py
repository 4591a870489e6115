"""What a person may have meant by a reference that no agreement has."""

from difflib import SequenceMatcher

import pandas as pd
from sqlalchemy import Connection, select

from models.agreement import Agreement
from models.metadata import table_of
from models.store.agreements import AGREEMENTS
from models.store.keyed import KEYED
from models.store.known import latest_load_no
from models.store.rows import read_frame
from models.store.versions import known_at

_agreement = table_of(Agreement)

COMPARED = 200
SUGGESTED = 5


def similar_references(connection: Connection, authority: str, reference: str) -> list[str]:
    """Return a few references like this one, the most alike first, for the person who mistyped it.

    They begin alike for as long as any does, or else hold all of it but its first character.
    """
    known = _agreement.c.reference
    starts = [reference[:length] for length in range(len(reference), 0, -1)]
    alike = [known.istartswith(start, autoescape=True) for start in starts]
    if len(reference) > 1:
        alike.append(known.icontains(reference[1:], autoescape=True))
    for condition in alike:
        statement = select(known).where(_agreement.c.authority == authority, condition).distinct()
        found = connection.execute(statement.order_by(known).limit(COMPARED)).scalars().all()
        if found:
            return sorted(found, key=lambda one: -likeness(one, reference))[:SUGGESTED]
    return []


def nearest(connection: Connection, authority: str, reference: str) -> str:
    """Return what helps who named no agreement of the authority's: what is most like it, or where to look."""
    if latest_load_no(connection, authority) == 0:
        return "nothing is loaded yet, and commissioning refresh-register loads it"
    near = similar_references(connection, authority, reference) if reference else []
    if not near:
        return "check it in the register as published"
    return f"the most like it: {', '.join(near)}"


def references_of_process(connection: Connection, authority: str, ocid: str) -> list[str]:
    """Return the references of the agreements that came of a contracting process, in their order."""
    version = AGREEMENTS.table
    statement = (
        select(_agreement.c.reference)
        .join(
            version,
            (version.c.authority == _agreement.c.authority)
            & (version.c.agreement_id == _agreement.c.agreement_id),
        )
        .where(_agreement.c.authority == authority, version.c.ocid == ocid)
        .distinct()
        .order_by(_agreement.c.reference)
    )
    return list(connection.execute(statement).scalars())


def notices_of_process(
    connection: Connection, authority: str, ocid: str, *, load_no: int | None = None
) -> pd.DataFrame:
    """Return title, stage and published_on of a process's notices in force, the first published first."""
    at = latest_load_no(connection, authority) if load_no is None else load_no
    table = KEYED["notices"].table
    where = (table.c.authority == authority, table.c.ocid == ocid)
    version = known_at(KEYED["notices"], where, load_no=at).subquery()
    told = select(version.c.title, version.c.stage, version.c.published_on)
    in_order = told.where(~version.c.retracted).order_by(version.c.published_on)
    return read_frame(connection, in_order.order_by(version.c.version_no))


def likeness(one: str, other: str) -> float:
    """Return how alike two references are, from 0 to 1, capitals aside."""
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()
