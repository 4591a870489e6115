"""The facts as known at a load, read for the rules and the packs."""

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, func, literal, select

from models.agreement import Agreement, AgreementNow
from models.decision import Decision
from models.judgement import Judgement
from models.ledger import Load, Stoppage
from models.metadata import table_of
from models.observation import ObservationVersion
from models.payment import PaymentVersion
from models.snapshot import Snapshot
from models.store.agreements import AGREEMENTS, EXTENSIONS
from models.store.judgements import Asking
from models.store.rows import read_frame
from models.store.versions import Versioned, known_at

_agreement = table_of(Agreement)
_load = table_of(Load)
_now = table_of(AgreementNow)
_payment = table_of(PaymentVersion)

DIGEST_SHOWN = 12


@dataclass(frozen=True)
class Facts:
    """Frames as the database holds them, every row with the ``row_id`` that names snapshot and row."""

    agreements: pd.DataFrame
    extensions: pd.DataFrame
    decisions: pd.DataFrame
    payments: pd.DataFrame
    feeds: frozenset[str]


def latest_load_no(connection: Connection, authority: str) -> int:
    """Return the number of the authority's latest load, 0 before its first."""
    newest = select(func.max(_load.c.load_no)).where(_load.c.authority == authority)
    return int(connection.execute(newest).scalar_one() or 0)


def read_facts(connection: Connection, authority: str, *, load_no: int | None = None) -> Facts:
    """Return the register's facts as last known, or as known at a load."""
    at = latest_load_no(connection, authority) if load_no is None else load_no
    return Facts(
        agreements=_agreements(connection, authority, at),
        extensions=_extensions(connection, authority, at),
        decisions=_decisions(connection, authority),
        payments=_payments_with_reference(connection, authority, at),
        feeds=_feeds_loaded(connection, authority, at),
    )


def _agreements(connection: Connection, authority: str, load_no: int) -> pd.DataFrame:
    in_force = _in_force(connection, authority, load_no)
    identity = _agreement
    statement = (
        select(identity.c.label.label("reference"), identity.c.source, *_facts_of(in_force))
        .join(
            identity,
            (identity.c.authority == in_force.c.authority)
            & (identity.c.agreement_id == in_force.c.agreement_id),
        )
        .where(~in_force.c.retracted)
        .order_by(identity.c.source, identity.c.reference, identity.c.part_no)
    )
    return with_row_ids(read_frame(connection, statement))


def _in_force(connection: Connection, authority: str, load_no: int) -> Any:
    version = AGREEMENTS.table
    if load_no >= latest_load_no(connection, authority):
        current = select(version).join(
            _now,
            (_now.c.authority == version.c.authority) & (_now.c.version_no == version.c.version_no),
        )
        return current.where(version.c.authority == authority).subquery()
    return known_at(AGREEMENTS, (version.c.authority == authority,), load_no=load_no).subquery()


def _facts_of(version: Any) -> list[ColumnElement[Any]]:
    left_out = {"authority", "known_from", "row_hash"}
    return [column for column in version.columns if column.name not in left_out]


def _extensions(connection: Connection, authority: str, load_no: int) -> pd.DataFrame:
    where = (EXTENSIONS.table.c.authority == authority,)
    version = known_at(EXTENSIONS, where, load_no=load_no).subquery()
    statement = (
        select(_agreement.c.label.label("reference"), *_facts_of(version))
        .join(
            _agreement,
            (_agreement.c.authority == version.c.authority)
            & (_agreement.c.agreement_id == version.c.agreement_id),
        )
        .where(~version.c.retracted)
        .order_by(version.c.version_no)
    )
    return with_row_ids(read_frame(connection, statement))


def _decisions(connection: Connection, authority: str) -> pd.DataFrame:
    decision = table_of(Decision)
    superseded = select(decision.c.supersedes).where(
        decision.c.authority == authority, decision.c.supersedes.is_not(None)
    )
    statement = (
        select(decision, _agreement.c.label.label("reference"))
        .join(
            _agreement,
            (_agreement.c.authority == decision.c.authority)
            & (_agreement.c.agreement_id == decision.c.agreement_id),
        )
        .where(decision.c.authority == authority, decision.c.decision_no.not_in(superseded))
        .order_by(decision.c.decision_no)
    )
    frame = read_frame(connection, statement)
    return frame.assign(row_id="decision:" + frame["decision_no"].astype("str"))


def _payments_with_reference(connection: Connection, authority: str, load_no: int) -> pd.DataFrame:
    newer, newer_load = _payment.alias(), _load.alias()
    retracted_later = (
        select(literal(1))
        .select_from(newer)
        .join(
            newer_load,
            (newer_load.c.authority == newer.c.authority)
            & (newer_load.c.load_no == newer.c.known_from)
            & (newer_load.c.source == _load.c.source)
            & (newer_load.c.slot == _load.c.slot),
        )
        .where(
            newer.c.authority == _payment.c.authority,
            newer.c.row_hash == _payment.c.row_hash,
            newer.c.occurrence == _payment.c.occurrence,
            newer.c.retracted,
            newer.c.known_from > _payment.c.known_from,
            newer.c.known_from <= load_no,
        )
        .correlate(_payment, _load)
        .exists()
    )
    statement = (
        select(
            _agreement.c.agreement_id,
            _agreement.c.label.label("agreement"),
            _payment,
            _load.c.snapshot,
        )
        .join(_agreement, _belongs_to())
        .join(
            _load,
            (_load.c.authority == _payment.c.authority)
            & (_load.c.load_no == _payment.c.known_from),
        )
        .where(
            _payment.c.authority == authority,
            _payment.c.reference.is_not(None),
            _payment.c.known_from <= load_no,
            ~_payment.c.retracted,
            ~retracted_later,
            (_load.c.undone_by.is_(None)) | (_load.c.undone_by > load_no),
        )
        .order_by(_payment.c.version_no)
    )
    return with_row_ids(read_frame(connection, statement))


def _belongs_to() -> ColumnElement[bool]:
    """A payment names an agreement by its label, or by a reference that only one agreement has."""
    return (_agreement.c.authority == _payment.c.authority) & (
        _agreement.c.label == _payment.c.reference
    )


def _feeds_loaded(connection: Connection, authority: str, load_no: int) -> frozenset[str]:
    loads = select(_load.c.feeds).where(_load.c.authority == authority, _load.c.load_no <= load_no)
    lists = connection.execute(loads.distinct()).scalars()
    return frozenset(feed for feeds in lists for feed in json.loads(feeds))


def with_row_ids(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``row_id``: the start of the snapshot's digest and the record number in that file."""
    digest = frame["snapshot"].astype("str").str[:DIGEST_SHOWN]
    return frame.assign(row_id=digest + ":" + frame["row_no"].astype("str"))


def read_observations(connection: Connection, authority: str, *, load_no: int) -> pd.DataFrame:
    """Return every observation in force as known at a load, with its source and edition."""
    observation = Versioned(ObservationVersion, "key_hash")
    version = known_at(
        observation, (observation.table.c.authority == authority,), load_no=load_no
    ).subquery()
    names = ("indicator", "area_code", "area_name", "starts_on", "ends_on", "sex", "age", "group")
    values = ("value", "lower", "upper", "count", "denominator", "source")
    statement = (
        select(
            *(version.c[name] for name in (*names, *values)),
            version.c.valid_from.label("edition_on"),
        )
        .where(~version.c.retracted)
        .order_by(version.c.version_no)
    )
    return read_frame(connection, statement)


def read_loads(connection: Connection, authority: str, *, load_no: int) -> pd.DataFrame:
    """Return the load in force of every slot as known at a load, with its counts and edition."""
    newest = (
        select(
            _load,
            func.row_number()
            .over(
                partition_by=(_load.c.feed, _load.c.source, _load.c.slot),
                order_by=(_load.c.edition_on.desc(), _load.c.load_no.desc()),
            )
            .label("newest"),
        )
        .where(
            _load.c.authority == authority,
            _load.c.load_no <= load_no,
            _load.c.kind == "load",
            (_load.c.undone_by.is_(None)) | (_load.c.undone_by > load_no),
        )
        .subquery()
    )
    columns = [newest.c[column.name] for column in _load.columns]
    statement = (
        select(*columns).where(newest.c.newest == 1).order_by(newest.c.source, newest.c.slot)
    )
    return read_frame(connection, statement)


def stale_sources(connection: Connection, authority: str, *, load_no: int) -> dict[str, str]:
    """Return the sources whose newest file was refused, and why, as far as was known at a load."""
    table = table_of(Stoppage)
    loaded = (
        select(literal(1))
        .where(
            _load.c.authority == table.c.authority,
            _load.c.source == table.c.source,
            _load.c.slot == table.c.slot,
            _load.c.slot_seq >= table.c.slot_seq,
            _load.c.load_no <= load_no,
        )
        .exists()
    )
    statement = (
        select(table.c.source, table.c.sentence)
        .where(table.c.authority == authority, table.c.after_load <= load_no, ~loaded)
        .order_by(table.c.source, table.c.slot)
    )
    return {row.source: row.sentence for row in connection.execute(statement)}


def read_quality(
    connection: Connection, model: type, authority: str, load_nos: list[int]
) -> pd.DataFrame:
    """Return the quarantined rows, findings or check results of some loads, with their source."""
    table = table_of(model)
    statement: Select[Any] = (
        select(_load.c.source, table)
        .join(
            _load, (_load.c.authority == table.c.authority) & (_load.c.load_no == table.c.load_no)
        )
        .where(table.c.authority == authority, table.c.load_no.in_(load_nos))
        .order_by(*table.primary_key.columns)
    )
    return read_frame(connection, statement)


def snapshot_paths(connection: Connection, authority: str) -> pd.DataFrame:
    """Return digest and path of every snapshot kept for an authority."""
    table = table_of(Snapshot)
    return read_frame(
        connection, select(table).where(table.c.authority == authority).order_by(table.c.digest)
    )


def asking_of(connection: Connection, authority: str, judgement_no: int) -> Asking:
    """Return the day, load and rules of a judgement: the cut that a pack of it is made from."""
    judgement = table_of(Judgement)
    row = connection.execute(
        select(judgement).where(
            judgement.c.authority == authority, judgement.c.judgement_no == judgement_no
        )
    ).one()
    return Asking(authority, row.on_day, row.load_no, row.rules_digest, row.thresholds_digest)
