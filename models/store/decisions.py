"""Recorded decisions in and out, as known at a load; and what has changed of an agreement since one."""

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from models.agreement import Agreement
from models.decision import Decision
from models.metadata import table_of
from models.store.acts import act_digest
from models.store.agreements import AGREEMENTS
from models.store.keyed import KEYED
from models.store.rows import read_frame
from models.store.versions import known_at

# The feeds of what a decision is held to, beside the agreement's own facts.
RESTS_ON = ("decisions", "extensions", "modifications", "equality", "notices")

_agreement = table_of(Agreement)
_decision = table_of(Decision)


def next_decision_no(connection: Connection, authority: str) -> int:
    """Return the number that the authority's next decision gets."""
    last = select(func.max(_decision.c.decision_no)).where(_decision.c.authority == authority)
    return int(connection.execute(last).scalar_one() or 0) + 1


def decision_digest(decision: Decision) -> str:
    """Return the digest of all that a decision says, which its row of the ledger keeps.

    Of one that nobody was signed in for it is what it was before that could be told.
    """
    unsaid = set() if decision.entered_by else {"entered_by"}
    return act_digest(decision.model_dump(exclude={"authority", "load_no", *unsaid}))


def recorded_decisions(
    connection: Connection, authority: str, *, load_no: int, agreement_id: int | None = None
) -> pd.DataFrame:
    """Return every decision recorded by a load, with its ``reference``, ``row_id`` and ``superseded_by``.

    With ``agreement_id`` only that agreement's.
    """
    later = _decision.alias("later")
    superseded_by = (
        select(later.c.decision_no)
        .where(
            later.c.authority == _decision.c.authority,
            later.c.supersedes == _decision.c.decision_no,
            later.c.load_no <= load_no,
        )
        .scalar_subquery()
    )
    statement = (
        select(
            _decision,
            _agreement.c.label.label("reference"),
            superseded_by.label("superseded_by"),
        )
        .join(
            _agreement,
            (_agreement.c.authority == _decision.c.authority)
            & (_agreement.c.agreement_id == _decision.c.agreement_id),
        )
        .where(_decision.c.authority == authority, _decision.c.load_no <= load_no)
        .order_by(_decision.c.decision_no)
    )
    if agreement_id is not None:
        statement = statement.where(_decision.c.agreement_id == agreement_id)
    frame = read_frame(connection, statement).astype({"superseded_by": "Int64"})
    return frame.assign(row_id="decision:" + frame["decision_no"].astype("str"))


def standing(recorded: pd.DataFrame) -> pd.DataFrame:
    """Return those of the recorded decisions that nothing has superseded."""
    return recorded[recorded["superseded_by"].isna()].drop(columns="superseded_by")


def last_told(connection: Connection, authority: str, agreement_id: int, label: str) -> int:
    """Return the load that last told something a decision on an agreement rests on, or a decision on it.

    It is what a form is made of: where it is another when the form is sent, the form is stale.
    """
    return max(
        _latest(connection, _versions(authority, agreement_id)),
        *told_by_files(connection, authority, agreement_id, label).values(),
        _latest(
            connection,
            select(func.max(_decision.c.load_no)).where(
                _decision.c.authority == authority, _decision.c.agreement_id == agreement_id
            ),
        ),
    )


def _versions(authority: str, agreement_id: int) -> Select[tuple[int]]:
    version = AGREEMENTS.table
    return select(func.max(version.c.known_from)).where(
        version.c.authority == authority, version.c.agreement_id == agreement_id
    )


def told_by_files(
    connection: Connection, authority: str, agreement_id: int, label: str
) -> dict[str, int]:
    """Return the last load of a file that brought, by any of its names, what its decisions rest on, by feed."""
    bare = select(_agreement.c.reference).where(
        _agreement.c.authority == authority, _agreement.c.agreement_id == agreement_id
    )
    return {
        feed: _latest(
            connection,
            select(func.max(table.c.known_from)).where(
                table.c.authority == authority,
                (table.c.reference == label) | table.c.reference.in_(bare),
            ),
        )
        for feed, table in ((feed, KEYED[feed].table) for feed in RESTS_ON)
    }


def _latest(connection: Connection, statement: Select[tuple[int]]) -> int:
    return int(connection.execute(statement).scalar_one() or 0)


def facts_at(
    connection: Connection, authority: str, agreement_id: int, *, load_no: int
) -> pd.DataFrame:
    """Return an agreement's facts as known at a load: one row, or none where it was not listed."""
    table = AGREEMENTS.table
    where = (table.c.authority == authority, table.c.agreement_id == agreement_id)
    state = known_at(AGREEMENTS, where, load_no=load_no).subquery()
    return read_frame(connection, select(state).where(~state.c.retracted))
