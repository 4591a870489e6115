"""A load rolled back: the plain function behind the command."""

from datetime import date

from models.ledger import Load
from models.store.engine import reading
from models.store.lease import lease
from models.store.rollback import load_to_undo, roll_back
from tasks.place import Place
from tasks.reread import kept_files


def roll_back_load(
    place: Place, authority: str, load_no: int, *, reason: str, on: date
) -> tuple[Load, Load]:
    """Undo a load of an authority; return that load as it was and the rollback.

    Raises CannotRollBack where it may not be, RequestError where a later file has to be read again and
    cannot be.
    """
    with reading(place.engine) as connection:
        load = load_to_undo(connection, authority, load_no)
    with (
        lease(place.engine, authority, f"load {load.source}/{load.slot}") as held,
        kept_files(place.engine, place.snapshots, place.home) as read_again,
    ):
        rollback = roll_back(
            place.engine,
            authority,
            load_no,
            held,
            reason=reason,
            on=on,
            read_again=read_again,
        )
    return load, rollback
