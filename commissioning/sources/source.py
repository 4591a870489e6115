"""What a source is: one published dataset, how its files are written and how its rows are read."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

import pandas as pd

from commissioning.ingest.mapping import Cell, joined
from commissioning.ingest.reader import Layout, open_table
from models.feeds import FEEDS, Feed


@dataclass(frozen=True)
class Parsed:
    """One chunk of a file, read: canonical frames and what was found wrong on the way.

    ``frames`` holds one typed frame for each canonical feed, indexed by ``row_no``. A row with a
    ``critical`` problem is still in them, so that its money can be counted: the caller sets the
    ``row_no`` aside in every frame. ``problems`` has row_no, column (its published name), value
    (the text found), expectation, severity and likely_cause. ``not_data`` has row_no and reason;
    its rows are in no frame.
    """

    frames: dict[str, pd.DataFrame]
    problems: pd.DataFrame
    not_data: pd.DataFrame


def every_row_is_data() -> pd.DataFrame:
    """Return the ``not_data`` of a file that has no totals: no rows."""
    none = pd.DataFrame({"row_no": [], "reason": []})
    return none.astype({"row_no": "int64", "reason": "str"})


def all_data(feed: str, frame: pd.DataFrame, *problems: pd.DataFrame) -> Parsed:
    """Return what was read of a file in which every row is data."""
    return Parsed({feed: frame}, joined(problems), every_row_is_data())


class OpenFile(Protocol):
    """A file opened by a source: its header, how many rows it has, and its rows chunk by chunk.

    ``chunks`` yields frames indexed by ``row_no``, from 1, with ``_line``, where each row starts.
    ``not_data``, rows left out as (row_no, line, reason), is complete when they are exhausted.
    """

    @property
    def name(self) -> str:
        """What errors call the file."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""

    @property
    def rows(self) -> int:
        """How many rows it has, by a count that is not the parser's."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of the file as a whole."""

    @property
    def not_data(self) -> list[tuple[int, int, str]]:
        """The rows that carry no data."""

    @property
    def is_workbook(self) -> bool:
        """Whether its days may have been turned round by a spreadsheet program."""

    def chunks(self, rows: int = ...) -> Iterator[pd.DataFrame]:
        """Yield the rows, at most so many at a time; one empty frame where there are none."""


@dataclass(frozen=True)
class AlreadyTold:
    """What is known when a file is read: the day of the run, whose it is, and what earlier loads told.

    ``edition_on`` is the publisher's day of the file, where one is stated. ``releases`` returns, by process, the
    releases in force as JSON, as each load kept them; ``returns`` the monitoring returns in force of some
    agreements, by reference.
    """

    on: date
    releases: Callable[[Sequence[str]], Mapping[str, list[str]]] = lambda _ocids: {}
    returns: Callable[[Sequence[str]], pd.DataFrame] = lambda _references: pd.DataFrame()
    authority: str = ""
    edition_on: date | None = None


NOTHING_TOLD = AlreadyTold(date.max)

CORRECT_FILE = "correct it in the file and load the file again"
CORRECT_RELEASE = (
    "ask the publisher for a corrected release, or write the agreement in a file of our own layout"
)


@dataclass(frozen=True)
class Source:
    """One published dataset.

    ``parse`` takes one chunk of text cells from the reader and knows nothing of other chunks.
    ``cells`` says which published column each canonical one is read from, so that a fault found in
    the frame can be shown where the publisher will look for it.
    ``parts``: rows with one reference are parts of one agreement, and every one is kept.
    ``repeats_kept``: two equal rows are two payments.
    ``opens`` reads a file that is not a table of text cells, with a folder for its temporary files; a
    table is read by its ``layout``.
    ``also`` are other feeds that a file of it may be loaded as: it is the same load. ``key`` tells its rows
    apart where the feed's own key does not. ``beside`` puts what earlier loads told beside a chunk;
    ``modules`` name what else reads it, so that a load tells when they change.
    ``reads`` are files beside them that say how. ``only_adds``: no file of it is the whole of anything.
    ``in_json`` are names by which its JSON is known, where that has not the table's columns.
    ``made_here`` tells by what is in a file that we wrote it ourselves, where its first sheet is not the table.
    ``keys_of`` names the source whose rows are the same facts, told apart by the same keys; ``remedy`` says what a
    person does about a row that was set aside. ``may_be_empty``: a file without any data is none the worse.
    """

    name: str
    feed: str
    layout: Layout
    required: tuple[str, ...]
    parse: Callable[[pd.DataFrame], Parsed]
    cells: Mapping[str, Cell] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    parts: bool = False
    repeats_kept: bool = False
    opens: Callable[[Path, str, Path | None], OpenFile] | None = None
    only_adds: bool = False
    reads: tuple[Path, ...] = ()
    also: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    beside: Callable[[pd.DataFrame, AlreadyTold], pd.DataFrame] | None = None
    modules: tuple[str, ...] = ()
    in_json: tuple[str, ...] = ()
    made_here: Callable[[Path, str], bool] | None = None
    keys_of: str = ""
    remedy: str = CORRECT_FILE
    may_be_empty: bool = False

    def open(self, path: Path, name: str, *, folder: Path | None = None) -> OpenFile:
        """Return one of the source's files, opened; ``name`` is what errors call it.

        Temporary files go to the ``folder``, or to the system's where none is given.

        Raises BadFile, naming the place and the remedy, when it cannot be read.
        """
        if self.opens:
            return self.opens(path, name, folder)
        return open_table(path, name, self.layout)

    def recognises(self, header: Sequence[str], *, is_json: bool = False) -> bool:
        """Return whether a file with these columns, or names in its JSON, is one of this source's."""
        known = [self.required, self.in_json] if self.in_json and is_json else [self.required]
        return any(set(names) <= set(header) for names in known)

    @property
    def rows_of(self) -> Feed:
        """The feed that its rows are of, with what tells them apart."""
        feed = FEEDS[self.feed]
        return replace(feed, key=self.key) if self.key else feed

    @property
    def counted(self) -> tuple[str, ...]:
        """The feeds whose frames are held to their promises and counted, that of its rows first."""
        return ("agreements" if self.feed == "grants" else self.feed, *self.also)

    def heading(self, frame_name: str) -> str:
        """Return the publisher's name for a column of the frame, or its own where it has none."""
        columns = FEEDS["agreements" if self.feed == "grants" else self.feed].columns
        name = next((c.name for c in columns if c.frame_name == frame_name), frame_name)
        return self.cells[name].published if name in self.cells else name

    @property
    def day_cells(self) -> list[Cell]:
        """How the columns that hold days are read."""
        columns = FEEDS["agreements" if self.feed == "grants" else self.feed].columns
        days = [column.name for column in columns if column.kind == "day"]
        return [self.cells[name] for name in days if name in self.cells]

    def left_out(self, header: Collection[str]) -> list[str]:
        """Return the columns of the frame that a file with this header may leave out, and did.

        A column whose every cell must be recorded is never among them.
        """
        columns = FEEDS["agreements" if self.feed == "grants" else self.feed].columns
        return [
            column.frame_name
            for column in columns
            if (cell := self.cells.get(column.name))
            and cell.optional
            and cell.empty != "critical"
            and cell.published not in header
        ]

    def unknown_columns(self, header: Sequence[str]) -> tuple[str, ...]:
        """Return the columns this source does not know; they are not read, and a note says so."""
        known = {*self.required, *self.optional}
        return tuple(column for column in header if column not in known)
