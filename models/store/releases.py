"""The releases that a source's loads brought of contracting processes, as each load kept them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from models.agreement import Agreement, AgreementVersion
from models.ledger import Load
from models.metadata import table_of
from models.store.arrival import Publication
from models.store.keyed import KEYED
from models.store.known import latest_load_no
from models.store.rows import read_frame
from models.store.standing import standing_at
from models.store.versions import known_at

ASKED_AT_ONCE = 5_000


def releases_in_force(
    connection: Connection,
    authority: str,
    source: str,
    ocids: Sequence[str],
    *,
    load_no: int | None = None,
) -> dict[str, list[str]]:
    """Return the releases in force of each process, as JSON, as last known or as known at a load."""
    at = latest_load_no(connection, authority) if load_no is None else load_no
    table = KEYED["notices"].table
    found: dict[str, list[str]] = {}
    for start in range(0, len(ocids), ASKED_AT_ONCE):
        where = (
            table.c.authority == authority,
            table.c.source == source,
            table.c.ocid.in_(ocids[start : start + ASKED_AT_ONCE]),
            table.c.release.is_not(None),
        )
        version = known_at(KEYED["notices"], where, load_no=at).subquery()
        statement = (
            select(version.c.ocid, version.c.release)
            .where(~version.c.retracted)
            .order_by(version.c.version_no)
        )
        for ocid, release in connection.execute(statement):
            found.setdefault(ocid, []).append(release)
    return found


def latest_merged_with(connection: Connection, load: Load) -> int | None:
    """Return the latest load that stands and told more of a process that this one told of, or None."""
    table = KEYED["notices"].table
    own = select(table.c.ocid).where(
        table.c.authority == load.authority,
        table.c.source == load.source,
        table.c.known_from == load.load_no,
        table.c.release.is_not(None),
    )
    later = (
        select(func.max(table.c.known_from))
        .join(
            Load,
            (Load.authority == table.c.authority)  # type: ignore[arg-type]
            & (Load.load_no == table.c.known_from),
        )
        .where(
            table.c.authority == load.authority,
            table.c.source == load.source,
            table.c.known_from > load.load_no,
            table.c.ocid.in_(own),
            Load.undone_by.is_(None),  # type: ignore[union-attr]
        )
    )
    found = connection.execute(later).scalar_one()
    return None if found is None else int(found)


def tells_of_processes(publication: Publication) -> bool:
    """Return whether the source's agreements are what the releases of contracting processes come to."""
    statement = _of_processes(publication).limit(1)
    return publication.connection.execute(statement).first() is not None


def as_merged(publication: Publication) -> Publication:
    """Return a publication with each load of the latest edition that stood when it came.

    What a load makes of a process, it makes of all its releases, those of later editions included: of
    agreements that are so told, the last load counts, and there is no late file.
    """
    history = publication.history

    def merged_on(load_no: int, edition_on: date) -> date:
        stood = standing_at(history, load_no)
        return max([edition_on, *(load.edition_on for load in stood)])

    return replace(
        publication,
        edition_on=merged_on(publication.load_no, publication.edition_on),
        history=tuple(
            load.model_copy(update={"edition_on": merged_on(load.load_no, load.edition_on)})
            for load in history
        ),
    )


def agreements_told_anew(publication: Publication) -> pd.Index:
    """Return all agreements ever told of the processes that the publishing load told something new of."""
    table = KEYED["notices"].table
    told = select(table.c.ocid).where(
        table.c.authority == publication.slot.authority,
        table.c.source == publication.slot.source,
        table.c.known_from == publication.load_no,
        table.c.release.is_not(None),
    )
    version = table_of(AgreementVersion)
    statement = _of_processes(publication).where(version.c.ocid.in_(told)).distinct()
    return pd.Index(read_frame(publication.connection, statement)["agreement_id"])


def _of_processes(publication: Publication) -> Select[tuple[int]]:
    version, identity = table_of(AgreementVersion), table_of(Agreement)
    return (
        select(version.c.agreement_id)
        .join(
            identity,
            (identity.c.authority == version.c.authority)
            & (identity.c.agreement_id == version.c.agreement_id),
        )
        .where(
            version.c.authority == publication.slot.authority,
            identity.c.source == publication.slot.source,
            version.c.ocid.is_not(None),
        )
    )
