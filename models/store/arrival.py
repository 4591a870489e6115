"""What a load brings to the database: checked frames, what was set aside, and the counts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from models.ledger import Load
from models.store.listing import ReadAgain


@dataclass(frozen=True)
class Counts:
    """Rows and pence of one file. Rows in = loaded + set aside + not data; pence in = loaded + set aside."""

    rows_in: int
    rows_set_aside: int
    rows_not_data: int
    pence_in: int
    pence_set_aside: int

    @classmethod
    def of(cls, load: Load) -> "Counts":
        """Return the counts of a load on record."""
        return cls(
            load.rows_in,
            load.rows_set_aside,
            load.rows_not_data,
            load.pence_in,
            load.pence_set_aside,
        )

    @property
    def rows_loaded(self) -> int:
        """Rows that reached the database."""
        return self.rows_in - self.rows_set_aside - self.rows_not_data

    @property
    def pence_loaded(self) -> int:
        """What those rows are worth."""
        return self.pence_in - self.pence_set_aside

    def shape(self) -> dict[str, int]:
        """Return the counts in the documented shape."""
        return {
            "rows_in": self.rows_in,
            "rows_loaded": self.rows_loaded,
            "rows_set_aside": self.rows_set_aside,
            "rows_not_data": self.rows_not_data,
            "pence_in": self.pence_in,
            "pence_loaded": self.pence_loaded,
            "pence_set_aside": self.pence_set_aside,
        }


@dataclass(frozen=True)
class Slot:
    """The part of a source that a file replaces, and how far it had come when the file was read."""

    authority: str
    feed: str
    source: str
    slot: str
    seq: int


@dataclass(frozen=True)
class Edition:
    """One file as received: its bytes by digest, the publisher's day, and whether it is the whole.

    ``adapter`` names what read it, ``loaded_on`` the day of the run. ``is_by_hand``: a person gave it;
    otherwise it is what the profile's source had to give. ``corrects`` is the load whose rows, set
    aside, it brings back.
    """

    snapshot: str
    path: str
    size: int
    file: str
    adapter: str
    loaded_on: date
    edition_on: date | None
    complete: bool
    is_by_hand: bool = False
    corrects: int | None = None


@dataclass(frozen=True)
class Arrival:
    """A staged load.

    ``frames`` yields the checked frames of a feed in file order, with columns ``row_no`` and
    ``row_hash`` beside the canonical ones. ``set_aside`` has row_no, line_no, column, value,
    expectation, likely_cause and pence; ``findings`` the same but pence; ``checks`` has expectation,
    column, severity, rows and failed. ``refused`` names what the rows set aside were about: the
    references of agreements, the ``key_hash`` of other feeds; it is listed, so it has not ended.
    ``closes`` has the row numbers, in the load that it corrects, of the rows that a correction closes.
    ``lines`` yields the whole file as text, whatever its rows were read from it.
    """

    slot: Slot
    edition: Edition
    digest: str
    columns: tuple[str, ...]
    counts: Counts
    parts: bool
    feeds: tuple[str, ...]
    frames: Callable[[str], Iterator[pd.DataFrame]]
    set_aside: pd.DataFrame
    findings: pd.DataFrame
    checks: pd.DataFrame
    refused: tuple[str | int, ...] = ()
    closes: tuple[int, ...] = ()
    lines: Callable[[], Iterator[str]] = lambda: iter(())


@dataclass(frozen=True)
class Publication:
    """The load that publishes, as every table of it needs it.

    ``history`` are the source's loads before it, standing or not; ``read_again`` reads their files.
    """

    connection: Connection
    slot: Slot
    snapshot: str
    load_no: int
    edition_on: date
    complete: bool
    history: tuple[Load, ...]
    read_again: ReadAgain
    refused: tuple[str | int, ...] = ()
