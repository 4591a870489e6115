"""A pack as an accessible workbook: a cover, contents, notes, and one table a sheet with its title in A1.

A sheet holds the whole of its table, what the page shows first; amounts are in pounds, days are days, and an
empty cell is not recorded. What looks like a formula or a link is text. The same pack makes the same bytes.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count
from typing import Any

import numpy as np
import pandas as pd
from gptables import Cover
from gptables.core.gptable import FormatList
from gptables.core.wrappers import GPWorkbook, GPWorksheet

from commissioning.money import PENCE_IN_A_POUND
from commissioning.packs.forms.values import PENCE, file_name, holds_money
from commissioning.packs.inputs import Pack
from commissioning.packs.tables import Column, Kind, Table, is_missing, worded
from commissioning.packs.wording import visible

MOST_ROWS = 50_000  # of a sheet: a longer table is whole in its CSV
MOST_CHARACTERS = 32_000  # of a cell: Excel refuses 32,768
MOST_HEADING = 200  # of a column: Excel refuses 256
MOST_NAME = 31  # characters that Excel allows a sheet's name
WIDTHS = (11, 60)
FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "money": "#,##0.00",
    "exact_money": "#,##0.00",
    "score": "#,##0.0#",
    "day": "d mmmm yyyy",
    "share": "0.0%",
}
# Text is all that a cell holds, whatever it looks like.
AS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
NUMBERS: tuple[Kind, ...] = ("count", "money", "exact_money", "score", "share")
OURS = ("cover", "contents", "notes")  # sheets beside those of the tables
EMPTY = "An empty cell means that it is not recorded."
ONE_TABLE = "This worksheet contains one table."
LEFT = {"align": "left"}
LINK = {"underline": True, "font_color": "blue"}
HEADINGS_ROW = 2  # after the title and the instructions

Look = dict[str, Any]  # as xlsxwriter has it


@dataclass(frozen=True)
class _Sheet:
    """One table as its sheet has it: the cells of each column, and how they look beside the theme.

    The first column of one that ``leads`` has links to the sheets it names.
    """

    name: str
    title: str
    instructions: str
    columns: dict[str, list[Any]]
    looks: list[Look]
    leads: bool = False


def workbook(pack: Pack, *, made_on: date) -> bytes:
    """Return the workbook of a pack; ``made_on`` is the day that it tells, which its properties give too."""
    sheets = dict(_sheets(list(pack.tables.values())))
    written = io.BytesIO()
    book = GPWorkbook(written, AS_TEXT)  # xlsxwriter writes to any file
    cover = Cover(
        title=_text(pack.title),
        intro=[_text(f"{name}: {value}") for name, value in pack.about],
        about=[_text(pack.headline), _text(EMPTY)],
    )
    book.add_worksheet(cover.cover_label).write_cover(cover)
    _write_contents(book, sheets)
    _write_notes(book, pack.notes)
    for label, sheet in sheets.items():
        made = _write(book, label, sheet)
        for at, width in enumerate(_widths(sheet)):
            made.set_column(at, at, width)
    noon = datetime(made_on.year, made_on.month, made_on.day, 12)  # noqa: DTZ001  # no time of anybody's
    book.set_properties({"title": _plain(pack.title), "created": noon})
    book.close()
    return written.getvalue()


def _write_contents(book: GPWorkbook, sheets: dict[str, _Sheet]) -> None:
    titles = [sheet.title for sheet in sheets.values()]
    columns = {"Sheet name": list(sheets), "Table description": titles}
    contents = ("contents_table", "Table of contents", ONE_TABLE, columns, [LEFT, LEFT])
    made = _write(book, "Contents", _Sheet(*contents, leads=True))
    made.set_column(0, 0, MOST_NAME)
    made.set_column(1, 1, 90)


def _write_notes(book: GPWorkbook, notes: Sequence[str]) -> None:
    numbers, texts = list(range(1, len(notes) + 1)), [_plain(note) for note in notes]
    columns: dict[str, list[Any]] = {"Note number": numbers, "Note": texts}
    made = _write(book, "Notes", _Sheet("notes_table", "Notes", ONE_TABLE, columns, [LEFT, LEFT]))
    made.set_column(1, 1, 110)


def _write(book: GPWorkbook, label: str, sheet: _Sheet) -> GPWorksheet:
    """Write a table to a sheet of its own as gptables lays one out, and return the sheet.

    Its own way of writing makes a look for every cell, and takes ten times as long.
    """
    theme, made = book.theme, book.add_worksheet(label)
    made.write_string(0, 0, sheet.title, book.add_format(theme.title_format))
    made.write_string(1, 0, sheet.instructions, book.add_format(theme.instructions_format))
    heads = [book.add_format({**theme.column_heading_format, **look}) for look in sheet.looks]
    looks = [book.add_format({**theme.data_format, **look}) for look in sheet.looks]
    linked = book.add_format({**theme.index_2_format, **LEFT, **LINK})
    made.write_row(HEADINGS_ROW, 0, sheet.columns)
    rows = zip(*sheet.columns.values(), strict=True)
    last = HEADINGS_ROW
    for last, cells in enumerate(rows, start=HEADINGS_ROW + 1):
        for at, (cell, look) in enumerate(zip(cells, looks, strict=True)):
            if sheet.leads and not at:
                made.write_url(last, at, f"internal:'{cell}'!A1", linked, cell)
            else:
                made.write(last, at, cell, look)
    made.add_table(
        *(HEADINGS_ROW, 0, last, len(sheet.columns) - 1),
        {
            "autofilter": False,
            "columns": [
                {"header": heading, "header_format": head}
                for heading, head in zip(sheet.columns, heads, strict=True)
            ],
            "style": None,
            "name": sheet.name,
        },
    )
    return made


def _sheets(tables: list[Table]) -> Iterator[tuple[str, _Sheet]]:
    """Yield the sheet of each table under a name of its own."""
    taken = set(OURS)
    for table in tables:
        name = file_name(table.name)
        shortened = (f"{name[: MOST_NAME - 4]}_{number}" for number in count(2))
        label = next(one for one in chain([name[:MOST_NAME]], shortened) if one not in taken)
        taken.add(label)
        yield label, _sheet(table)


def _sheet(table: Table) -> _Sheet:
    columns = list(_columns(table))
    shown = table.frame.iloc[:MOST_ROWS].to_dict("records")
    cells = {
        heading: [_cell(row, column, is_first=not at) for row in shown]
        for at, (heading, column) in enumerate(columns)
    }
    if not shown:
        cells = {heading: [None if at else "No row"] for at, (heading, _) in enumerate(columns)}
    instructions = f"{ONE_TABLE} {EMPTY}"
    if len(table.frame) > MOST_ROWS:
        instructions += (
            f" It has the first {MOST_ROWS:,} of {len(table.frame):,} rows; "
            f"all are in {file_name(table.name)}.csv, which comes with this workbook."
        )
    return _Sheet(
        name=f"table_{file_name(table.name)}",
        title=_plain(table.caption),
        instructions=instructions,
        columns=cells,
        looks=[_look(at, column, cells[heading]) for at, (heading, column) in enumerate(columns)],
    )


def _columns(table: Table) -> Iterator[tuple[str, Column]]:
    """Yield each column with a heading of its own: as the page shows them, then what else the table holds."""
    shown = {column.name for column in table.columns}
    others = [str(name) for name in table.frame.columns if name not in shown]
    further = (Column(name, _heading(name), _kind(table.frame[name])) for name in others)
    headings: set[str] = set()
    for column in (*table.columns, *further):
        heading = " ".join(_plain(column.heading).split())[:MOST_HEADING] or column.name
        if heading.casefold() in headings:
            heading = f"{heading} ({column.name})"
        headings.add(heading.casefold())
        yield heading, column


def _heading(name: str) -> str:
    """Return a column's name as a heading; that it is in pounds goes without saying."""
    words = [word for word in name.split("_") if word != PENCE]
    return " ".join(words).capitalize() or name


def _kind(cells: "pd.Series[Any]") -> Kind:
    """Return the kind of a column that the page does not show."""
    if holds_money(str(cells.name)):
        return "money"
    if pd.api.types.is_datetime64_any_dtype(cells):
        return "day"
    if pd.api.types.is_bool_dtype(cells):
        return "text"
    if pd.api.types.is_integer_dtype(cells):
        return "count"
    return "score" if pd.api.types.is_float_dtype(cells) else "text"


def _look(at: int, column: Column, cells: list[Any]) -> Look:
    """Return how a column looks: numbers stand at the right, but not those that name the row."""
    number = FORMATS.get(column.kind)
    has_number = column.kind in NUMBERS and any(cell is not None for cell in cells)
    side = {"align": "right" if at and has_number else "left"}
    form = {"num_format": number} if number else {"num_format": "@", "quote_prefix": True}
    return {**side, **form, "valign": "top"}


def _cell(row: dict[Any, Any], column: Column, *, is_first: bool) -> Any:
    """Return one cell: a number, a day or text; the first of a row is never empty, for it names the row."""
    value = row[column.name]
    if is_missing(value):
        return _plain(column.missing) if is_first else None
    match column.kind:
        case "money" | "exact_money":
            return int(value) / PENCE_IN_A_POUND
        case "count":
            return int(value)
        case "score" | "share":
            return float(value)
        case "day":
            return date(value.year, value.month, value.day)
        case _:
            if isinstance(value, (bool, np.bool_)):
                return "Yes" if value else "No"
            if isinstance(value, (list, tuple)):
                return _plain("; ".join(map(str, value)))
            return _plain(worded(value, column.kind))


def _text(text: str) -> FormatList:
    """Return text with a look of its own, by which gptables leaves it as it is: no link in it is one."""
    return FormatList([{}, _plain(text)])


def _plain(text: str) -> str:
    """Return text as a cell holds it: nothing unseen in it, no sign of a reference, not too long."""
    seen = visible(text).replace("$$", "$ $")
    return seen if len(seen) <= MOST_CHARACTERS else f"{seen[:MOST_CHARACTERS]}…"


def _widths(sheet: _Sheet) -> list[int]:
    """Return how wide each column is: as its longest cell, within bounds."""
    least, most = WIDTHS
    return [
        min(most, max(least, len(heading), *(len(str(cell)) for cell in cells)) + 2)
        for heading, cells in sheet.columns.items()
    ]
