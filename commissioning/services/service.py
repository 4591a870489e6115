"""What a service over HTTP is: what to ask of it, what a good answer looks like, how long to wait.

Nothing here opens a connection. tasks/pull.py asks portion by portion and keeps what it is given.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

ERROR_STATUSES = (500, 502, 504)  # the service's own faults, which may pass


class NotData(Exception):
    """The service answered, and the answer is not the data that was asked for."""


@dataclass(frozen=True)
class Wanted:
    """What a pull is to bring: from one day to another, both inclusive, of these identifiers, or as asked."""

    from_on: date
    until: date
    numbers: tuple[str, ...] = ()
    ask: Mapping[str, str] = field(default_factory=dict)


def asked_as(ask: Mapping[str, str]) -> str:
    """Return what tells the pages of one question from those of another to the same service."""
    return sha256(repr(sorted(ask.items())).encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Window:
    """From one instant to another, both inclusive, in the service's own time and without a zone."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Portion:
    """One question: ``key`` names it on disk and for ever, ``title`` to a person.

    A ``path`` may be a whole address that the service has named.
    ``cursors`` are those of the pages before it, ``pages`` their digests, ``seen`` what was on them. A
    page that may lead to others by cursor does not ``last``: a cursor is good for a while only.
    """

    key: str
    title: str
    path: str
    parameters: tuple[tuple[str, str], ...] = ()
    window: Window | None = None
    cursors: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    number: str = ""
    seen: tuple[str, ...] = ()
    lasts: bool = True

    @property
    def series(self) -> str:
        """The key of the first of the pages that it is one of."""
        return self.key.partition("+")[0]


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
    ``scheme`` begins the identifiers of the providers it is asked about; ``by_buyer`` it is asked about
    the bodies that the profile names; with ``asks`` it is asked what the profile says under ``ask``, of which
    ``asks`` returns what is wrong and the remedy; otherwise it is asked about days.
    ``doubles`` returns what two such questions would both bring.
    ``described_by`` names the service that tells what the indicators are that it brings.
    With ``key_parameter`` the key is sent as that parameter, and may be left out. ``suffix`` ends the
    name of the file that comes of it.
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
    by_buyer: bool = False
    asks: Callable[[Mapping[str, str]], tuple[str, str] | None] | None = None
    doubles: Callable[[Mapping[str, str], Mapping[str, str]], str] = lambda _one, _other: ""
    described_by: str = ""
    suffix: str = "jsonl"
    key_variable: str = ""
    headers: Callable[[str], dict[str, str]] = lambda _key: {}
    key_parameter: str = ""
