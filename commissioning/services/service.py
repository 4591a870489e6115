"""What a service over HTTP is: what to ask of it, what a good answer looks like, how long to wait.

Nothing here opens a connection. tasks/pull.py asks portion by portion and keeps what it is given.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

ERROR_STATUSES = (500, 502, 504)  # the service's own faults, which may pass


class NotData(Exception):
    """The service answered, and the answer is not the data that was asked for."""


@dataclass(frozen=True)
class Wanted:
    """What a pull is to bring: from one day to another, both inclusive, or of these numbers."""

    from_on: date
    until: date
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Window:
    """From one instant to another, both inclusive, in the service's own time and without a zone."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Portion:
    """One question: ``key`` names it on disk and for ever, ``title`` to a person.

    ``cursors`` are those of the pages before it, and ``pages`` their digests.
    """

    key: str
    title: str
    path: str
    parameters: tuple[tuple[str, str], ...] = ()
    window: Window | None = None
    cursors: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Row:
    """One object the service gave, as it was written: ``key`` orders it, ``buyers`` name whose it is."""

    key: tuple[str, ...]
    text: str
    buyers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a good answer holds, and what it makes us ask next.

    The rows of a page that ``is_partial`` are not kept: they must come again with what is asked next.
    """

    rows: tuple[Row, ...] = ()
    then: tuple[Portion, ...] = ()
    is_partial: bool = False
    note: str = ""


@dataclass(frozen=True)
class Service:
    """One service over HTTP.

    ``waits`` are the statuses that mean "not now", with the seconds to wait where the service does
    not say; ``absent`` those that mean there is no such thing, whose body is read as none.
    ``row`` reads a line of an earlier pull's file again, where each pull adds to the last.
    ``scheme`` begins the identifiers of the bodies it is asked of, and is empty where days are asked.
    """

    name: str
    title: str
    address: str
    pace_seconds: float
    portions: Callable[[Wanted], tuple[Portion, ...]]
    read: Callable[[Portion, bytes | None], Answer]
    lines: Callable[[Iterable[Row]], list[str]]
    row: Callable[[str], Row] | None = None
    waits: Mapping[int, float] = field(default_factory=lambda: {429: 60.0, 503: 60.0})
    absent: frozenset[int] = frozenset()
    scheme: str = ""
    key_variable: str = ""
    headers: Callable[[str], dict[str, str]] = lambda _key: {}
