"""What every feed but the register itself tells of one agreement: each row that names it, as known then."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import ColumnElement, Connection, false, or_, select

from models.agreement import Agreement
from models.metadata import table_of
from models.store.agreements import AGREEMENTS
from models.store.facts import OF_ONE_PART
from models.store.keyed import KEYED
from models.store.pages import is_called
from models.store.payments_known import payments_under
from models.store.row_ids import with_row_ids
from models.store.rows import read_frame
from models.store.versions import known_at

TOLD = (
    *("extensions", "modifications", "measures", "returns", "equality", "social_value"),
    *("reviews", "notices", "decisions"),
)
_agreement = table_of(Agreement)


@dataclass(frozen=True)
class Named:
    """One agreement by all that a row may call it: its id, its own label, the reference its parts share."""

    agreement_id: int
    source: str
    label: str
    reference: str
    ocids: tuple[str, ...] = ()


def read_story_feeds(
    connection: Connection, authority: str, named: Named, decided: pd.DataFrame, *, load_no: int
) -> dict[str, pd.DataFrame]:
    """Return the rows in force that name one agreement, by feed, each with its ``row_id``.

    ``payments`` are among them; ``decisions`` are those that files brought, and those of ``decided``, which
    were recorded here.
    """
    found = {
        feed: _rows(connection, authority, feed, named, load_no).assign(
            agreement_id=named.agreement_id, reference=named.label
        )
        for feed in TOLD
    }
    found["decisions"] = pd.concat([found["decisions"], decided], ignore_index=True)
    paid = payments_under(connection, authority, load_no, named.source, named.reference)
    found["payments"] = paid[paid["agreement_id"] == named.agreement_id]
    return found


def read_followers(
    connection: Connection, authority: str, references: Collection[str], *, load_no: int
) -> pd.DataFrame:
    """Return the agreements in force of some references: ``agreement_id``, ``reference``, title, days, row."""
    version = AGREEMENTS.table
    called = or_(false(), *(is_called(authority, reference) for reference in references))
    listed = select(_agreement.c.agreement_id).where(called, _agreement.c.label.in_(references))
    where = (version.c.authority == authority, version.c.agreement_id.in_(listed))
    state = known_at(AGREEMENTS, where, load_no=load_no).subquery()
    statement = (
        select(_agreement.c.label.label("reference"), _agreement.c.source, state)
        .join(
            _agreement,
            (_agreement.c.authority == state.c.authority)
            & (_agreement.c.agreement_id == state.c.agreement_id),
        )
        .where(~state.c.retracted)
        .order_by(_agreement.c.source, _agreement.c.label)
    )
    return with_row_ids(read_frame(connection, statement))


def _rows(
    connection: Connection, authority: str, feed: str, named: Named, load_no: int
) -> pd.DataFrame:
    """Return a feed's rows in force that name the agreement now, in the order they were told.

    The versions looked at are all those of rows that ever named it, so that one which names another
    since is not taken for its own.
    """
    versioned, table = KEYED[feed], KEYED[feed].table
    ever = select(table.c[versioned.entity]).where(
        table.c.authority == authority, _names_it(table, feed, named)
    )
    where = (table.c.authority == authority, table.c[versioned.entity].in_(ever))
    state = known_at(versioned, where, load_no=load_no).subquery()
    statement = select(state).where(~state.c.retracted, _names_it(state, feed, named))
    return with_row_ids(read_frame(connection, statement.order_by(state.c.version_no)))


def _names_it(table: object, feed: str, named: Named) -> ColumnElement[bool]:
    """Return the condition that a row names the agreement; the name its parts share counts as of each."""
    columns = table.c  # type: ignore[attr-defined]
    names = {named.label} if feed in OF_ONE_PART else {named.label, named.reference}
    called = columns.reference.in_(names)
    if "agreement_id" in columns:
        beside = columns.agreement_id == named.agreement_id
        return or_(beside, columns.agreement_id.is_(None) & called)
    if feed == "notices" and named.ocids:
        return or_(called, columns.ocid.in_(named.ocids))
    return called
