"""Issued packs: the row that names a pack is committed before its file appears under its name."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, select

from models.metadata import table_of
from models.pack import Pack
from models.pack_delivery import PackDelivery
from models.pack_withdrawal import PackWithdrawal
from models.store.rows import insert_rows

_pack = table_of(Pack)
_withdrawal = table_of(PackWithdrawal)
KEY = ("authority", "period", "audience", "scope", "version")
Key = tuple[str, str, str, str, int]


def pack_before(
    connection: Connection,
    authority: str,
    period: str,
    audience: str,
    scope: str,
    *,
    load_no: int | None = None,
) -> Pack | None:
    """Return the newest version of the last pack of an earlier period, or None where there is none.

    Versions that a person withdrew are passed over. With ``load_no``, of those made from what was known
    at that load.
    """
    statement = (
        _every(authority)
        .where(_pack.c.period < period, _pack.c.audience == audience, _pack.c.scope == scope)
        .where(~_is_withdrawn())
        .order_by(_pack.c.period.desc(), _pack.c.version.desc())
        .limit(1)
    )
    if load_no is not None:
        statement = statement.where(_pack.c.load_no <= load_no)
    return next(_packs(connection, statement), None)


def told_before(connection: Connection, pack: Pack) -> Pack | None:
    """Return the pack that readers had before this one: the version it replaced, or the pack it compares itself with."""
    period, version = pack.period, pack.version - 1
    if not version:
        period, version = pack.previous_period or "", pack.previous_version or 0
    earlier = versions_on_record(connection, pack.authority, period, pack.audience, pack.scope)
    return next((each for each in earlier if each.version == version), None)


def issued_packs(connection: Connection, authority: str | None = None) -> list[Pack]:
    """Return the newest version of every pack, the latest period first; erased ones are no more.

    One that a person withdrew is not in force, and neither is what it had replaced.
    """
    statement = select(_pack).where(_pack.c.withdrawn_by.is_(None), _pack.c.erased_by.is_(None))
    statement = statement.where(~_is_withdrawn())
    if authority:
        statement = statement.where(_pack.c.authority == authority)
    order = (_pack.c.authority, _pack.c.period.desc(), _pack.c.audience, _pack.c.scope)
    return list(_packs(connection, statement.order_by(*order)))


def record_pack(connection: Connection, pack: Pack) -> None:
    """Store the row of a new version; the version before it is withdrawn by it."""
    insert_rows(connection, _pack, [pack.model_dump()])
    connection.execute(
        _pack.update()
        .where(
            _pack.c.authority == pack.authority,
            _pack.c.period == pack.period,
            _pack.c.audience == pack.audience,
            _pack.c.scope == pack.scope,
            _pack.c.version < pack.version,
            _pack.c.withdrawn_by.is_(None),
        )
        .values(withdrawn_by=pack.version)
    )


def record_made_of(connection: Connection, pack: Pack, made_of: str) -> None:
    """Store what a pack is made of now, which makes the bytes that it has."""
    of_it = (getattr(_pack.c, name) == getattr(pack, name) for name in KEY)
    connection.execute(_pack.update().where(*of_it).values(made_of=made_of))


def record_withdrawal(connection: Connection, withdrawal: PackWithdrawal) -> None:
    """Store that a person withdrew a version; its row and its files stay as they are."""
    insert_rows(connection, _withdrawal, [withdrawal.model_dump()])


def withdrawals(connection: Connection, authority: str) -> dict[Key, PackWithdrawal]:
    """Return what people withdrew, by the version's key."""
    statement = select(_withdrawal).where(_withdrawal.c.authority == authority)
    found = (PackWithdrawal(**row._mapping) for row in connection.execute(statement))
    return {key_of(one): one for one in found}


def key_of(row: Pack | PackWithdrawal | PackDelivery) -> Key:
    """Return what tells a version of a pack from every other."""
    return (row.authority, row.period, row.audience, row.scope, row.version)


def packs_on_record(connection: Connection, authority: str) -> list[Pack]:
    """Return every version of every pack of an authority."""
    return list(_packs(connection, _every(authority).order_by(*_pack.primary_key.columns)))


def packs_of(connection: Connection, authority: str, period: str) -> list[Pack]:
    """Return every version of an authority's packs of a period."""
    statement = _every(authority).where(_pack.c.period == period)
    return list(_packs(connection, statement.order_by(*_pack.primary_key.columns)))


def versions_on_record(
    connection: Connection, authority: str, period: str, audience: str, scope: str
) -> list[Pack]:
    """Return every version of one pack, the first one first."""
    is_it = (_pack.c.period == period, _pack.c.audience == audience, _pack.c.scope == scope)
    return list(_packs(connection, _every(authority).where(*is_it).order_by(_pack.c.version)))


def scopes_on_record(connection: Connection, authority: str, audience: str) -> list[str]:
    """Return what packs of an audience were about, erased ones left out."""
    statement = select(_pack.c.scope).where(
        _pack.c.authority == authority, _pack.c.audience == audience, _pack.c.erased_by.is_(None)
    )
    return list(connection.execute(statement.distinct().order_by(_pack.c.scope)).scalars())


def _is_withdrawn() -> ColumnElement[bool]:
    return exists().where(and_(*(_withdrawal.c[name] == _pack.c[name] for name in KEY)))


def _every(authority: str) -> Select[tuple[object, ...]]:
    return select(_pack).where(_pack.c.authority == authority)


def _packs(connection: Connection, statement: Select[tuple[object, ...]]) -> Iterator[Pack]:
    for row in connection.execute(statement):
        yield Pack(**row._mapping)
