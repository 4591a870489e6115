"""Published columns into canonical ones: each cell typed by the feed's parsers, each fault named.

Nothing is guessed. A cell that cannot be read is missing in the frame and stands in the problems
with its text, what was expected and the likely cause.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.dates import financial_year, parse_days
from commissioning.identifiers import CAUSES, CHARITY, COMPANY, identified
from commissioning.money import parse_pence
from models.feeds import DTYPES, Column, Feed, Kind

if TYPE_CHECKING:
    pass

Severity = Literal["critical", "warning"]
Mask = npt.NDArray[np.bool_]
Faults = list[tuple[Mask, str, Severity, str]]

ISO_DAY = ("%Y-%m-%d",)
# A spreadsheet's own words are the latter two.
YES_NO = {"yes": True, "no": False, "true": True, "false": False}
# Days that systems write for "no end date": SQL's and Excel's first days and the calendar's last.
PLACEHOLDER_DAYS = ("0001-01-01", "1900-01-01", "1904-01-01", "9999-12-31")
# "Sub-total: Place" and "TOTAL FOR 2024"; not "Totally Local Ltd".
TOTAL = re.compile(r"(grand\s|sub[-\s]?)?totals?([\s:(].*)?", re.IGNORECASE | re.DOTALL)
PROBLEM_TEXTS = ("column", "value", "expectation", "severity", "likely_cause")
PROBLEM_DTYPES = {"row_no": "int64", **dict.fromkeys(PROBLEM_TEXTS, "str")}


@dataclass(frozen=True)
class Cell:
    """How one published column becomes a canonical one.

    ``not_recorded`` are the texts (in any case) that mean nothing is recorded: a finding where a
    day, money or a number belongs, no finding in text. ``choices`` turns published words into
    fixed values, ``""`` meaning not recorded. ``unreadable`` and ``empty`` are the severities of a
    cell that cannot be read and of one that says nothing; None asks for no finding. An ``optional``
    column may be absent from the file. ``scheme`` is the list that a column of bare numbers is of:
    GB-COH for company numbers.
    """

    published: str
    day_formats: tuple[str, ...] = ISO_DAY
    not_recorded: frozenset[str] = frozenset()
    choices: Mapping[str, str] = field(default_factory=dict)
    unreadable: Severity = "critical"
    empty: Severity | None = None
    optional: bool = False
    scheme: str = ""


def typed(
    published: pd.DataFrame,
    cells: Mapping[str, Cell],
    feed: Feed,
    constants: Mapping[str, str] = {},
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the canonical frame of ``feed``, every column present, and the problems found.

    ``cells`` and ``constants`` go by the canonical file's column names. A column with neither, or
    an optional one that the file does not have, is missing throughout.
    """
    columns: dict[str, pd.Series] = {}
    problems = []
    for column in feed.columns:
        cell = cells.get(column.name)
        if column.name in constants:
            values = pd.Series(constants[column.name], index=published.index, dtype="str")
        elif cell is None or (cell.optional and cell.published not in published):
            values = pd.Series(None, index=published.index, dtype=DTYPES[column.kind])
        else:
            values, faults = _column(published, cell, column)
            problems.append(faults)
        columns[column.frame_name] = values
    return pd.DataFrame(columns, index=published.index), joined(problems)


def _column(published: pd.DataFrame, cell: Cell, column: Column) -> tuple[pd.Series, pd.DataFrame]:
    """Read one column: each distinct text once, then every row by its text."""
    codes, distinct = pd.factorize(published[cell.published])
    text = pd.Series(distinct, dtype="str").str.strip()
    nothing = (text == "").to_numpy(dtype=bool)
    told_so = text.str.casefold().isin([word.casefold() for word in cell.not_recorded]).to_numpy()
    text = text.mask(told_so, "")

    read = _identifier if column.identifies else _READERS[column.kind]
    values, faults = read(text, cell, column)
    missing: Severity = cell.empty or "warning"
    if column.kind not in ("text", "texts"):
        faults.append(
            (
                told_so,
                "is_recorded",
                missing,
                "Fill it in: this is written here for what is not recorded.",
            )
        )
    elif cell.empty:
        nothing = nothing | told_so
    if cell.empty:
        faults.append((nothing, "is_recorded", cell.empty, "Fill it in: the cell was left empty."))

    problems = [
        found(published, mask[codes], cell.published, expectation, severity, cause)
        for mask, expectation, severity, cause in faults
        if mask.any()
    ]
    values = values.take(codes)
    values.index = published.index
    return values, joined(problems)


def _text(text: pd.Series, cell: Cell, column: Column) -> tuple[pd.Series, Faults]:
    return text.where(text != ""), []


def _identifier(text: pd.Series, cell: Cell, column: Column) -> tuple[pd.Series, Faults]:
    read = identified(text, cell.scheme)
    expectation = IDENTIFIERS.get(cell.scheme, "identifies_an_organisation")
    faults: Faults = [
        ((read["fault"] == fault).to_numpy(), expectation, cell.empty or "warning", CAUSES[fault])
        for fault in read["fault"].unique()
        if fault
    ]
    return read["identifier"], faults


def _choice(text: pd.Series, cell: Cell, column: Column) -> tuple[pd.Series, Faults]:
    known = cell.choices or {choice: choice for choice in column.choices}
    values = text.map({**known, "": ""}).astype("str")
    unread = values.isna()
    in_other_case = {choice.casefold(): choice for choice in known}
    meant = text.str.casefold().map(in_other_case).where(unread)
    faults: Faults = [
        (
            (unread & meant.isna()).to_numpy(dtype=bool),
            "one_of",
            cell.unreadable,
            f"Write one of {', '.join(known)}.",
        )
    ]
    for choice in meant.dropna().unique():
        mask = (meant == choice).to_numpy(dtype=bool)
        faults.append((mask, "one_of", cell.unreadable, f"Write it as {choice}."))
    return values.where(values != ""), faults


def _yes_no(text: pd.Series, cell: Cell, column: Column) -> tuple[pd.Series, Faults]:
    values = text.str.casefold().map(YES_NO).astype("boolean")
    unread = (values.isna() & (text != "")).to_numpy(dtype=bool)
    cause = "Write yes or no; of other words only true and false are read."
    return values, [(unread, "is_yes_or_no", cell.unreadable, cause)]


def _day(text: pd.Series, cell: Cell, column: Column) -> tuple[pd.Series, Faults]:
    # A spreadsheet turns typed days into real ones, which arrive as ISO days whatever the source declares.
    formats = tuple(dict.fromkeys((*cell.day_formats, *ISO_DAY)))
    written = [_written(day, form) for day in PLACEHOLDER_DAYS for form in formats]
    days, unreadable = parse_days(text, formats)
    first_days = pd.to_datetime(list(PLACEHOLDER_DAYS[1:3]))
    placeholder = (text.isin(written) | days.isin(first_days)).to_numpy(dtype=bool)
    example = " or ".join(day_examples([cell], "2022-07-31"))
    unread = unreadable.to_numpy(dtype=bool) & ~placeholder
    number = unread & text.str.fullmatch(r"[0-9]{5}(\.0*)?").to_numpy(dtype=bool)
    otherwise = f"Write the day as {example}: it is mistyped, or written in another way."
    as_number = (
        "A spreadsheet's number for a day; format the column as a date, "
        f"or write the day as {example}."
    )
    return days.mask(placeholder), [
        (placeholder, "placeholder_day", cell.empty or "warning", "A system's day for no day."),
        (unread & ~number, "is_a_day", cell.unreadable, otherwise),
        (number, "is_a_day", cell.unreadable, as_number),
    ]


def day_examples(cells: Iterable[Cell], day: str) -> list[str]:
    """Return an ISO day as it may be written in such cells; forms with a time of day are a system's own."""
    forms = dict.fromkeys(form for cell in cells for form in cell.day_formats if "%H" not in form)
    return [_written(day, form) for form in forms]


def _money(text: pd.Series, cell: Cell, column: Column) -> tuple[pd.Series, Faults]:
    pence, reason = parse_pence(text, negative=column.negative)
    faults: Faults = []
    for why in reason.dropna().unique():
        expectation = why if why == "currency_missing" else "is_money"
        mask = (reason == why).to_numpy(dtype=bool)
        faults.append((mask, expectation, cell.unreadable, MONEY_CAUSES[why]))
    return pence, faults


def _integer(text: pd.Series, cell: Cell, column: Column) -> tuple[pd.Series, Faults]:
    sign = "-?" if column.negative else ""
    whole = text.str.fullmatch(f"{sign}[0-9]{{1,9}}").to_numpy(dtype=bool)
    cause = "Write a whole number, in digits alone."
    values = text.where(whole).astype("float64").astype("Int64")
    return values, [(~whole & (text != "").to_numpy(), "is_whole_number", cell.unreadable, cause)]


def _number(text: pd.Series, cell: Cell, column: Column) -> tuple[pd.Series, Faults]:
    plain = text.str.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,17})?").to_numpy(dtype=bool)
    cause = "Write a plain number, such as 12.5; leave a suppressed value empty."
    values = text.where(plain).astype("float64")
    return values, [(~plain & (text != "").to_numpy(), "is_a_number", cell.unreadable, cause)]


_READERS: dict[Kind, Callable[[pd.Series, Cell, Column], tuple[pd.Series, Faults]]] = {
    **{"text": _text, "texts": _text, "choice": _choice, "day": _day},
    **{"money": _money, "integer": _integer, "number": _number, "yes_no": _yes_no},
}
IDENTIFIERS = {COMPANY: "is_a_company_number", CHARITY: "is_a_charity_number"}
MONEY_CAUSES = {
    "not_an_amount": "Words, an exponent, or commas and points the wrong way round.",
    "currency_missing": "The £ sign was lost from a number with a unit letter; it is not guessed.",
    "other_currency": "The amount is in another currency.",
    "fraction_of_a_penny": "A rate or an unrounded result was exported where an amount belongs.",
    "negative_amount": "A credit or a correction stands where only a whole value belongs.",
    "too_large": "Digits were run together, or an identifier stands in the column.",
}


def _written(day: str, form: str) -> str:
    """Write an ISO day in a format; strftime drops the zeros of the year 1."""
    return form.replace("%Y", day[:4]).replace("%m", day[5:7]).replace("%d", day[8:])


def as_published(published: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Return, as JSON by column, the raw text of the day cells that are not plain ISO days."""
    kept: dict[int, dict[str, str]] = {}
    for column in columns:
        if column not in published:
            continue
        codes, distinct = pd.factorize(published[column])
        text = pd.Series(distinct, dtype="str").str.strip()
        _, unreadable = parse_days(text, ISO_DAY)
        plain = text.str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}") & ~unreadable
        odd = ((text != "") & (~plain | text.isin(PLACEHOLDER_DAYS))).to_numpy(dtype=bool)
        for position in np.flatnonzero(odd[codes]):
            kept.setdefault(int(position), {})[column] = distinct[codes[position]]
    texts = pd.Series(None, index=published.index, dtype="object")
    if kept:
        texts.iloc[list(kept)] = [json.dumps(cells, ensure_ascii=False) for cells in kept.values()]
    return texts.astype("str")


def financial_years(days: pd.Series, start: tuple[int, int]) -> pd.Series:
    """Return the financial year of each day, missing where the day is."""
    codes, distinct = pd.factorize(days)
    labels = pd.Series([*(financial_year(day, start) for day in distinct), np.nan], dtype="str")
    return labels.take(codes % len(labels)).set_axis(days.index)  # -1, no day, is the last label


def found(
    published: pd.DataFrame,
    where: "pd.Series[bool] | Mask",
    column: str,
    expectation: str,
    severity: Severity,
    likely_cause: str | pd.Series,
) -> pd.DataFrame:
    """Return one problem for each row that ``where`` marks, with the text found in ``column``.

    A ``likely_cause`` that differs by row is a column over the same rows.
    """
    rows = np.flatnonzero(np.asarray(where, dtype=bool))
    cause = likely_cause if isinstance(likely_cause, str) else likely_cause.iloc[rows].to_numpy()
    return pd.DataFrame(
        {
            "row_no": published.index[rows],
            "column": column,
            "value": published[column].iloc[rows].to_numpy(),
            "expectation": expectation,
            "severity": severity,
            "likely_cause": cause,
        }
    ).astype(PROBLEM_DTYPES)


def joined(problems: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the problems of several checks as one frame, in the order of the file."""
    some = [problem for problem in problems if len(problem)]
    if not some:
        return pd.DataFrame({name: pd.Series(dtype=d) for name, d in PROBLEM_DTYPES.items()})
    return pd.concat(some).sort_values("row_no", kind="stable", ignore_index=True)


def without_totals(
    published: pd.DataFrame, money: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of data, and row_no and reason of the totals: money and at most the word for it."""
    words = pd.Series("", index=published.index, dtype="str")
    for column in published.columns:
        if column not in (*money, "_line"):
            text = published[column].loc[words.index].str.strip()
            alone = (words == "") | (text == "")
            words = words[alone] + text[alone]
    totals = words[(words == "") | words.str.fullmatch(TOTAL)].index
    reasons = pd.Series("a total: money and nothing else", index=totals, dtype="str")
    not_data = pd.DataFrame({"row_no": totals.astype("int64"), "reason": reasons.to_numpy()})
    data = published.drop(index=totals) if len(totals) else published
    return data, not_data.astype({"reason": "str"})
