"""A column map: how one publisher's file becomes the rows of a feed, in TOML that a person can read and amend.

Every key is described in docs/reference/maps.md. A map says what is to be read, never what to do with a cell
that cannot be: nothing is guessed, and a map that nobody has confirmed loads nothing.
"""

import json
import re
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from commissioning.dates import day_in_format
from commissioning.errors import BadFile, RequestError
from commissioning.ingest.layout import Layout
from commissioning.ingest.mapping import Severity
from commissioning.mapping.periods import PERIOD_FORMS
from commissioning.profile_faults import key_problem
from commissioning.profile_tables import Settings, nearest, refused
from commissioning.settings import keys_in
from models.feeds import FEEDS, Feed

REFERENCE = "docs/reference/maps.md"
PREFIX = "map:"
DIGITS = 16  # of the digest: enough to tell any two maps apart
MOST_BYTES = 1_000_000
CONFIRMATION = ("confirmed", "confirmed_by", "confirmed_on")
# 22 November has no other reading; 29 February tells a format that leaves out the year.
WITNESS = {"%d": "22", "%m": "11", "%Y": "2024", "%y": "24", "%b": "Nov", "%B": "November"}
TIMES = {"%H": "16", "%M": "59", "%S": "18"}

# The lists, as org-id.guide names them, that a column of bare numbers may be of.
Scheme = Literal["", "GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-NHS", "GB-UKPRN"]


class MapLayout(Settings):
    """How the file is written."""

    encodings: tuple[str, ...] = Field(default=("utf-8",), min_length=1, strict=False)
    delimiter: str | None = None
    title_rows: int = 0
    header: tuple[str, ...] = Field(default=(), strict=False)
    footer_marks: tuple[str, ...] = Field(default=(), strict=False)
    page_marks: tuple[str, ...] = Field(default=(), strict=False)
    padding: str = ""
    keeps_ragged: bool = False
    multiline_columns: tuple[str, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def can_be_read(self) -> Self:
        """Refuse what the reader would: an unknown encoding, a long delimiter, a name given twice."""
        try:
            self.layout()
        except RequestError as error:
            raise refused(f"is refused: {str(error).removesuffix('.')}", "mend it") from None
        return self

    @field_validator("footer_marks", "page_marks")
    @classmethod
    def marks_say_something(cls, marks: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse an empty mark, which every row would begin with."""
        if not all(mark.strip() for mark in marks):
            raise refused("has an empty mark", "take it out; blank rows are left out anyway")
        return marks

    def layout(self) -> Layout:
        """Return the layout that the reader takes."""
        return Layout(**self.model_dump())


class MapColumn(Settings):
    """Which published column a canonical one is read from, and how its cells are written."""

    published: str = Field(min_length=1)
    day_formats: tuple[str, ...] = Field(default=("%Y-%m-%d",), min_length=1, strict=False)
    period: str | None = None
    not_recorded: tuple[str, ...] = Field(default=(), strict=False)
    choices: dict[str, str] = Field(default={})
    empty: Literal["critical", "warning"] | None = None
    unreadable: Literal["critical", "warning"] = "critical"
    optional: bool = False
    scheme: Scheme = ""

    @field_validator("day_formats")
    @classmethod
    def formats_name_one_day(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse a format that does not give day, month and year."""
        for form in formats:
            if not names_a_day(form):
                raise refused(
                    f"has {form!r}, which does not name one day",
                    "write %d, %m (or %b, %B) and %Y (or %y) as the file does, such as '%d/%m/%Y'",
                )
        return formats

    @field_validator("period")
    @classmethod
    def period_is_known(cls, period: str | None) -> str | None:
        """Refuse a form of period that there is no reader for."""
        if period is not None and period not in PERIOD_FORMS:
            raise refused("is not a form of period", f"use {', '.join(PERIOD_FORMS)}")
        return period


class ColumnMap(Settings):
    """One map, as its TOML says it."""

    feed: str
    title: str = ""
    publisher: str = ""
    licence: str = ""
    confirmed: bool = False
    confirmed_by: str = ""
    confirmed_on: date | None = None
    made_for: tuple[str, ...] = Field(default=(), strict=False)
    parts: bool = False
    other_money: tuple[str, ...] = Field(default=(), strict=False)
    financial_year_start: Literal["04-01", "01-01"] = "04-01"
    layout: MapLayout = Field(default_factory=MapLayout)
    columns: dict[str, MapColumn]
    constants: dict[str, str] = Field(default={})

    @field_validator("feed")
    @classmethod
    def feed_is_known(cls, feed: str) -> str:
        """Refuse a feed that models/feeds.py does not describe."""
        if feed not in FEEDS:
            raise refused("is not a feed", f"use {nearest(feed, FEEDS) or ', '.join(FEEDS)}")
        return feed

    @model_validator(mode="after")
    def columns_are_the_feeds(self) -> Self:
        """Refuse columns the feed has not, keys that do not fit their kind, and what is missing."""
        names = {column.name: column for column in FEEDS[self.feed].columns}
        for name in (*self.columns, *self.constants):
            if name not in names:
                near = nearest(name, names) or ", ".join(names)
                raise refused(f"gives {name}, not a column of {self.feed}", f"use {near}")
        for name in self.constants:
            if name in self.columns:
                raise refused(f"gives {name} as a column and as a constant", "keep one of the two")
        for name, value in self.constants.items():
            choices = names[name].choices
            if names[name].kind not in ("text", "choice") or (choices and value not in choices):
                hint = f"use {', '.join(choices)}" if choices else "read it from a column"
                raise refused(f"gives {name} the constant {value!r}", hint)
        for name, column in self.columns.items():
            if column.period and name != "financial_year":
                raise refused(f"gives {name} a period", "only financial_year is read from one")
            if column.scheme and name != "provider_org_id":
                raise refused(
                    f"gives {name} a scheme", "only provider_org_id is a registered number"
                )
        if missing := self._missing():
            remedy = "add [columns.NAME] with published = 'its heading', or a constant"
            raise refused(f"leaves out {', '.join(missing)}, needed for {self.feed}", remedy)
        return self

    def _missing(self) -> list[str]:
        """Return what every row must have and neither a column nor a constant gives."""
        given = {*self.columns, *self.constants}
        if self.feed != "payments":
            return [name for name in FEEDS[self.feed].required if name not in given]
        missing = [name for name in ("amount_gbp", "basis") if name not in given]
        return missing + ([] if given & {"paid_on", "financial_year"} else ["paid_on"])

    @property
    def name(self) -> str:
        """What the ledger calls whatever read a file by this map: the same for the same meaning."""
        said = self.model_dump(mode="json", exclude=set(CONFIRMATION))
        written = json.dumps(said, sort_keys=True, ensure_ascii=False)
        return PREFIX + sha256(written.encode()).hexdigest()[:DIGITS]

    @property
    def canonical_feed(self) -> Feed:
        """The feed its rows become: grants are agreements."""
        return FEEDS["agreements" if self.feed == "grants" else self.feed]

    @property
    def year_start(self) -> tuple[int, int]:
        """Month and day of the financial year's first day."""
        month, day = self.financial_year_start.split("-")
        return int(month), int(day)

    def severity_of_nothing(self, name: str) -> Severity | None:
        """Return how grave an empty cell is: a payment without an amount cannot be counted."""
        told = self.columns[name].empty
        return "critical" if name == "amount_gbp" and self.feed == "payments" else told


def read_map(path: Path) -> ColumnMap:
    """Return the map in a file, or refuse it, naming the key and what to write instead."""
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        what = f"is {path.stat().st_size:,} bytes, far more than a column map"
        raise BadFile(str(path), what, "name the map, not the file that is to be loaded")
    return map_of(keys_in(path), str(path))


def map_of(keys: dict[str, Any], file: str) -> ColumnMap:
    """Return the map that the keys of a file make."""
    try:
        return ColumnMap.model_validate(keys)
    except ValidationError as invalid:
        first, *others = invalid.errors(include_url=False)
        fault = key_problem(Path(file), first, model=ColumnMap, reference=REFERENCE)
        remedy = f"{fault.remedy} ({len(others)} more)" if others else fault.remedy
        raise BadFile(file, fault.what, remedy, value=fault.value) from None


def names_a_day(form: str) -> bool:
    """Return whether a strptime format gives exactly a day, a month and a year, and perhaps a time."""
    directives = re.findall(r"%.", form)
    if set(directives) - {*WITNESS, *TIMES}:
        return False
    written = form
    for directive, text in (*WITNESS.items(), *TIMES.items()):
        written = written.replace(directive, text)
    return day_in_format(written, form) == date(2024, 11, 22)
