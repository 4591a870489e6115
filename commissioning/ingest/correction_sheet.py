"""The rows that were set aside, written for a person to correct: as CSV, or as a workbook with notes.

Every cell is the text that the publisher wrote. In the workbook all cells are text, so that a spreadsheet
leaves references and days alone; the cells that failed are coloured, and the reason is in words beside them.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from commissioning.errors import BadFile, RequestError, place
from commissioning.ingest.correction import guarded, own_columns
from commissioning.ingest.temporary import this_process

ROWS, NOTES = "rows", "notes"
LONGEST_CELL = 32_767  # of Excel's
MOST_ROWS = 1_048_575  # of Excel's, below the header
WIDTHS = {"least": 8, "most": 40, "reason": 60}
OURS_TINT, FAILED_TINT = "#E7EEF7", "#FFE0B3"


@dataclass(frozen=True)
class Leaf:
    """The rows to be corrected, by ``row_no``: cells as published, and what is said of each row.

    ``failed`` has the columns of each row that failed, and ``days`` a day as the publisher's columns have it.
    """

    source: str
    load_no: int
    cells: pd.DataFrame
    marks: pd.Series
    reasons: pd.Series
    failed: Mapping[int, frozenset[str]]
    days: Sequence[str] = ()

    @property
    def header(self) -> list[str]:
        """The columns of the file: ours, then the publisher's."""
        return [*own_columns(list(self.cells.columns)), *self.cells.columns]

    def records(self, *, formulas: bool) -> list[list[str]]:
        """Return each row's cells in the order of ``header``, safe to be opened in a spreadsheet."""
        published = self.cells.itertuples(index=False, name=None)
        return [
            [guarded(cell, formulas=formulas) for cell in (mark, "", reason, *cells)]
            for mark, reason, cells in zip(self.marks, self.reasons, published, strict=True)
        ]


def reasons_of(cells: pd.DataFrame, withheld: frozenset[str]) -> pd.Series:
    """Return, by ``row_no``, why a row was set aside: each failing cell, what it should be, the likely cause."""
    told = pd.Series([_reason(cell, withheld) for cell in cells.itertuples()], index=cells.index)
    return told.groupby(cells["row_no"]).agg("; ".join)


def _reason(cell, withheld: frozenset[str]) -> str:  # type: ignore[no-untyped-def]
    value = cell.value if isinstance(cell.value, str) else None
    where = place("", 0, cell.column, value).removeprefix(", ").removeprefix("column ")
    cause = str(cell.likely_cause).rstrip(".")
    why = f"{where}: {cause[:1].lower()}{cause[1:]}"
    if cell.expectation in withheld:
        why += "; the text is left out here, so leave the cell empty or write it without"
    return f"{why} ({cell.expectation})"


def write_leaf(leaf: Leaf, output: Path) -> None:
    """Write the file, .csv or .xlsx, whole or not at all. Nothing that is there already is written over.

    Raises RequestError or BadFile when it cannot be written so.
    """
    write_file(
        output,
        {
            ".csv": lambda path: _write_csv(leaf, path),
            ".xlsx": lambda path: _write_workbook(leaf, path),
        },
    )


def write_file(output: Path, writers: Mapping[str, Callable[[Path], None]]) -> None:
    """Write a file by what its name ends in, whole or not at all. Nothing there already is written over.

    Raises RequestError when it cannot be written so.
    """
    write = writers.get(output.suffix.lower())
    if write is None:
        raise RequestError(f"--output {output.name}: end its name in .csv or .xlsx.")
    if output.exists():
        raise RequestError(f"--output {output}: the file is there already; choose another name.")
    if not output.parent.is_dir():
        raise RequestError(f"--output {output}: there is no such folder; make it first.")
    part = output.with_name(f".{output.name}.{this_process()}.part")
    try:
        write(part)
        part.replace(output)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise RequestError(f"--output {output}: it cannot be written ({why}).") from error
    finally:
        part.unlink(missing_ok=True)


def _write_csv(leaf: Leaf, path: Path) -> None:
    # With a byte-order mark, by which Excel knows UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(guarded(name, formulas=True) for name in leaf.header)
        writer.writerows(leaf.records(formulas=True))


def _write_workbook(leaf: Leaf, path: Path) -> None:
    _refuse_too_much(leaf)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "in_memory": True}) as workbook:
        text = {"num_format": "@", "valign": "top"}
        plain = workbook.add_format(text)
        ours = workbook.add_format({**text, "bg_color": OURS_TINT, "text_wrap": True})
        failed = workbook.add_format({**text, "bg_color": FAILED_TINT, "bold": True, "border": 1})
        heading = workbook.add_format({**text, "bold": True, "bottom": 1, "text_wrap": True})
        sheet = workbook.add_worksheet(ROWS)
        _set_widths(sheet, leaf, plain)
        sheet.freeze_panes(1, 1)
        _write_row(sheet, 0, leaf.header, [heading] * len(leaf.header))
        count = len(leaf.header) - len(leaf.cells.columns)
        for at, (row_no, record) in enumerate(
            zip(leaf.cells.index, leaf.records(formulas=False), strict=True), 1
        ):
            columns = leaf.failed.get(int(row_no), frozenset())
            formats = [failed if name in columns else plain for name in leaf.cells.columns]
            _write_row(sheet, at, record, [ours] * count + formats)
        choice = {"validate": "list", "source": ["yes"], "ignore_blank": True}
        sheet.data_validation(1, 1, max(len(leaf.cells), 1), 1, choice)
        notes = workbook.add_worksheet(NOTES)
        notes.set_column(0, 0, 100)
        wrapped = workbook.add_format({"text_wrap": True})
        for at, sentence in enumerate(notes_on(leaf)):
            notes.write_string(at, 0, sentence, wrapped)


def _write_row(sheet: Worksheet, at: int, cells: list[str], formats: list[Format]) -> None:
    for column, (cell, form) in enumerate(zip(cells, formats, strict=True)):
        if cell:
            sheet.write_string(at, column, cell, form)
        else:
            sheet.write_blank(at, column, None, form)


def _set_widths(sheet: Worksheet, leaf: Leaf, plain: Format) -> None:
    row, leave_out, reason = own_columns(list(leaf.cells.columns))
    least, most = WIDTHS["least"], WIDTHS["most"]
    fixed = {row: 14, leave_out: 10, reason: WIDTHS["reason"]}
    for column, name in enumerate(leaf.header):
        longest = fixed.get(name) or max(len(name), *leaf.cells[name].str.len(), least)
        sheet.set_column(column, column, min(longest + 2, max(most, fixed.get(name, 0))), plain)


def _refuse_too_much(leaf: Leaf) -> None:
    remedy = "export it as .csv"
    if len(leaf.cells) > MOST_ROWS:
        what = f"{len(leaf.cells):,} rows are more than a workbook's sheet holds"
        raise BadFile(leaf.source, what, remedy)
    for name in leaf.cells.columns:
        if leaf.cells[name].str.len().max() >= LONGEST_CELL:
            what = f"a cell of {LONGEST_CELL:,} characters or more is too long for a workbook"
            raise BadFile(leaf.source, what, remedy, column=name)


def notes_on(leaf: Leaf) -> list[str]:
    """Return how to correct the rows and load them back, one sentence or two a line."""
    row, leave_out, reason = own_columns(list(leaf.cells.columns))
    days = (
        f" Write a day as {' or '.join(leaf.days)}: Excel keeps it as you type it."
        if leaf.days
        else ""
    )
    return [
        f"These rows of {leaf.source} (load {leaf.load_no}) were set aside. The coloured cells are why; the column "
        f"{reason} says it in words.",
        "Put each cell right as the publisher should have written it. All cells are text: days and amounts stay as "
        f"they are typed.{days} Where you do not know the right value, ask the publisher.",
        f"Where a row is no data, such as a subtotal, or another row says the same rightly, write yes under {leave_out}.",
        f"Delete the rows that you cannot settle yet: they stay set aside. Leave the column {row} as it is, and add "
        "no rows.",
        "Keep the columns and their names. Save the file, as a workbook or as CSV UTF-8, and load it back:",
        "commissioning quarantine load FILE --authority NAME --check    tells what would come of it",
        "commissioning quarantine load FILE --authority NAME            loads it",
    ]
