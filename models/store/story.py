"""All that is known of one agreement, read for a person who asks why."""

import json
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import pandas as pd
from sqlalchemy import Connection, case, literal, select

from models.agreement import Agreement, AgreementKey
from models.case import CaseEvent
from models.judgement import Judgement
from models.ledger import Load
from models.metadata import table_of
from models.quarantine import Finding
from models.store.agreements import AGREEMENTS, EXTENSIONS
from models.store.cases import case_history
from models.store.decisions import last_told, recorded_decisions
from models.store.judgements import read_judgement
from models.store.keyed import KEYED
from models.store.known import latest_load_no
from models.store.pages import is_called
from models.store.row_ids import with_row_ids
from models.store.rows import read_frame
from models.store.versions import Versioned, known_at

_agreement = table_of(Agreement)
_judgement = table_of(Judgement)
_key = table_of(AgreementKey)
_load = table_of(Load)

COMPARED = 200
SUGGESTED = 5


@dataclass(frozen=True)
class Story:
    """One agreement.

    ``now`` is the version in force, in one row or none; ``versions`` all of them in load order, each
    with the load that told us and the rollback that undid that load; ``extensions`` those in force;
    ``findings`` those about the row that ``now`` came from; ``said_by`` the OCDS release that said each
    ``column`` of ``now``, with the day it was published. ``known_at`` is the load after which nothing was
    known, or None for all there is. ``decisions`` are those recorded here, superseded ones too, and
    ``version`` the load that last told something of it, which a decision's form is made of.
    """

    label: str
    source: str
    now: pd.DataFrame
    versions: pd.DataFrame
    extensions: pd.DataFrame
    findings: pd.DataFrame
    said_by: pd.DataFrame
    results: pd.DataFrame
    judged_on: pd.Timestamp | None
    cases: list[CaseEvent]
    known_at: int | None = None
    decisions: pd.DataFrame = field(default_factory=pd.DataFrame)
    version: int = 0


def read_stories(
    connection: Connection, authority: str, reference: str, *, known_at: int | None = None
) -> list[Story]:
    """Return the story of an agreement, or of each part of a reference; empty when none has it.

    With ``known_at`` it is told as it was known at that load: what came later is left out.
    """
    at = latest_load_no(connection, authority) if known_at is None else known_at
    known_by_then = (
        select(literal(1))
        .where(
            _key.c.authority == authority,
            _key.c.agreement_id == _agreement.c.agreement_id,
            _key.c.load_no <= at,
        )
        .correlate(_agreement)
        .exists()
    )
    named = read_frame(
        connection,
        select(_agreement)
        .where(is_called(authority, reference), known_by_then)
        .order_by(_agreement.c.source, _agreement.c.part_no),
    )
    judged_on, results = _last_judgement(connection, authority, at)
    return [
        Story(
            label=label,
            source=source,
            now=(now := _in_force(connection, AGREEMENTS, authority, agreement_id, at)),
            versions=_versions(connection, authority, agreement_id, at),
            extensions=_in_force(connection, EXTENSIONS, authority, agreement_id, at),
            findings=_findings(connection, authority, source, now),
            said_by=_said_by(connection, authority, source, now, at),
            results=_with_own_row(results[results["agreement_id"] == agreement_id], now),
            judged_on=judged_on,
            cases=_cases(connection, authority, agreement_id, at),
            known_at=known_at,
            decisions=recorded_decisions(
                connection, authority, load_no=at, agreement_id=agreement_id
            ),
            version=last_told(connection, authority, agreement_id, label),
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


def _in_force(
    connection: Connection, versioned: Versioned, authority: str, agreement_id: int, at: int
) -> pd.DataFrame:
    table = versioned.table
    where = (table.c.authority == authority, table.c.agreement_id == agreement_id)
    state = known_at(versioned, where, load_no=at).subquery()
    return read_frame(connection, select(state).where(~state.c.retracted))


def _versions(connection: Connection, authority: str, agreement_id: int, at: int) -> pd.DataFrame:
    table = AGREEMENTS.table
    undone_by = case((_load.c.undone_by <= at, _load.c.undone_by)).label("undone_by")
    statement = (
        select(table, _load.c.slot, _load.c.kind.label("load_kind"), undone_by)
        .join(
            _load,
            (_load.c.authority == table.c.authority) & (_load.c.load_no == table.c.known_from),
        )
        .where(
            table.c.authority == authority,
            table.c.agreement_id == agreement_id,
            table.c.known_from <= at,
        )
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


def _said_by(
    connection: Connection, authority: str, source: str, now: pd.DataFrame, at: int
) -> pd.DataFrame:
    """Return ``column``, ``release`` and ``published_on`` for what OCDS releases said of an agreement."""
    told = now["said_by"].dropna()
    said: dict[str, list[str]] = json.loads(told.iloc[0]) if len(told) else {}
    columns = [(column, release) for release, names in said.items() for column in names]
    frame = pd.DataFrame(columns, columns=["column", "release"]).astype("str")
    notice = KEYED["notices"].table
    where = (
        notice.c.authority == authority,
        notice.c.source == source,
        notice.c.ocid.in_(now["ocid"].dropna().tolist()),
    )
    state = known_at(KEYED["notices"], where, load_no=at).subquery()
    days = read_frame(
        connection, select(state.c.release_id.label("release"), state.c.published_on)
    ).drop_duplicates("release")
    return frame.merge(days, on="release", how="left")


def _cases(connection: Connection, authority: str, agreement_id: int, at: int) -> list[CaseEvent]:
    """Return what had happened to the agreement's cases by what was known then, judged or done."""
    asked = select(_judgement.c.judgement_no).where(
        _judgement.c.authority == authority, _judgement.c.load_no <= at
    )
    by_then = set(connection.execute(asked).scalars())
    history = case_history(connection, authority, [str(agreement_id)])
    return [
        event
        for event in history
        if (event.judgement_no in by_then if event.load_no is None else event.load_no <= at)
    ]


def _with_own_row(results: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return results with the agreement's own row as evidence of what is unknown and kept without any."""
    if results.empty:
        return results
    own = with_row_ids(now)["row_id"].tolist()
    unknown = (results["status"] == "unknown").tolist()
    shown = zip(results["row_ids"], unknown, strict=True)
    return results.assign(row_ids=[own if is_bare and not ids else ids for ids, is_bare in shown])


def _last_judgement(
    connection: Connection, authority: str, at: int
) -> tuple[pd.Timestamp | None, pd.DataFrame]:
    latest = connection.execute(
        select(_judgement.c.on_day, _judgement.c.judgement_no)
        .where(_judgement.c.authority == authority, _judgement.c.load_no <= at)
        .order_by(_judgement.c.on_day.desc(), _judgement.c.judgement_no.desc())
        .limit(1)
    ).one_or_none()
    if latest is None:
        return None, pd.DataFrame({"agreement_id": pd.Series(dtype="int64")})
    results = read_judgement(connection, authority, latest.judgement_no)
    return pd.Timestamp(latest.on_day), results
