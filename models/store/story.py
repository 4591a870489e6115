"""All that is known of one agreement, read for a person who asks why."""

from dataclasses import dataclass
from difflib import SequenceMatcher

import pandas as pd
from sqlalchemy import Connection, or_, select

from models.agreement import Agreement
from models.case import CaseEvent
from models.judgement import Judgement
from models.ledger import Load
from models.metadata import table_of
from models.quarantine import Finding
from models.store.agreements import AGREEMENTS, EXTENSIONS
from models.store.cases import case_history
from models.store.judgements import read_judgement
from models.store.known import latest_load_no
from models.store.rows import read_frame
from models.store.versions import Versioned, known_at

_agreement = table_of(Agreement)
_load = table_of(Load)

COMPARED = 200
SUGGESTED = 5


@dataclass(frozen=True)
class Story:
    """One agreement.

    ``now`` is the version in force, in one row or none; ``versions`` all of them in load order, each
    with the load that told us; ``extensions`` those in force; ``findings`` those about the row that
    ``now`` came from.
    """

    label: str
    source: str
    now: pd.DataFrame
    versions: pd.DataFrame
    extensions: pd.DataFrame
    findings: pd.DataFrame
    results: pd.DataFrame
    judged_on: pd.Timestamp | None
    cases: list[CaseEvent]


def read_stories(connection: Connection, authority: str, reference: str) -> list[Story]:
    """Return the story of an agreement, or of each part of a reference; empty when none has it."""
    named = read_frame(
        connection,
        select(_agreement)
        .where(
            _agreement.c.authority == authority,
            or_(_agreement.c.reference == reference, _agreement.c.label == reference),
        )
        .order_by(_agreement.c.source, _agreement.c.part_no),
    )
    judged_on, results = _last_judgement(connection, authority)
    return [
        Story(
            label=label,
            source=source,
            now=(now := _in_force(connection, AGREEMENTS, authority, agreement_id)),
            versions=_versions(connection, authority, agreement_id),
            extensions=_in_force(connection, EXTENSIONS, authority, agreement_id),
            findings=_findings(connection, authority, source, now),
            results=results[results["agreement_id"] == agreement_id],
            judged_on=judged_on,
            cases=list(case_history(connection, authority, [str(agreement_id)])),
        )
        for label, source, agreement_id in zip(
            named["label"], named["source"], named["agreement_id"], strict=True
        )
    ]


def similar_references(connection: Connection, authority: str, reference: str) -> list[str]:
    """Return a few references like this one, the most alike first, for the person who mistyped it.

    They begin alike for as long as any does, or else hold all of it but its first character.
    """
    known = _agreement.c.reference
    starts = [reference[:length] for length in range(len(reference), 0, -1)]
    alike = [known.istartswith(start, autoescape=True) for start in starts]
    for condition in [*alike, known.icontains(reference[1:], autoescape=True)]:
        statement = select(known).where(_agreement.c.authority == authority, condition).distinct()
        found = connection.execute(statement.order_by(known).limit(COMPARED)).scalars().all()
        if found:
            return sorted(found, key=lambda one: -likeness(one, reference))[:SUGGESTED]
    return []


def likeness(one: str, other: str) -> float:
    """Return how alike two references are, from 0 to 1, capitals aside."""
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def _in_force(
    connection: Connection, versioned: Versioned, authority: str, agreement_id: int
) -> pd.DataFrame:
    table = versioned.table
    where = (table.c.authority == authority, table.c.agreement_id == agreement_id)
    at = latest_load_no(connection, authority)
    state = known_at(versioned, where, load_no=at).subquery()
    return read_frame(connection, select(state).where(~state.c.retracted))


def _versions(connection: Connection, authority: str, agreement_id: int) -> pd.DataFrame:
    table = AGREEMENTS.table
    statement = (
        select(table, _load.c.slot, _load.c.kind.label("load_kind"))
        .join(
            _load,
            (_load.c.authority == table.c.authority) & (_load.c.load_no == table.c.known_from),
        )
        .where(table.c.authority == authority, table.c.agreement_id == agreement_id)
        .order_by(table.c.known_from, table.c.valid_from)
    )
    return read_frame(connection, statement)


def _findings(
    connection: Connection, authority: str, source: str, now: pd.DataFrame
) -> pd.DataFrame:
    """Return the findings about the row that the version in force came from, each once."""
    table = table_of(Finding)
    rows = zip(now["snapshot"], now["row_no"], strict=True)
    snapshot, row_no = next(rows, ("", -1))
    statement = (
        select(table.c.column, table.c.value, table.c.expectation, table.c.likely_cause)
        .join(
            _load, (_load.c.authority == table.c.authority) & (_load.c.load_no == table.c.load_no)
        )
        .where(
            table.c.authority == authority,
            _load.c.source == source,
            _load.c.snapshot == snapshot,
            table.c.row_no == int(row_no),
        )
        .distinct()
        .order_by(table.c.column, table.c.expectation)
    )
    return read_frame(connection, statement)


def _last_judgement(
    connection: Connection, authority: str
) -> tuple[pd.Timestamp | None, pd.DataFrame]:
    judgement = table_of(Judgement)
    latest = connection.execute(
        select(judgement.c.on_day, judgement.c.judgement_no)
        .where(judgement.c.authority == authority)
        .order_by(judgement.c.on_day.desc(), judgement.c.judgement_no.desc())
        .limit(1)
    ).one_or_none()
    if latest is None:
        return None, pd.DataFrame({"agreement_id": pd.Series(dtype="int64")})
    results = read_judgement(connection, authority, latest.judgement_no)
    return pd.Timestamp(latest.on_day), results
