"""Which files an erasure removes: the snapshots and packs that are marked, by their paths."""

from sqlalchemy import Connection, select

from models.erasure import Erasure
from models.metadata import table_of
from models.pack import Pack
from models.pack_delivery import PackDelivery
from models.pack_withdrawal import PackWithdrawal
from models.snapshot import Snapshot

ERASED = "erased"
UNFINISHED = "erasing"  # the folder of the home in which an erasure under way leaves a file

_erasure = table_of(Erasure)
_pack = table_of(Pack)
_snapshot = table_of(Snapshot)
_ABOUT_PACKS = (table_of(PackWithdrawal), table_of(PackDelivery))  # by the key of a pack


def snapshots_kept(connection: Connection, authority: str) -> dict[str, str]:
    """Return the path of each snapshot that no erasure has removed, by its digest."""
    statement = select(_snapshot.c.digest, _snapshot.c.path).where(
        _snapshot.c.authority == authority, _snapshot.c.erased_by.is_(None)
    )
    return {
        row.digest: row.path for row in connection.execute(statement.order_by(_snapshot.c.path))
    }


def packs_kept(connection: Connection, authority: str) -> list[str]:
    """Return the paths of the packs that no erasure has removed, whatever version replaced them."""
    statement = select(_pack.c.path).where(
        _pack.c.authority == authority, _pack.c.erased_by.is_(None)
    )
    return list(connection.execute(statement.order_by(_pack.c.path)).scalars())


def mark_erased(
    connection: Connection, authority: str, number: int, *, digests: set[str], packs: set[str]
) -> None:
    """Mark snapshots and packs as removed by an erasure; their rows and digests stay."""
    for table, column, values in ((_snapshot, "digest", digests), (_pack, "path", packs)):
        for value in sorted(values):
            connection.execute(
                table.update()
                .where(
                    table.c.authority == authority,
                    table.c[column] == value,
                    table.c.erased_by.is_(None),
                )
                .values(erased_by=number)
            )


def keep_again(connection: Connection, authority: str, digest: str) -> None:
    """Keep a file that came again, where what removed it was an erasure of no name: it was only old."""
    without_name = select(_erasure.c.erasure_no).where(
        _erasure.c.authority == authority, _erasure.c.words == 0
    )
    connection.execute(
        _snapshot.update()
        .where(
            _snapshot.c.authority == authority,
            _snapshot.c.digest == digest,
            _snapshot.c.erased_by.in_(without_name),
        )
        .values(erased_by=None)
    )


def forget_scopes(connection: Connection, authority: str, audience: str) -> int:
    """Take the names out of what erased packs of an audience were about, and out of their paths; say of how many.

    The digest in a slug stays, so that no two packs become one. Their files are gone already.
    """
    statement = select(_pack).where(
        _pack.c.authority == authority,
        _pack.c.audience == audience,
        _pack.c.erased_by.is_not(None),
        _pack.c.scope.not_like(f"{ERASED}-%"),
    )
    rows = connection.execute(statement).all()
    for row in rows:
        scope = f"{ERASED}-{row.scope.rpartition('-')[2]}"
        for table in (_pack, *_ABOUT_PACKS):
            is_it = [table.c[each.name] == getattr(row, each.name) for each in _pack.primary_key]
            path = {"path": row.path.replace(row.scope, scope)} if table is _pack else {}
            connection.execute(table.update().where(*is_it).values(scope=scope, **path))
    return len(rows)


def erased_files(connection: Connection, authority: str) -> tuple[list[str], list[str]]:
    """Return the paths of the snapshots and of the packs that erasures have removed."""
    found = []
    for table in (_snapshot, _pack):
        statement = select(table.c.path).where(
            table.c.authority == authority, table.c.erased_by.is_not(None)
        )
        found.append(list(connection.execute(statement.order_by(table.c.path)).scalars()))
    return found[0], found[1]
