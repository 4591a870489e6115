"""Loads, observations and quality as known at a load, read for the packs."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, func, literal, select

from models.judgement import Judgement
from models.ledger import Load, Refusal, Stoppage
from models.metadata import table_of
from models.store.judgements import Asking
from models.store.keyed import KEYED
from models.store.row_ids import with_row_ids
from models.store.rows import read_frame
from models.store.standing import FILES, ROLLBACK, stands
from models.store.versions import known_at

_load = table_of(Load)


def latest_load_no(connection: Connection, authority: str) -> int:
    """Return the number of the authority's latest load, 0 before its first."""
    newest = select(func.max(_load.c.load_no)).where(_load.c.authority == authority)
    return int(connection.execute(newest).scalar_one() or 0)


def read_observations(connection: Connection, authority: str, *, load_no: int) -> pd.DataFrame:
    """Return every observation in force as known at a load, with its source and edition."""
    where = (KEYED["observations"].table.c.authority == authority,)
    version = known_at(KEYED["observations"], where, load_no=load_no).subquery()
    area = ("area_code", "area_name", "area_level")
    names = ("indicator", *area, "starts_on", "ends_on", "sex", "age", "group")
    values = ("value", "lower", "upper", "count", "denominator", "mark", "source")
    statement = (
        select(
            *(version.c[name] for name in (*names, *values)),
            version.c.valid_from.label("edition_on"),
        )
        .where(~version.c.retracted)
        .order_by(version.c.version_no)
    )
    return read_frame(connection, statement)


def read_observed(
    connection: Connection, authority: str, *, load_no: int, indicators: tuple[str, ...]
) -> pd.DataFrame:
    """Return the observations in force of some indicators as known at a load, with the row of each."""
    table = KEYED["observations"].table
    where = (table.c.authority == authority, table.c.indicator.in_(indicators))
    version = known_at(KEYED["observations"], where, load_no=load_no).subquery()
    statement = (
        select(version, _load.c.snapshot)
        .join(
            _load,
            (_load.c.authority == version.c.authority) & (_load.c.load_no == version.c.known_from),
        )
        .where(~version.c.retracted)
        .order_by(version.c.version_no)
    )
    return with_row_ids(read_frame(connection, statement))


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
            _load.c.kind == FILES,
            stands(_load.c, load_no),
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
    found = refusals(connection, authority, load_no=load_no)
    return {source: refusal.sentence for source, refusal in found.items()}


def refusals(connection: Connection, authority: str, *, load_no: int) -> dict[str, Refusal]:
    """Return the refusal of each source whose newest file was refused, as far as was known at a load."""
    table = table_of(Stoppage)
    loaded = (
        select(literal(1))
        .where(
            _load.c.authority == table.c.authority,
            _load.c.source == table.c.source,
            _load.c.slot == table.c.slot,
            _load.c.slot_seq >= table.c.slot_seq,
            _load.c.kind != ROLLBACK,
            stands(_load.c, load_no),
        )
        .exists()
    )
    statement = (
        select(table.c.source, table.c.sentence, table.c.refused_on, table.c.slot)
        .where(
            table.c.authority == authority,
            table.c.after_load <= load_no,
            table.c.withdrawn_after.is_(None) | (table.c.withdrawn_after > load_no),
            ~loaded,
        )
        .order_by(table.c.source, table.c.slot, table.c.slot_seq, table.c.after_load)
    )
    return {
        row.source: Refusal(row.sentence, row.refused_on, row.slot)
        for row in connection.execute(statement)
    }


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


def asking_of(connection: Connection, authority: str, judgement_no: int) -> Asking:
    """Return the day, load and rules of a judgement: the cut that a pack of it is made from."""
    judgement = table_of(Judgement)
    row = connection.execute(
        select(judgement).where(
            judgement.c.authority == authority, judgement.c.judgement_no == judgement_no
        )
    ).one()
    return Asking(authority, row.on_day, row.load_no, row.rules_digest, row.thresholds_digest)
