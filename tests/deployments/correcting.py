"""A person who corrects rows that were set aside in a spreadsheet, and the file they were in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl

from tests.battery.files import Publication, agreement
from tests.commands import Ran, Terminal

# Records 2 to 7 are set aside: a day, an amount, no reference, a reference twice over, and two cells at once.
REGISTER = (
    agreement("A1"),
    agreement("A2", ends_on="31.03.2027", title="=Day care"),
    agreement("A3", value_gbp="1e9"),
    agreement("", title="Nameless"),
    agreement("A5"),
    agreement("A5", value_gbp="9.00"),
    agreement("007", ends_on="31/02/2027", value_gbp="x"),
)


class Sheet:
    """An exported workbook in a person's hands."""

    def __init__(self, path):
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.rows = self.book["rows"]
        self.columns = {cell.value: cell.column for cell in self.rows[1]}

    def row_of(self, record):
        marks = [str(cell.value) for cell in self.rows["A"]]
        [at] = [at for at, mark in enumerate(marks, 1) if mark.split(":")[1:2] == [str(record)]]
        return at

    def cell(self, record, column):
        return self.rows.cell(self.row_of(record), self.columns[column])

    def type(self, record, column, value):
        cell = self.cell(record, column)
        cell.value = value
        if not isinstance(value, str):
            cell.number_format = "dd/mm/yyyy" if isinstance(value, date) else "General"

    def delete(self, record):
        self.rows.delete_rows(self.row_of(record))

    def save(self, name="corrected.xlsx"):
        path = self.path.with_name(name)
        self.book.save(path)
        return path


def corrected_by_a_person(sheet):
    """Correct some rows as Excel leaves them: a real day, a real number, one row out, one deleted, one wrong."""
    sheet.type(2, "ends_on", date(2027, 3, 31))
    sheet.type(3, "value_gbp", 1234.5)
    sheet.delete(4)
    sheet.type(6, "leave_out", "Yes")
    sheet.type(7, "ends_on", date(2027, 2, 28))
    return sheet.save()


def loading(terminal: Terminal, folder: Path) -> Callable[..., Ran]:
    """Return what writes a publication to a file and loads it."""

    def load(published: Publication, *words: object, name: str = "register.csv") -> Ran:
        path = folder / name
        path.write_text(published.text(), encoding="utf-8")
        return terminal.load(published.feed, path, *words, authority=published.authority)

    return load


def exporting(terminal: Terminal, folder: Path) -> Callable[..., Sheet | Path]:
    """Return what exports the rows set aside and opens the workbook, or names the file of text."""

    def export(
        *words: object, name: str = "rows.xlsx", authority: str | None = None
    ) -> Sheet | Path:
        asked = ("quarantine", "export", "--output", folder / name, *words)
        ran = terminal(*asked, authority=authority)
        assert ran.status == 0, ran.err
        return Sheet(folder / name) if name.endswith("xlsx") else folder / name

    return export
