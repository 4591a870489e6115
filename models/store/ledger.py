"""The ledger read for its keeper: whose it is, and whether its chain is whole."""

from sqlalchemy import Connection, select

from models.ledger import Load
from models.metadata import table_of
from models.store.publish import chain_hash

_load = table_of(Load)


def authorities(connection: Connection) -> list[str]:
    """Return the authorities that have loads, by name."""
    named = select(_load.c.authority).distinct().order_by(_load.c.authority)
    return list(connection.execute(named).scalars())


def broken_links(connection: Connection, authority: str) -> list[int]:
    """Return the loads whose hash is not that of their content and of the load before them."""
    before, broken = "", []
    loads = select(_load).where(_load.c.authority == authority).order_by(_load.c.load_no)
    for row in connection.execute(loads):
        load = Load(**row._mapping)
        if load.prev_hash != before or chain_hash(load) != load.hash:
            broken.append(load.load_no)
        before = load.hash
    return broken
