"""A pack as an accessible workbook: a cover, contents, notes, and one table a sheet with its title in A1.

A sheet holds the whole of its table, what the page shows first; amounts are in pounds, days are days, and an
empty cell is not recorded. What looks like a formula or a link is text. The same pack makes the same bytes.
"""

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, count
from typing import Any

import numpy as np
import pandas as pd
from gptables import Cover, GPTable, produce_workbook
from gptables.core.gptable import FormatList

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
OURS = ("cover", "contents", "notes")  # sheets beside those of the tables
EMPTY = "An empty cell means that it is not recorded."


def workbook(pack: Pack, *, made_on: date) -> bytes:
    """Return the workbook of a pack; ``made_on`` is the day that it tells, which its properties give too."""
    sheets = dict(_sheets(list(pack.tables.values())))
    notes = pd.DataFrame(
        {"reference": range(len(pack.notes)), "Note": [_text(note) for note in pack.notes]}
    )
    written = io.BytesIO()
    with warnings.catch_warnings():
        # It warns of every empty cell and of notes that no table refers to; both are meant.
        warnings.simplefilter("ignore")
        made = produce_workbook(
            written,  # xlsxwriter writes to any file
            sheets,
            cover=Cover(
                title=_text(pack.title),
                intro=[_text(f"{name}: {value}") for name, value in pack.about],
                about=[_text(pack.headline), _text(EMPTY)],
            ),
            notes_table=notes,
            auto_width=False,
            workbook_options=AS_TEXT,
        )
    noon = datetime(made_on.year, made_on.month, made_on.day, 12)  # noqa: DTZ001  # no time of anybody's
    made.set_properties({"title": _plain(pack.title), "created": noon})
    for sheet in made.worksheets():
        table = sheets.get(sheet.name)
        for at, width in enumerate(_widths(table.table) if table else ()):
            sheet.set_column(at, at, width)
    made.get_worksheet_by_name("Contents").set_column(0, 0, MOST_NAME)
    made.get_worksheet_by_name("Contents").set_column(1, 1, 90)
    made.get_worksheet_by_name("Notes").set_column(1, 1, 110)
    made.close()
    return written.getvalue()


def _sheets(tables: list[Table]) -> Iterator[tuple[str, GPTable]]:
    """Yield the sheet of each table under a name of its own."""
    taken = set(OURS)
    for table in tables:
        name = file_name(table.name)
        shortened = (f"{name[: MOST_NAME - 4]}_{number}" for number in count(2))
        label = next(one for one in chain([name[:MOST_NAME]], shortened) if one not in taken)
        taken.add(label)
        yield label, _sheet(table)


def _sheet(table: Table) -> GPTable:
    columns = list(_columns(table))
    shown = table.frame.iloc[:MOST_ROWS].to_dict("records")
    cells = {
        heading: [_cell(row, column, is_first=not at) for row in shown]
        for at, (heading, column) in enumerate(columns)
    }
    if not shown:
        cells = {
            heading: [None if at else _text("No row")] for at, (heading, _) in enumerate(columns)
        }
    instructions = f"This worksheet contains one table. {EMPTY}"
    if len(table.frame) > MOST_ROWS:
        instructions += (
            f" It has the first {MOST_ROWS:,} of {len(table.frame):,} rows; "
            f"all are in {file_name(table.name)}.csv, which comes with this workbook."
        )
    return GPTable(
        table=pd.DataFrame(cells, dtype="object"),
        table_name=f"table_{file_name(table.name)}",
        title=[{}, _plain(table.caption)],
        instructions=instructions,
        additional_formatting=[_format(at, column) for at, (_, column) in enumerate(columns)],
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


def _format(at: int, column: Column) -> dict[str, Any]:
    number = FORMATS.get(column.kind)
    look = {"num_format": number} if number else {"num_format": "@", "quote_prefix": True}
    return {"column": {"columns": [at], "format": {**look, "valign": "top"}}}


def _cell(row: dict[Any, Any], column: Column, *, is_first: bool) -> Any:
    """Return one cell: a number, a day or text; the first of a row is never empty, for it names the row."""
    value = row[column.name]
    if is_missing(value):
        return _text(column.missing) if is_first else None
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
                return _text("Yes" if value else "No")
            if isinstance(value, (list, tuple)):
                return _text("; ".join(map(str, value)))
            return _text(worded(value, column.kind))


def _text(text: str) -> FormatList:
    """Return text with a format of its own, by which gptables leaves it as it is: no link in it is one."""
    return FormatList([{}, _plain(text)])


def _plain(text: str) -> str:
    """Return text as a cell holds it: nothing unseen in it, no sign of a reference, not too long."""
    seen = visible(text).replace("$$", "$ $")
    return seen if len(seen) <= MOST_CHARACTERS else f"{seen[:MOST_CHARACTERS]}…"


def _widths(cells: pd.DataFrame) -> list[int]:
    """Return how wide each column is: as its longest cell, within bounds."""
    least, most = WIDTHS
    return [
        min(most, max(least, len(str(name)), *(_length(cell) for cell in cells[name])) + 2)
        for name in cells
    ]


def _length(cell: Any) -> int:
    return len(cell.string) if hasattr(cell, "string") else len(str(cell))
