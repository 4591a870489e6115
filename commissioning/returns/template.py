"""The return form of one provider as a workbook: a cover, one sheet of rows to fill, one of definitions.

What is given is locked, without a password: a spreadsheet program then keeps it from being changed by
accident. The bytes are the same for the same form.
"""

from collections.abc import Iterable
from datetime import datetime, time
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from commissioning.dates import spoken_day
from commissioning.errors import BadFile
from commissioning.ingest.correction import guarded
from commissioning.ingest.correction_sheet import LONGEST_CELL
from commissioning.returns.asked import Form
from commissioning.returns.form import (
    CODE,
    COMMENT,
    COVER,
    COVER_ROWS,
    DAYS,
    DEFINITIONS,
    FIGURES,
    FORM_CODE,
    GIVEN,
    HEADER,
    NO_RETURN,
    NUMBERS,
    PREVIOUS,
    ROWS,
    as_given,
    row_code,
)
from commissioning.returns.meanings import instructions, measures_defined, terms_defined

FIRST_ROW = 3  # of the table, below a title and two sentences
LARGEST = 1e15
LONGEST_COMMENT = 2_000
WIDTHS = {
    **{"reference": 16, "title": 34, "measure": 34, "kind": 20, "unit": 16, "direction": 16},
    **{"target": 12, "starts_on": 14, "ends_on": 14, "due_on": 14},
}
TINT, RULE = "#FFF6D9", "#8A6D00"
# What a person may do on a locked sheet: make a column wider, and find their way.
ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True}


def write_form(form: Form) -> bytes:
    """Return the form as a workbook.

    Raises BadFile where a text of the register is too long for a cell.
    """
    written = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, settings) as workbook:
        workbook.set_properties(
            {
                "title": _title(form),
                "author": guarded(form.authority_title, formulas=True),
                "created": datetime.combine(form.period.ends_on, time()),
            }
        )
        styles = Styles(workbook)
        _write_cover(workbook.add_worksheet(COVER), form, styles)
        _write_rows(workbook.add_worksheet(ROWS), form, styles)
        _write_definitions(workbook.add_worksheet(DEFINITIONS), form, styles)
    return written.getvalue()


class Styles:
    """The formats of a workbook's cells: all are locked but those to fill."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        base = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 11}

        def made(**more: Any) -> Format:
            return workbook.add_format({**base, **more})

        self.title = made(bold=True, font_size=16, text_wrap=False)
        self.lead = made(text_wrap=False)
        self.heading = made(bold=True, bottom=2, bg_color="#E7EEF7")
        self.text = made(num_format="@")
        self.day = made(num_format="d mmmm yyyy", align="left")
        self.number = made(num_format="0.##########", align="right")
        fill = {"locked": False, "bg_color": TINT, "border": 1, "border_color": RULE}
        self.figure = made(num_format="0.##########", align="right", **fill)
        self.comment = made(num_format="@", **fill)


def _title(form: Form) -> str:
    return f"Monitoring return: {guarded(form.whose.provider, formulas=True)}, {form.whose.label}"


def _write_cover(sheet: Worksheet, form: Form, styles: Styles) -> None:
    _begin(sheet, _title(form), styles)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 70)
    days = f"{spoken_day(form.period.starts_on)} to {spoken_day(form.period.ends_on)}"
    said = {
        "Asked by": form.authority_title,
        COVER_ROWS["provider"]: form.whose.provider,
        COVER_ROWS["label"]: form.whose.label,
        "Days of the period": days,
        "Send it back by": form.due_by,
        "Whom to ask": form.contact,
        "Figures asked for": str(len(form.rows)),
        COVER_ROWS["authority"]: form.whose.authority,
        COVER_ROWS["provider_code"]: form.whose.provider_code,
        COVER_ROWS["period"]: form.whose.period,
        FORM_CODE: form.whose.code,
    }
    below = _write_table(sheet, 1, ("About this form", "Details"), said.items(), styles)
    _write_table(sheet, below, ("How to fill it in", "What to do"), instructions(form), styles)


def _write_rows(sheet: Worksheet, form: Form, styles: Styles) -> None:
    _begin(sheet, _title(form), styles)
    sheet.write_string(
        1,
        0,
        f"Fill in the coloured cells. Send the file back by {form.due_by}. "
        "Leave a figure that you do not have empty, and say why in its comment.",
        styles.lead,
    )
    sheet.write_string(
        2, 0, "The other cells are given and locked. The last column shows that.", styles.lead
    )
    columns = {heading: at for at, heading in enumerate(HEADER)}
    _set_columns(sheet, columns)
    last = FIRST_ROW + len(form.rows)
    _mark_up(sheet, FIRST_ROW, last, HEADER, styles, filtered=True)
    for nth, row in enumerate(form.rows.to_dict("records"), FIRST_ROW + 1):
        cells = {name: as_given(name, row[name]) for name in GIVEN}
        for name, text in cells.items():
            _write_given(sheet, nth, columns[GIVEN[name]], name, text, styles)
        for heading in FIGURES.values():
            sheet.write_blank(nth, columns[heading], None, styles.figure)
        sheet.write_blank(nth, columns[COMMENT], None, styles.comment)
        for heading in PREVIOUS:
            _write_value(sheet, nth, columns[heading], row[heading], styles)
        code = row_code(cells, form.whose.key)
        sheet.write_string(nth, columns[CODE], code, styles.text)
    _validate(sheet, columns, last)
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    sheet.repeat_rows(FIRST_ROW)
    sheet.set_selection(
        FIRST_ROW + 1, columns[FIGURES["value"]], FIRST_ROW + 1, columns[FIGURES["value"]]
    )


def _set_columns(sheet: Worksheet, columns: dict[str, int]) -> None:
    for name, heading in GIVEN.items():
        sheet.set_column(columns[heading], columns[heading], WIDTHS[name])
    for heading in (*FIGURES.values(), *PREVIOUS):
        sheet.set_column(columns[heading], columns[heading], 14)
    sheet.set_column(columns[COMMENT], columns[COMMENT], 40)
    sheet.set_column(columns[CODE], columns[CODE], 42)


def _write_given(
    sheet: Worksheet, row: int, column: int, name: str, text: str, styles: Styles
) -> None:
    """Write a given cell: a day and a number as what they are, anything else as text."""
    if name in DAYS and text[:1].isdigit():
        sheet.write_datetime(row, column, datetime.fromisoformat(text), styles.day)
    elif name in NUMBERS and text[:1] in "-0123456789":
        sheet.write_number(row, column, float(text), styles.number)
    else:
        _write_text(sheet, row, column, text, styles.text)


def _write_value(sheet: Worksheet, row: int, column: int, value: float, styles: Styles) -> None:
    if pd.isna(value):
        sheet.write_string(row, column, NO_RETURN, styles.text)
    else:
        sheet.write_number(row, column, float(value), styles.number)


def _validate(sheet: Worksheet, columns: dict[str, int], last: int) -> None:
    """Let only numbers into the figures, and keep the comment to a length that can be read."""
    first = FIRST_ROW + 1
    for name, heading in FIGURES.items():
        least = -LARGEST if name == "value" else 0
        what = (
            "a number in the measure's own unit" if name == "value" else "a number, nought or more"
        )
        sheet.data_validation(
            *(first, columns[heading], last, columns[heading]),
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": least,
                "maximum": LARGEST,
                "ignore_blank": True,
                "input_title": heading,
                "input_message": f"Write {what}, in digits alone: 85, not 85%. Leave it empty if you have none.",
                "error_title": "This is not a number",
                "error_message": f"Write {what}, in digits alone, such as 12.5, or leave the cell empty.",
            },
        )
    sheet.data_validation(
        *(first, columns[COMMENT], last, columns[COMMENT]),
        {
            "validate": "length",
            "criteria": "<=",
            "value": LONGEST_COMMENT,
            "ignore_blank": True,
            "input_title": COMMENT,
            "input_message": "What the figure does not say, or why there is none. Name no service user.",
            "error_title": "This is too long",
            "error_message": f"Write at most {LONGEST_COMMENT:,} characters.",
        },
    )


def _write_definitions(sheet: Worksheet, form: Form, styles: Styles) -> None:
    _begin(sheet, "Definitions", styles)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 90)
    below = _write_table(sheet, 1, ("Column", "What it means"), terms_defined(), styles)
    heading = ("Measure", "What is asked of it")
    _write_table(sheet, below, heading, measures_defined(form.rows), styles)


def _begin(sheet: Worksheet, title: str, styles: Styles) -> None:
    sheet.write_string(0, 0, title, styles.title)
    sheet.protect("", ALLOWED)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_table(
    sheet: Worksheet,
    first: int,
    headings: tuple[str, ...],
    records: Iterable[tuple[str, ...]],
    styles: Styles,
) -> int:
    """Write records of text below their headings, marked up as a table; return the row after them."""
    every = list(records)
    last = first + len(every)
    _mark_up(sheet, first, last, headings, styles, filtered=False)
    for at, record in enumerate(every, first + 1):
        for column, text in enumerate(record):
            _write_text(sheet, at, column, guarded(text, formulas=True), styles.text)
    return last + 1


def _mark_up(
    sheet: Worksheet,
    first: int,
    last: int,
    headings: Iterable[str],
    styles: Styles,
    *,
    filtered: bool,
) -> None:
    """Write the headings of a table and mark it up as one, so that a screen reader tells them with each cell."""
    named = [{"header": heading, "header_format": styles.heading} for heading in headings]
    options = {"columns": named, "autofilter": filtered, "style": None}
    sheet.add_table(first, 0, last, len(named) - 1, options)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    if len(text) >= LONGEST_CELL:
        what = f"a text of {len(text):,} characters is too long for a cell of a form"
        raise BadFile("the register", what, "shorten it there", value=text)
    sheet.write_string(row, column, text, style)
