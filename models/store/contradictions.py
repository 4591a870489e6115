"""The record held against itself: what stands in it twice, and no longer says the same."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, func, select

from models.agreement import AgreementVersion
from models.answer import Answer
from models.case import CaseEvent
from models.decision import Decision
from models.erasure import Erasure
from models.judgement import Judgement
from models.ledger import Load
from models.metadata import table_of
from models.pack import Pack
from models.payment import PaymentVersion
from models.snapshot import Snapshot
from models.store.decisions import decision_digest
from models.store.keyed import KEYED
from models.store.names_in_text import replacement
from models.store.rollback import rollback_digest
from models.store.standing import ROLLBACK

VERSIONS = (
    table_of(AgreementVersion),
    table_of(PaymentVersion),
    *(feed.table for feed in KEYED.values()),
)
MADE_OF_LOADS = {"pack": Pack, "judgement": Judgement, "answer": Answer}
ERASED = re.compile(replacement(0).replace("0", r"\d+"))
_decision = table_of(Decision)
_event = table_of(CaseEvent)
ERASABLE = {"snapshot": Snapshot, "pack": Pack}


def contradictions(connection: Connection, authority: str, loads: Sequence[Load]) -> list[str]:
    """Return a sentence's beginning for each thing that an authority's record says in two ways.

    ``loads`` are all of the authority's. The chain does not cover what is held together here: what
    became of a load later, how many versions it stored, and what was made of it.
    """
    return [
        *_undone_otherwise(loads),
        *_without_file(connection, authority, loads),
        *_counted_otherwise(connection, authority, loads),
        *_decided_otherwise(connection, authority, loads),
        *_made_of_no_load(connection, authority, loads),
        *_erased_by_none(connection, authority),
    ]


def _undone_otherwise(loads: Sequence[Load]) -> Iterator[str]:
    """Yield each load that is marked as undone by another rollback than its own, or by none."""
    rollbacks = [load for load in loads if load.kind == ROLLBACK]
    for load in loads:
        own = [
            rollback.load_no
            for rollback in rollbacks
            if rollback.digest == rollback_digest(load.load_no, rollback.reason)
        ]
        if [load.undone_by] != (own or [None]):
            says = (
                f"rolled back by load {load.undone_by}" if load.undone_by else "never rolled back"
            )
            is_so = f"load {own[0]} rolled it back" if own else "no rollback on record is of it"
            yield f"load {load.load_no} of {load.authority} is marked as {says}, but {is_so}"


def _without_file(connection: Connection, authority: str, loads: Sequence[Load]) -> Iterator[str]:
    kept = select(Snapshot.digest).where(Snapshot.authority == authority)
    known = {"", *connection.execute(kept).scalars()}
    for load in loads:
        if load.snapshot not in known:
            yield f"the snapshot of load {load.load_no} of {authority} is no longer on record"


def _counted_otherwise(
    connection: Connection, authority: str, loads: Sequence[Load]
) -> Iterator[str]:
    stored = dict.fromkeys((load.load_no for load in loads), 0)
    for known_from, authority_is in _stored_rows(authority):
        counted = select(known_from, func.count()).where(authority_is).group_by(known_from)
        for load_no, versions in connection.execute(counted):
            stored[load_no] = stored.get(load_no, 0) + versions
    says = {load.load_no: load.versions for load in loads}
    for load_no, versions in sorted(stored.items()):
        if load_no not in says:
            yield f"load {load_no} of {authority} is not on record, but {versions} versions of it are"
        elif says[load_no] != versions:
            yield (
                f"load {load_no} of {authority} says that it stored {says[load_no]} versions, but "
                f"{versions} of it are on record"
            )


def _stored_rows(authority: str) -> Iterator[tuple[Column[Any], ColumnElement[bool]]]:
    """Yield, for each table that loads store rows in, the column of the load and whose rows count."""
    for table in VERSIONS:
        yield table.c.known_from, table.c.authority == authority
    yield _decision.c.load_no, _decision.c.authority == authority
    own = (_event.c.authority == authority) & _event.c.kind.in_(("acknowledged", "handed_over"))
    yield _event.c.load_no, own


def _decided_otherwise(
    connection: Connection, authority: str, loads: Sequence[Load]
) -> Iterator[str]:
    """Yield each decision that says something else than when it was recorded.

    Of one that an erasure took a name out of, nobody can tell any more.
    """
    digests = {load.load_no: load.digest for load in loads}
    for row in connection.execute(select(_decision).where(_decision.c.authority == authority)):
        decision = Decision(**row._mapping)
        is_erased = any(ERASED.search(str(text)) for text in row)
        if not is_erased and digests.get(decision.load_no) != decision_digest(decision):
            yield (
                f"decision {decision.decision_no} of {authority} is not as it was recorded: it was "
                "changed in the database"
            )


def _made_of_no_load(
    connection: Connection, authority: str, loads: Sequence[Load]
) -> Iterator[str]:
    last = loads[-1].load_no if loads else 0
    for kind, model in MADE_OF_LOADS.items():
        table = table_of(model)
        beyond = select(table.c.load_no).where(
            table.c.authority == authority, table.c.load_no > last
        )
        for load_no in connection.execute(beyond.distinct().order_by(table.c.load_no)).scalars():
            yield f"a {kind} of {authority} was made of load {load_no}, but the last on record is {last}"


def _erased_by_none(connection: Connection, authority: str) -> Iterator[str]:
    erasures = select(Erasure.erasure_no).where(Erasure.authority == authority)
    for kind, model in ERASABLE.items():
        table = table_of(model)
        unknown = select(table.c.path, table.c.erased_by).where(
            table.c.authority == authority,
            table.c.erased_by.is_not(None),
            table.c.erased_by.not_in(erasures),
        )
        for row in connection.execute(unknown.order_by(table.c.path)):
            yield (
                f"the {kind} {row.path} is marked as removed by erasure {row.erased_by}, "
                "but no such erasure is on record"
            )
