"""What the record promises, to be held against the files: the chain of loads and every digest."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from models.metadata import table_of
from models.pack import Pack
from models.snapshot import Snapshot
from models.store.contradictions import contradictions
from models.store.ledger import broken_links, loads_as_written


@dataclass(frozen=True)
class Evidence:
    """An authority's record: how many loads, which of them break the chain, and path -> digest.

    ``head`` is the hash of the last load, ``contradictions`` what the record says in two ways.
    What erasures removed has no file any more and is only counted. ``forms`` are the packs that have a
    workbook and tables: path of the page -> digest of what says theirs.
    """

    loads: int
    head: str
    broken_loads: list[int]
    contradictions: list[str]
    snapshots: dict[str, str]
    packs: dict[str, str]
    forms: dict[str, str]
    erased_snapshots: int
    erased_packs: int


def evidence(connection: Connection, authority: str) -> Evidence:
    """Return what an authority's record promises."""
    snapshot, pack = table_of(Snapshot), table_of(Pack)
    loads = loads_as_written(connection, authority)
    return Evidence(
        loads=len(loads),
        head=loads[-1].hash if loads else "",
        broken_loads=broken_links(connection, authority),
        contradictions=contradictions(connection, authority, loads),
        snapshots=_digests(connection, snapshot, authority),
        packs=_digests(connection, pack, authority),
        forms=_forms(connection, authority),
        erased_snapshots=_erased(connection, snapshot, authority),
        erased_packs=_erased(connection, pack, authority),
    )


def _forms(connection: Connection, authority: str) -> dict[str, str]:
    pack = table_of(Pack)
    statement = select(pack.c.path, pack.c.forms_digest).where(
        pack.c.authority == authority, pack.c.erased_by.is_(None), pack.c.forms_digest.is_not(None)
    )
    return {
        row.path: row.forms_digest for row in connection.execute(statement.order_by(pack.c.path))
    }


def _erased(connection: Connection, table: Table, authority: str) -> int:
    statement = (
        select(func.count())
        .select_from(table)
        .where(table.c.authority == authority, table.c.erased_by.is_not(None))
    )
    return int(connection.execute(statement).scalar_one())


def _digests(connection: Connection, table: Table, authority: str) -> dict[str, str]:
    statement = select(table.c.path, table.c.digest).where(
        table.c.authority == authority, table.c.erased_by.is_(None)
    )
    return {row.path: row.digest for row in connection.execute(statement.order_by(table.c.path))}
