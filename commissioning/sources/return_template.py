"""Monitoring returns, in the form that we write for each provider.

Publisher: the provider, on a workbook that `write-return-templates` made, saved again by any spreadsheet program.
Shape: a cover that says whose form it is; one sheet with a row for each figure asked, most of it given and locked;
definitions. The sheet of figures is known by its headings, whatever it is called.
Faults: a row without a figure is no data, as a return that is missing is never nought. A given cell that was changed,
a row of another form, a figure that is no number, or a share larger than its whole sets the row aside.
Received: the day that is said of the file; for a figure that is already known the same, the day it first came.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineSheet

from commissioning.errors import BadFile
from commissioning.ingest.archive import opened_zip, refuse_unsafe_members, workbook_kind
from commissioning.ingest.correction import unguarded
from commissioning.ingest.mapping import Cell, joined, typed
from commissioning.ingest.reader import Layout, table_of
from commissioning.ingest.sheet_markup import Sheet
from commissioning.ingest.workbook import OpenSheet, named, notes_on, refuse_spread, values_of
from commissioning.ingest.xlsx_markup import xlsx_sheets
from commissioning.returns.checks import figures_amiss, given_amiss
from commissioning.returns.form import (
    CODE,
    COMMENT,
    COVER_ROWS,
    DAY_FORMATS,
    FIGURES,
    FORM_CODE,
    GIVEN,
    LANDMARKS,
    PREVIOUS,
    Whose,
    plain,
)
from commissioning.sources.source import AlreadyTold, OpenFile, Parsed, Source
from models.feeds import RETURNS

NAME = "return_template"
LOOKED_THROUGH = 60  # rows of each sheet from its first
RECEIVED, AUTHORITY, KEY = "_received_on", "_authority", "_key"
AGAIN = "use the form as it was sent, or ask for it again"
NOT_FILLED = "the figure was not filled in"
NO_ROW_OF_IT = "this is no row of the form"
CORRECT_RETURN = "send the receipt to the provider, and load the form again once it is corrected"

CELLS = {
    **{
        name: Cell(GIVEN[name], day_formats=DAY_FORMATS, empty="critical")
        for name in ("reference", "measure", "starts_on")
    },
    **{name: Cell(GIVEN[name], day_formats=DAY_FORMATS) for name in ("ends_on", "due_on")},
    "value": Cell(FIGURES["value"], empty="critical"),
    **{name: Cell(FIGURES[name]) for name in ("numerator", "denominator")},
    "received_on": Cell(RECEIVED, optional=True),
}


@dataclass(frozen=True)
class ReturnForm:
    """A form that came back, opened: the table of its rows, and whose it is."""

    table: OpenFile
    whose: Whose

    def __getattr__(self, name: str) -> Any:
        """Return what the table itself says."""
        return getattr(self.table, name)

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """Yield the rows as they were before they were made safe for a spreadsheet, each with whose form it is."""
        for chunk in self.table.chunks(rows):
            for heading in GIVEN.values():
                chunk[heading] = chunk[heading].map(unguarded).astype("str")
            chunk[AUTHORITY] = self.whose.authority
            chunk[KEY] = self.whose.key
            yield chunk


def is_form(path: Path, name: str) -> bool:
    """Return whether a file is a workbook that has a form's cover and its rows."""
    if workbook_kind(path, name) != "xlsx":
        return False
    sheets = _sheets(path, name)
    return any(map(_cover_row, sheets)) and any(map(_header_line, sheets))


def open_form(path: Path, name: str, _folder: Path | None) -> ReturnForm:
    """Return a form, opened.

    Raises BadFile when its cover was changed, or it has not one sheet of rows.
    """
    if workbook_kind(path, name) != "xlsx":
        raise BadFile(name, "a return form is a workbook (.xlsx), and this is none", AGAIN)
    sheets = _sheets(path, name)
    whose = _whose(sheets, name)
    with_rows = [sheet for sheet in sheets if _header_line(sheet)]
    if not with_rows:
        what = f"no sheet of it has the columns {', '.join(sorted(LANDMARKS))}"
        raise BadFile(name, what, AGAIN)
    if len(with_rows) > 1:
        what = (
            f"the sheets {named([sheet.markup for sheet in with_rows])} all have rows of the form"
        )
        raise BadFile(name, what, "keep the one that is meant, and delete the others")
    [sheet] = with_rows
    opened = OpenSheet(
        name,
        "xlsx",
        sheet.markup,
        sheet.values,
        tuple(notes_on(sheet.markup)),
        _header_line(sheet) - 1,
    )
    return ReturnForm(table_of(opened, path, Layout()), whose)


def whose_form(path: Path, name: str) -> Whose:
    """Return whose form a file is and for which period. Raises BadFile when its cover was changed."""
    return _whose(_sheets(path, name), name)


@dataclass(frozen=True)
class _Sheet:
    """A sheet with its markup, and its first rows as text."""

    markup: Sheet
    values: CalamineSheet
    top: tuple[tuple[str, ...], ...]


def _sheets(path: Path, name: str) -> list[_Sheet]:
    """Return the sheets of a workbook that have cells; of one that has no cover beside its rows, none."""
    with opened_zip(path, name) as archive:
        refuse_unsafe_members(archive, path, name)
        workbook = xlsx_sheets(archive, name)
        filled = [sheet for sheet in workbook.sheets if sheet.has_cells]
        marked = [workbook.whole(sheet) for sheet in filled if len(filled) > 1]
    sheets = []
    for markup in marked:
        refuse_spread(markup, name)
        values = values_of(path, name, markup)
        rows = islice(OpenSheet(name, "xlsx", markup, values, ()).records(), LOOKED_THROUGH)
        top = tuple(tuple(cell.strip() for cell in row) for row in rows)
        sheets.append(_Sheet(markup, values, top))
    return sheets


def _header_line(sheet: _Sheet) -> int:
    """Return the row, from 1, that has the headings of a form's rows, or 0 where none has."""
    return next((at for at, row in enumerate(sheet.top, 1) if set(row) >= LANDMARKS), 0)


def _cover_row(sheet: _Sheet) -> tuple[str, ...] | None:
    return next((row for row in sheet.top if row[:1] == (FORM_CODE,)), None)


def _whose(sheets: list[_Sheet], name: str) -> Whose:
    cover = next(filter(_cover_row, sheets), None)
    if cover is None:
        what = f"no sheet of it has the row {FORM_CODE}, which says whose form it is"
        raise BadFile(name, what, AGAIN)
    said = {row[0]: plain(row[1]) for row in cover.top if len(row) > 1 and row[0]}
    whose = Whose(**{key: said.get(heading, "") for key, heading in COVER_ROWS.items()})
    if said[FORM_CODE] != whose.code:
        what = f"what the sheet {cover.markup.name} says of whose form it is was changed"
        raise BadFile(name, what, AGAIN)
    return whose


def with_what_is_known(published: pd.DataFrame, told: AlreadyTold) -> pd.DataFrame:
    """Return the rows with the day each figure came.

    A figure that is in force already, all three of its numbers the same, came on the day it first did. In the
    form of another authority no letters fit.
    """
    came_on = (told.edition_on or told.on).isoformat()
    received = pd.Series(came_on, index=published.index, dtype="str")
    references = published[GIVEN["reference"]].str.strip()
    known = told.returns(sorted(set(references)))
    if len(known):
        key = ["reference", "measure", "starts_on"]
        rows, _ = typed(published, CELLS, RETURNS)
        before = known.drop_duplicates(key, keep="last").set_index(key)
        same = before.reindex(pd.MultiIndex.from_frame(rows[key])).set_axis(rows.index)
        is_same = pd.Series(True, rows.index)
        for name in FIGURES:
            is_same &= (same[name] == rows[name]) | (same[name].isna() & rows[name].isna())
        first = pd.to_datetime(same["received_on"]).dt.strftime("%Y-%m-%d")
        received = received.mask(is_same & (first < came_on).fillna(False), first)
    known_rows = published.copy()
    known_rows[RECEIVED] = received
    known_rows[KEY] = published[KEY].where(published[AUTHORITY] == told.authority, "")
    return known_rows


def parse(published: pd.DataFrame) -> Parsed:
    """Return a form's figures as returns; a row without any is no data."""
    is_filled = pd.Series(False, published.index)
    for heading in FIGURES.values():
        is_filled |= published[heading].str.strip() != ""
    is_row = published[CODE].str.strip() != ""
    left_out = published.index[~is_filled]
    reasons = is_row[~is_filled].map({True: NOT_FILLED, False: NO_ROW_OF_IT})
    data = published[is_filled]
    frame, problems = typed(data, CELLS, RETURNS)
    amiss = given_amiss(data)
    known = amiss["row_no"].unique()
    faults = [amiss, problems[~problems["row_no"].isin(known)]]
    readable = frame[~frame.index.isin(joined(faults)["row_no"])]
    faults.append(figures_amiss(data.loc[readable.index], readable))
    not_data = pd.DataFrame({"row_no": left_out.astype("int64"), "reason": reasons.astype("str")})
    return Parsed({"returns": frame}, joined(faults), not_data.reset_index(drop=True))


SOURCE = Source(
    name=NAME,
    feed="returns",
    layout=Layout(),
    required=(*GIVEN.values(), *FIGURES.values(), CODE),
    optional=(COMMENT, *PREVIOUS),
    cells=CELLS,
    parse=parse,
    opens=open_form,
    made_here=is_form,
    beside=with_what_is_known,
    only_adds=True,
    keys_of="canonical_returns",
    remedy=CORRECT_RETURN,
    may_be_empty=True,
    modules=("commissioning.returns.checks", "commissioning.returns.form"),
)
