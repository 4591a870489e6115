"""What the slots of payments hold: where a file stands already, and over which days a slot's payments go."""

from datetime import date

from sqlalchemy import Connection, func, select

from models.ledger import Load
from models.metadata import table_of
from models.payment import PaymentVersion
from models.store.arrival import Slot
from models.store.payments import live_payments
from models.store.standing import FILES, standing_file

_payment = table_of(PaymentVersion)


def same_file_elsewhere(connection: Connection, slot: Slot, snapshot: str) -> Load | None:
    """Return the load by which these very bytes are in force in another slot or source, or None."""
    loads = connection.execute(
        select(Load)
        .where(
            Load.authority == slot.authority,
            Load.feed == slot.feed,
            Load.kind == FILES,
            Load.snapshot == snapshot,
            Load.undone_by.is_(None),
        )
        .order_by(Load.load_no)
    )
    for load in loads:
        other = Slot(slot.authority, slot.feed, load.source, load.slot, load.slot_seq)
        if (other.source, other.slot) == (slot.source, slot.slot):
            continue
        latest = standing_file(connection, other)
        if latest and latest.load_no == load.load_no:
            return latest
    return None


def days_paid(connection: Connection, slot: Slot) -> tuple[date, date] | None:
    """Return the first and the last day on which a slot's payments were made, or None where none has a day."""
    latest = select(func.max(Load.load_no)).where(Load.authority == slot.authority)
    load_no = connection.execute(latest).scalar() or 0
    live = live_payments(slot, load_no=load_no).subquery()
    days = select(func.min(_payment.c.paid_on), func.max(_payment.c.paid_on)).join(
        live, live.c.version_no == _payment.c.version_no
    )
    first, last = connection.execute(days).one()
    return (first, last) if first is not None else None
