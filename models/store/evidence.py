"""What the record promises, to be held against the files: the chain of loads and every digest."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from models.ledger import Load
from models.metadata import table_of
from models.pack import Pack
from models.snapshot import Snapshot
from models.store.ledger import broken_links


@dataclass(frozen=True)
class Evidence:
    """An authority's record: how many loads, which of them break the chain, and path -> digest.

    What erasures removed has no file any more and is only counted.
    """

    loads: int
    broken_loads: list[int]
    snapshots: dict[str, str]
    packs: dict[str, str]
    erased_snapshots: int
    erased_packs: int


def evidence(connection: Connection, authority: str) -> Evidence:
    """Return what an authority's record promises."""
    load, snapshot, pack = (table_of(model) for model in (Load, Snapshot, Pack))
    return Evidence(
        loads=_count(connection, load, authority),
        broken_loads=broken_links(connection, authority),
        snapshots=_digests(connection, snapshot, authority),
        packs=_digests(connection, pack, authority),
        erased_snapshots=_count(connection, snapshot, authority, is_erased=True),
        erased_packs=_count(connection, pack, authority, is_erased=True),
    )


def _count(connection: Connection, table: Table, authority: str, *, is_erased: bool = False) -> int:
    statement = select(func.count()).select_from(table).where(table.c.authority == authority)
    if is_erased:
        statement = statement.where(table.c.erased_by.is_not(None))
    return int(connection.execute(statement).scalar_one())


def _digests(connection: Connection, table: Table, authority: str) -> dict[str, str]:
    statement = select(table.c.path, table.c.digest).where(
        table.c.authority == authority, table.c.erased_by.is_(None)
    )
    return {row.path: row.digest for row in connection.execute(statement.order_by(table.c.path))}
