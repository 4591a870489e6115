"""The list of names to look at, as a file that a person fills in and gives back."""

import csv
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from commissioning.errors import BadFile
from commissioning.ingest.correction import guarded, unguarded
from commissioning.ingest.correction_sheet import write_file
from commissioning.ingest.reader import Layout, open_table
from commissioning.money import pounds
from commissioning.provider_review import Suggestion
from models.provider_alias import DIFFERENT, SAME
from models.store.provider_aliases import NameDecision

NAME, IDENTIFIER, OUTCOME, WHO = "name", "candidate_id", "outcome", "decided_by"
COLUMNS = (
    *(OUTCOME, WHO, NAME, IDENTIFIER, "candidate_name", "score", "reasons"),
    *("agreements", "agreements_value", "payments", "paid"),
)
FILLED_IN = "#FFE0B3"
WIDTHS = (12, 18, 40, 22, 40, 8, 60, 12, 16, 12, 16)


def write_review(listed: Sequence[Suggestion], output: Path) -> None:
    """Write one row for each name and candidate, .csv or .xlsx; nothing there already is written over."""
    rows = [_cells(one, at) for one in listed for at in range(len(one.candidates))]
    write_file(
        output,
        {
            ".csv": lambda path: _write_csv(rows, path),
            ".xlsx": lambda path: _write_workbook(rows, path),
        },
    )


def read_review(file: Path) -> list[NameDecision]:
    """Return what a person decided; a row whose outcome is empty is not decided.

    Raises BadFile where a column is missing, an outcome is no outcome, or nobody is named.
    """
    table = open_table(file, file.name, Layout(final_newline=True))
    for column in (OUTCOME, WHO, NAME, IDENTIFIER):
        if column not in table.header:
            raise BadFile(
                file.name,
                f"it has no column {column}",
                "give back the file that providers review --output wrote, filled in",
            )
    decided = []
    for chunk in table.chunks():
        for row in chunk.to_dict("records"):
            cells = {name: unguarded(str(row[name]).strip()) for name in (OUTCOME, WHO, NAME)}
            identifier = unguarded(str(row[IDENTIFIER]).strip())
            if cells[OUTCOME]:
                _must_be_whole(file.name, int(row["_line"]), cells)
                outcome = cells[OUTCOME].casefold()
                decided.append(NameDecision(cells[NAME], identifier, outcome, cells[WHO]))
    return decided


def _must_be_whole(file: str, line: int, cells: dict[str, str]) -> None:
    if cells[OUTCOME].casefold() not in (SAME, DIFFERENT):
        raise BadFile(
            file,
            "this is no outcome",
            f"write {SAME} or {DIFFERENT}, or leave it empty",
            line=line,
            column=OUTCOME,
            value=cells[OUTCOME],
        )
    if not cells[WHO]:
        raise BadFile(file, "nobody is named", "write who decided", line=line, column=WHO)


def _cells(one: Suggestion, at: int) -> list[str]:
    candidate, totals = one.candidates[at], one.totals
    return [
        *("", "", one.name, candidate.body, candidate.name, f"{candidate.score:.2f}"),
        "; ".join(one.reasons),
        f"{totals['agreements']:,}",
        pounds(totals["value_pence"]),
        f"{totals['payments']:,}",
        pounds(totals["paid_pence"]),
    ]


def _write_csv(rows: list[list[str]], path: Path) -> None:
    # With a byte-order mark, by which Excel knows UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([guarded(cell, formulas=True) for cell in row] for row in rows)


def _write_workbook(rows: list[list[str]], path: Path) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "in_memory": True}) as workbook:
        text = {"num_format": "@", "valign": "top", "text_wrap": True}
        plain, asked = (
            workbook.add_format(text),
            workbook.add_format({**text, "bg_color": FILLED_IN}),
        )
        heading = workbook.add_format({**text, "bold": True, "bottom": 1})
        sheet = workbook.add_worksheet("review")
        sheet.freeze_panes(1, 3)
        for at, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, heading)
        for line, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                form = asked if COLUMNS[at] in (OUTCOME, WHO) else plain
                sheet.write_string(line, at, guarded(cell, formulas=False), form)
        choice = {"validate": "list", "source": [SAME, DIFFERENT], "ignore_blank": True}
        sheet.data_validation(1, 0, max(len(rows), 1), 0, choice)
