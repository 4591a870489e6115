"""All that is known of one agreement, read for a person who asks why."""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, func, or_, select

from models.agreement import Agreement
from models.case import CaseEvent
from models.judgement import Judgement
from models.ledger import Load
from models.metadata import table_of
from models.quarantine import Finding
from models.store.agreements import AGREEMENTS, EXTENSIONS
from models.store.cases import case_history
from models.store.judgements import read_judgement
from models.store.rows import read_frame

_agreement = table_of(Agreement)
_load = table_of(Load)


@dataclass(frozen=True)
class Story:
    """One agreement: its versions with the load that told us, extensions, findings, results, cases."""

    label: str
    source: str
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
            versions=(versions := _versions(connection, AGREEMENTS.table, authority, agreement_id)),
            extensions=_versions(connection, EXTENSIONS.table, authority, agreement_id),
            findings=_findings(connection, authority, versions),
            results=results[results["agreement_id"] == agreement_id],
            judged_on=judged_on,
            cases=list(case_history(connection, authority, [str(agreement_id)])),
        )
        for label, source, agreement_id in zip(
            named["label"], named["source"], named["agreement_id"], strict=True
        )
    ]


def similar_references(connection: Connection, authority: str, reference: str) -> list[str]:
    """Return a few references that begin alike, for the person who mistyped one."""
    start = reference[: max(1, len(reference) - 1)]
    statement = (
        select(_agreement.c.reference)
        .where(
            _agreement.c.authority == authority,
            _agreement.c.reference.startswith(start, autoescape=True),
        )
        .distinct()
        .order_by(_agreement.c.reference)
        .limit(5)
    )
    return list(connection.execute(statement).scalars())


def _versions(connection: Connection, table, authority: str, agreement_id: int) -> pd.DataFrame:  # type: ignore[no-untyped-def]
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


def _findings(connection: Connection, authority: str, versions: pd.DataFrame) -> pd.DataFrame:
    table = table_of(Finding)
    if versions.empty:
        return read_frame(connection, select(table).where(table.c.load_no < 0))
    last = versions.iloc[-1]
    return read_frame(
        connection,
        select(table)
        .where(
            table.c.authority == authority,
            table.c.load_no == int(last["known_from"]),
            table.c.row_no == int(last["row_no"]),
        )
        .order_by(table.c.column, table.c.expectation),
    )


def _last_judgement(
    connection: Connection, authority: str
) -> tuple[pd.Timestamp | None, pd.DataFrame]:
    judgement = table_of(Judgement)
    number = connection.execute(
        select(func.max(judgement.c.judgement_no)).where(judgement.c.authority == authority)
    ).scalar_one()
    if number is None:
        return None, pd.DataFrame({"agreement_id": pd.Series(dtype="int64")})
    on = connection.execute(
        select(judgement.c.on_day).where(
            judgement.c.authority == authority, judgement.c.judgement_no == number
        )
    ).scalar_one()
    return pd.Timestamp(on), read_judgement(connection, authority, number)
