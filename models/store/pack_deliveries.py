"""To whom packs were sent and are still owed."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, and_, select

from models.metadata import table_of
from models.pack import Pack
from models.pack_delivery import PackDelivery
from models.store.packs import KEY, key_of
from models.store.rows import insert_rows

_delivery = table_of(PackDelivery)


def deliveries_of(connection: Connection, authority: str) -> list[PackDelivery]:
    """Return every delivery of an authority's packs, sent or owed."""
    statement = select(_delivery).where(_delivery.c.authority == authority)
    ordered = statement.order_by(*_delivery.primary_key.columns)
    return [PackDelivery(**row._mapping) for row in connection.execute(ordered)]


def owe(connection: Connection, pack: Pack, targets: Iterable[str]) -> None:
    """Record that a pack is owed to targets, but for what is on record already."""
    key = dict(zip(KEY, key_of(pack), strict=True))
    is_its = and_(*(_delivery.c[name] == value for name, value in key.items()))
    known = set(connection.execute(select(_delivery.c.target).where(is_its)).scalars())
    rows = [
        PackDelivery(**key, target=target).model_dump() for target in targets if target not in known
    ]
    if rows:
        insert_rows(connection, _delivery, rows)


def note_delivery(
    connection: Connection, delivery: PackDelivery, *, sent_on: date | None, trouble: str | None
) -> None:
    """Record that a delivery was sent, or why it could not be."""
    named = [*KEY, "target"]
    connection.execute(
        _delivery.update()
        .where(and_(*(_delivery.c[name] == getattr(delivery, name) for name in named)))
        .values(sent_on=sent_on, trouble=trouble)
    )
