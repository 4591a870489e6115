"""The register as known at a load, by the page or in numbers, however long its history.

The version in force is looked up for each agreement in turn, through the index on its versions, so that
a page costs what it holds, wherever in the register it is. The count is kept by each load.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    cast,
    func,
    or_,
    select,
    tuple_,
)

from models.agreement import Agreement, AgreementNow, RegisterSize
from models.ledger import Load
from models.metadata import table_of
from models.store.identities import AGREEMENTS
from models.store.known import latest_load_no
from models.store.rows import insert_rows, read_frame

_agreement = table_of(Agreement)
_load = table_of(Load)
_now = table_of(AgreementNow)
_size = table_of(RegisterSize)
_version = AGREEMENTS.table

ORDER = (_agreement.c.source, _agreement.c.reference, _agreement.c.part_no)


@dataclass(frozen=True)
class Place:
    """Where an agreement stands in the register: its source, its reference and its part."""

    source: str
    reference: str
    part_no: int


def is_called(authority: str, name: str) -> ColumnElement[bool]:
    """Return the condition on ``Agreement`` that people call it this: its reference, or a part's label."""
    # No source is meant, but only with one does the index find a reference.
    sources = select(_load.c.source).where(_load.c.authority == authority)
    of_a_part = name.rpartition("/")[0]
    return and_(
        _agreement.c.authority == authority,
        _agreement.c.source.in_(sources),
        _agreement.c.reference.in_([name, of_a_part]),
        or_(_agreement.c.reference == name, _agreement.c.label == name),
    )


def agreements_called(connection: Connection, authority: str, name: str) -> pd.DataFrame:
    """Return ``agreement_id``, ``label`` and ``source`` of the agreements that people call this."""
    statement = (
        select(_agreement.c.agreement_id, _agreement.c.label, _agreement.c.source)
        .where(is_called(authority, name))
        .order_by(_agreement.c.source, _agreement.c.part_no)
    )
    return read_frame(connection, statement)


def places_of(connection: Connection, authority: str, label: str) -> list[Place]:
    """Return the places of the agreements of this label: one for each source that has it."""
    statement = select(*ORDER).where(is_called(authority, label), _agreement.c.label == label)
    return [Place(*row) for row in connection.execute(statement.order_by(*ORDER))]


def register_page(
    connection: Connection,
    authority: str,
    *,
    load_no: int,
    after: Place | None = None,
    size: int,
    instrument: str | None = None,
) -> pd.DataFrame:
    """Return the next agreements in force as known at a load, by source, reference and part.

    Columns: those of ``Agreement``, then the rest of ``AgreementVersion`` as the version in force has it.
    """
    identity = {column.name for column in _agreement.columns}
    facts = [column for column in _version.columns if column.name not in identity]
    statement = _register(connection, authority, load_no, instrument, [*_agreement.columns, *facts])
    if after is not None:
        place = (after.source, after.reference, after.part_no)
        statement = statement.where(tuple_(*ORDER) > tuple_(*place))
    return read_frame(connection, statement.order_by(*ORDER).limit(size))


def count_register(
    connection: Connection, authority: str, *, load_no: int, instrument: str | None = None
) -> int:
    """Return how many agreements are in force as known at a load.

    Of an instrument, or before the first load that kept its count, every version in force is read.
    """
    if instrument is None:
        kept = (
            select(_size.c.agreements)
            .where(_size.c.authority == authority, _size.c.load_no <= load_no)
            .order_by(_size.c.load_no.desc())
            .limit(1)
        )
        size = connection.execute(kept).scalar_one_or_none()
        if size is not None:
            return int(size)
    counted = _register(connection, authority, load_no, instrument, [func.count()])
    return int(connection.execute(counted).scalar_one())


def keep_size(connection: Connection, authority: str, *, load_no: int) -> None:
    """Keep how many agreements are in force after a load, which ``AgreementNow`` holds already."""
    count = select(func.count()).select_from(_now).where(_now.c.authority == authority)
    size = {
        "authority": authority,
        "load_no": load_no,
        "agreements": connection.execute(count).scalar_one(),
    }
    connection.execute(
        _size.delete().where(_size.c.authority == authority, _size.c.load_no == load_no)
    )
    insert_rows(connection, _size, [size])


def summarise_register(
    connection: Connection, authority: str, *, load_no: int, instrument: str | None = None
) -> pd.DataFrame:
    """Return agreements, those with a value, and their value, by instrument and delivery route.

    Columns: instrument, delivery_route (either may be missing), agreements, valued, value_pence.
    """
    by = (_version.c.instrument, _version.c.delivery_route)
    value = _version.c.value_pence
    counts = [
        func.count().label("agreements"),
        func.count(value).label("valued"),
        cast(func.coalesce(func.sum(value), 0), value.type).label("value_pence"),
    ]
    statement = _register(connection, authority, load_no, instrument, [*by, *counts]).group_by(*by)
    summary = read_frame(connection, statement)
    return summary.sort_values(["instrument", "delivery_route"], ignore_index=True)


def _register(
    connection: Connection,
    authority: str,
    load_no: int,
    instrument: str | None,
    columns: list[ColumnElement[Any]],
) -> Select[Any]:
    """Select from the agreements, each beside its version in force; those that have ended left out."""
    if load_no >= latest_load_no(connection, authority):
        of_agreement = (_now.c.authority == authority) & (
            _now.c.agreement_id == _agreement.c.agreement_id
        )
        register = _agreement.join(_now, of_agreement).join(
            _version, _version.c.version_no == _now.c.version_no
        )
    else:
        register = _agreement.join(_version, _version.c.version_no == _in_force(authority, load_no))
    statement = (
        select(*columns)
        .select_from(register)
        .where(_agreement.c.authority == authority, ~_version.c.retracted)
    )
    return statement if instrument is None else statement.where(_version.c.instrument == instrument)


def _in_force(authority: str, load_no: int) -> ScalarSelect[int]:
    """Return the number of the version in force of the agreement in the query around it.

    The latest edition wins, then the latest load: what ``known_at`` says of one agreement.
    """
    version = _version.alias()
    undone = select(_load.c.load_no).where(
        _load.c.authority == authority, _load.c.undone_by <= load_no
    )
    return (
        select(version.c.version_no)
        .where(
            version.c.authority == authority,
            version.c.agreement_id == _agreement.c.agreement_id,
            version.c.known_from <= load_no,
            version.c.known_from.not_in(undone),
        )
        .order_by(version.c.valid_from.desc(), version.c.known_from.desc())
        .limit(1)
        .correlate(_agreement)
        .scalar_subquery()
    )
