"""The releases that a source's loads brought of some contracting processes, as each load kept them."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

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
