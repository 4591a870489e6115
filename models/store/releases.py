"""The releases that a source's loads brought of contracting processes, as each load kept them."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from models.ledger import Load
from models.store.keyed import KEYED
from models.store.known import latest_load_no
from models.store.versions import known_at

ASKED_AT_ONCE = 500


def releases_in_force(
    connection: Connection,
    authority: str,
    source: str,
    ocids: Sequence[str],
    *,
    load_no: int | None = None,
) -> dict[str, list[str]]:
    """Return the releases in force of each process, as JSON, as last known or as known at a load."""
    at = latest_load_no(connection, authority) if load_no is None else load_no
    table = KEYED["notices"].table
    found: dict[str, list[str]] = {}
    for start in range(0, len(ocids), ASKED_AT_ONCE):
        where = (
            table.c.authority == authority,
            table.c.source == source,
            table.c.ocid.in_(ocids[start : start + ASKED_AT_ONCE]),
            table.c.release.is_not(None),
        )
        version = known_at(KEYED["notices"], where, load_no=at).subquery()
        statement = (
            select(version.c.ocid, version.c.release)
            .where(~version.c.retracted)
            .order_by(version.c.version_no)
        )
        for ocid, release in connection.execute(statement):
            found.setdefault(ocid, []).append(release)
    return found


def latest_merged_with(connection: Connection, load: Load) -> int | None:
    """Return the latest load that stands and told more of a process that this one told of, or None."""
    table = KEYED["notices"].table
    own = select(table.c.ocid).where(
        table.c.authority == load.authority,
        table.c.source == load.source,
        table.c.known_from == load.load_no,
        table.c.release.is_not(None),
    )
    later = (
        select(func.max(table.c.known_from))
        .join(
            Load,
            (Load.authority == table.c.authority)  # type: ignore[arg-type]
            & (Load.load_no == table.c.known_from),
        )
        .where(
            table.c.authority == load.authority,
            table.c.source == load.source,
            table.c.known_from > load.load_no,
            table.c.ocid.in_(own),
            Load.undone_by.is_(None),  # type: ignore[union-attr]
        )
    )
    found = connection.execute(later).scalar_one()
    return None if found is None else int(found)
