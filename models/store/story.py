"""All that is known of one agreement, read for a person who asks why."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd
from sqlalchemy import Connection, case, literal, select

from models.agreement import Agreement, AgreementKey
from models.case import CaseEvent
from models.judgement import Judgement
from models.ledger import Load
from models.metadata import table_of
from models.quarantine import Finding
from models.store.agreements import AGREEMENTS
from models.store.cases import case_history
from models.store.decisions import facts_at, last_told, recorded_decisions, standing
from models.store.facts import feeds_loaded
from models.store.judgements import read_judgement
from models.store.keyed import KEYED
from models.store.known import latest_load_no
from models.store.pages import is_called
from models.store.row_ids import with_row_ids
from models.store.rows import read_frame
from models.store.story_feeds import Named, read_followers, read_story_feeds
from models.store.versions import known_at

_agreement = table_of(Agreement)
_judgement = table_of(Judgement)
_key = table_of(AgreementKey)
_load = table_of(Load)


@dataclass(frozen=True)
class Story:
    """One agreement.

    ``now`` is the version in force, in one row or none; ``versions`` all of them in load order, each
    with the load that told us and the rollback that undid that load;
    ``findings`` those about the row that ``now`` came from; ``said_by`` the OCDS release that said each
    ``column`` of ``now``, with the day it was published. ``feeds`` has what every other feed tells of it,
    by feed, payments and decisions in force among them; ``followers`` the agreements named as its
    successor, and ``loaded`` the feeds ever loaded. ``known_on`` is the day of the last load that is
    known, and ``known_at`` the load after which nothing was known, or None for all there is.
    ``decisions`` are those recorded here, superseded ones too, and ``version`` the load that last told
    something of it, which a decision's form is made of.
    """

    label: str
    source: str
    now: pd.DataFrame
    versions: pd.DataFrame
    findings: pd.DataFrame
    said_by: pd.DataFrame
    results: pd.DataFrame
    judged_on: pd.Timestamp | None
    cases: list[CaseEvent]
    feeds: dict[str, pd.DataFrame]
    followers: pd.DataFrame
    loaded: frozenset[str]
    known_on: date
    decisions: pd.DataFrame
    known_at: int | None = None
    version: int = 0

    @property
    def sources(self) -> set[str]:
        """The sources that tell of it; payments name the file they came from instead."""
        told = (frame["source"] for feed, frame in self.feeds.items() if feed != "payments")
        return {self.source}.union(*(set(names.dropna()) for names in told))

    @property
    def files_of_payments(self) -> set[str]:
        """The beginnings of the digests of the files that its payments came from."""
        return set(self.feeds["payments"]["row_id"].str.split(":").str[0])

    @property
    def extensions(self) -> pd.DataFrame:
        """The extensions in force."""
        return self.feeds["extensions"]


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
    told = _Told(connection, authority, at)
    return [replace(told.story_of(Named(*row)), known_at=known_at) for row in _names(named)]


@dataclass(frozen=True)
class _Told:
    """What was known at a load, read agreement by agreement; what is the same for all is read once."""

    connection: Connection
    authority: str
    at: int

    @cached_property
    def judgement(self) -> tuple[pd.Timestamp | None, pd.DataFrame]:
        return _last_judgement(self.connection, self.authority, self.at)

    @cached_property
    def loaded(self) -> frozenset[str]:
        return feeds_loaded(self.connection, self.authority, self.at)

    def story_of(self, named: Named) -> Story:
        connection, authority, at = self.connection, self.authority, self.at
        now = with_row_ids(facts_at(connection, authority, named.agreement_id, load_no=at))
        named = replace(named, ocids=tuple(now["ocid"].dropna()))
        recorded = recorded_decisions(
            connection, authority, load_no=at, agreement_id=named.agreement_id
        )
        feeds = read_story_feeds(connection, authority, named, standing(recorded), load_no=at)
        follow = {*now["successor_reference"], *feeds["decisions"]["successor_reference"]}
        references = sorted(each for each in follow if not pd.isna(each))
        judged_on, results = self.judgement
        return Story(
            label=named.label,
            source=named.source,
            now=now,
            versions=_versions(connection, authority, named.agreement_id, at),
            findings=_findings(connection, authority, named.source, now),
            said_by=_said_by(connection, authority, named.source, now, at),
            results=_with_own_row(results[results["agreement_id"] == named.agreement_id], now),
            judged_on=judged_on,
            cases=_cases(connection, authority, named.agreement_id, at),
            feeds=feeds,
            followers=read_followers(connection, authority, references, load_no=at),
            loaded=self.loaded,
            known_on=_loaded_on(connection, authority, at),
            decisions=recorded,
            version=last_told(connection, authority, named.agreement_id, named.label),
        )


def _names(named: pd.DataFrame) -> Iterator[tuple[int, str, str, str]]:
    columns = ("agreement_id", "source", "label", "reference")
    return zip(*(named[column] for column in columns), strict=True)


def _loaded_on(connection: Connection, authority: str, at: int) -> date:
    statement = select(_load.c.loaded_on).where(
        _load.c.authority == authority, _load.c.load_no == at
    )
    day: date = connection.execute(statement).scalar_one()
    return day


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
    own = now["row_id"].tolist()
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
