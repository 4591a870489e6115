"""How a return form is laid out: what stands on its sheets, and the letters that show what was changed.

Every cell that is given has three letters in the last column of its row, made from what it says and from whose
form it is. They tell which given cell was changed, and a row that was brought from another form.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import pandas as pd

from commissioning.dates import parse_days
from commissioning.ingest.correction import LETTERS, guarded, unguarded
from commissioning.ingest.workbook import number_text

COVER, ROWS, DEFINITIONS = "Cover", "Return", "Definitions"

GIVEN = {
    "reference": "Reference",
    "title": "Agreement title",
    "measure": "Measure",
    "kind": "Kind",
    "unit": "Unit",
    "direction": "Direction",
    "target": "Target",
    "starts_on": "Starts on",
    "ends_on": "Ends on",
    "due_on": "Due on",
}
FIGURES = {"value": "Value", "numerator": "Numerator", "denominator": "Denominator"}
COMMENT = "Comment"
PREVIOUS = (
    *("Value one period before", "Value two periods before"),
    *("Value three periods before", "Value four periods before"),
)
CODE = "Row code"
HEADER = (*GIVEN.values(), *FIGURES.values(), COMMENT, *PREVIOUS, CODE)
# By these the sheet and its header are found, whatever the sheet is called and whatever stands above.
LANDMARKS = frozenset({GIVEN["reference"], GIVEN["measure"], FIGURES["value"], CODE})

DAYS, NUMBERS = ("starts_on", "ends_on", "due_on"), ("target",)
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")

KINDS = {
    "how_much": "How much was done",
    "how_well": "How well it was done",
    "better_off": "Whether anyone is better off",
}
DIRECTIONS = {"higher": "Higher is better", "lower": "Lower is better"}
NOT_RECORDED = "Not recorded"
NO_RETURN = "No return"

LETTERS_EACH = 3
FORM_LETTERS = 8
BETWEEN = "-"
_EACH = rf"[{LETTERS}]{{{LETTERS_EACH}}}"
MARK = re.compile(rf"{_EACH}(?:{BETWEEN}{_EACH}){{{len(GIVEN) - 1}}}")


@dataclass(frozen=True)
class Whose:
    """Whose form it is and for which period, as its cover says."""

    authority: str
    provider: str
    provider_code: str
    period: str
    label: str

    @property
    def key(self) -> str:
        """What every letter of the form is made from, beside its own cell."""
        return "\0".join(map(plain, (self.authority, self.provider_code, self.period)))

    @property
    def code(self) -> str:
        """The letters on the cover, which show that it was not changed."""
        return letters(FORM_LETTERS, self.key, plain(self.provider), plain(self.label))


# What the cover says of itself, by the heading of its row.
COVER_ROWS = {
    "authority": "Authority code",
    "provider": "Provider",
    "provider_code": "Provider code",
    "period": "Period code",
    "label": "Period",
}
FORM_CODE = "Form code"


def letters(count: int, *parts: str) -> str:
    """Return letters that stand for some texts: no word, and nothing that a spreadsheet takes for a number."""
    digest = sha256("\0".join(parts).encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:count])


def row_code(cells: Mapping[str, str], whose: str) -> str:
    """Return a row's code: the letters of each given cell, in the order of ``GIVEN``."""
    return BETWEEN.join(letters(LETTERS_EACH, whose, name, plain(cells[name])) for name in GIVEN)


def plain(text: str) -> str:
    """Return a cell's text as its letters see it: without what saving a workbook may do to blanks."""
    return " ".join(unguarded(text.strip()).split())


def as_given(name: str, value: object) -> str:
    """Return what a given cell says, as it is read back: a day as ISO, a number in plain digits."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return NOT_RECORDED
    if name in DAYS:
        return pd.Timestamp(str(value)).date().isoformat()
    if name in NUMBERS:
        return number_text(float(str(value)))
    words = {"kind": KINDS, "direction": DIRECTIONS}.get(name, {})
    return guarded(words.get(str(value), str(value)), formulas=True)


def as_read(name: str, text: pd.Series) -> pd.Series:
    """Return what given cells say as they come back, a day or a number typed anew as it was."""
    read = text.map(plain)
    if name in DAYS:
        days, _ = parse_days(text, DAY_FORMATS)
        read = days.dt.strftime("%Y-%m-%d").fillna(read)
    if name in NUMBERS:
        numbers = pd.to_numeric(text, errors="coerce")
        read = numbers.map(number_text, na_action="ignore").fillna(read)
    return read.astype("str")
