"""The cut of a question about the past: all loads up to one, named by its number or by a day."""

from datetime import date

from sqlalchemy import Connection, func, select

from models.ledger import Load
from models.metadata import table_of
from models.store.errors import NotKnown
from models.store.known import latest_load_no

_load = table_of(Load)


def load_no_at(connection: Connection, authority: str, known_at: str | None) -> int:
    """Return the last load that was known at ``known_at``: a load's number, a day, or nothing for now.

    A day names the last load made on it or before, where the authority is; loads older than the
    record of days count as made before any of them.

    Raises NotKnown where there was no such load, or nothing was known yet.
    """
    latest = latest_load_no(connection, authority)
    if not known_at:
        return latest
    if known_at.isascii() and known_at.isdigit():
        return _numbered(int(known_at), latest, authority)
    try:
        day = date.fromisoformat(known_at)
    except ValueError:
        raise NotKnown(
            f"'{known_at}' is neither a load nor a day; write a load as 12 or a day as 2026-05-01."
        ) from None
    return _last_on(connection, day, authority)


def _numbered(number: int, latest: int, authority: str) -> int:
    if not latest:
        raise NotKnown(f"Nothing of {authority} is loaded yet, so there is no load {number}.")
    if not 1 <= number <= latest:
        raise NotKnown(
            f"{authority} has no load {number}: its loads are 1 to {latest}; choose one of them."
        )
    return number


def _last_on(connection: Connection, day: date, authority: str) -> int:
    loads = select(func.max(_load.c.load_no)).where(_load.c.authority == authority)
    if number := connection.execute(loads.where(_load.c.loaded_on <= day)).scalar_one():
        return int(number)
    first = connection.execute(
        select(func.min(_load.c.loaded_on)).where(_load.c.authority == authority)
    ).scalar_one()
    since = f"its first load was made on {first}" if first else "nothing is loaded yet"
    raise NotKnown(f"Nothing of {authority} was known on {day}: {since}.")
