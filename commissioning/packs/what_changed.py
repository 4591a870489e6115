"""What changed since the version that this one replaces: every cell of a table that reads otherwise."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from commissioning.packs.section import Section
from commissioning.packs.tables import Cell, Column, Table
from commissioning.packs.wording import counted, day_in_words

SHOWN = 50
WHOLE_ROW = "Whole row"
NOT_THERE = "Not in the table"
MADE_AGAIN = (
    "That version is compared as the software makes it today, so a section or a table that it did not have, "
    "because the software had none yet, is not among the changes."
)
COLUMNS = ["table", "row", "column", "before", "after"]

Change = tuple[str, str, str, str, str]
Row = dict[str, Cell]


def what_changed(
    version: int, on: date, before: Sequence[Section], after: Sequence[Section]
) -> Section:
    """Return the section that lists the cells that differ between the tables of two versions.

    ``before`` is the replaced ``version``, as known ``on`` its day, made again at its own cut. A row is known by its first cell; those
    that came or went are listed first.
    """
    differing = sorted(_changes(before, after), key=lambda change: change[2] != WHOLE_ROW)
    changes = pd.DataFrame(differing, columns=COLUMNS, dtype="str")
    table = Table(
        name="what_changed",
        caption="Cells that read otherwise",
        columns=(
            Column("table", "Table"),
            Column("row", "Row"),
            Column("column", "Column"),
            Column("before", f"In version {version}"),
            Column("after", "Now"),
        ),
        frame=changes,
        stacks=True,
    )
    return Section(
        name="what_changed",
        title=f"What changed since version {version}",
        context={
            "lead": _lead(version, on, len(changes)),
            "table": table if len(changes) else None,
            "shown": SHOWN,
            "beyond": counted(max(0, len(changes) - SHOWN), "more cell"),
        },
        tables=(table,),
    )


def _lead(version: int, on: date, changes: int) -> str:
    replaces = f"This replaces version {version}, as known on {day_in_words(on)}. {MADE_AGAIN}"
    if not changes:
        return f"{replaces} No cell of a table reads otherwise; the wording does, or what the software adds."
    verb = "reads" if changes == 1 else "read"
    return f"{replaces} {counted(changes, 'cell')} of its tables {verb} otherwise now."


def _changes(before: Sequence[Section], after: Sequence[Section]) -> Iterator[Change]:
    old, new = _tables(before), _tables(after)
    for name, table in {**new, **old}.items():
        rows_before, rows_after = _rows(old.get(name)), _rows(new.get(name))
        headings = {
            column.name: column.heading
            for one in (old.get(name), new.get(name))
            for column in (one.columns if one else ())
        }
        for key in {**rows_after, **rows_before}:
            for column, was, now in _differing(rows_before.get(key), rows_after.get(key)):
                heading = headings.get(column, column)
                yield table.caption, key[0], heading, was, now


def _differing(before: Row | None, after: Row | None) -> Iterator[tuple[str, str, str]]:
    """Yield column, before and after of each cell that differs; a row that came or went is one."""
    if before is None or after is None:
        yield WHOLE_ROW, _row_read(before), _row_read(after)
        return
    for name in {**after, **before}:
        was, now = (_read(row[name]) if name in row else NOT_THERE for row in (before, after))
        if was != now:
            yield name, was, now


def _tables(sections: Sequence[Section]) -> dict[str, Table]:
    return {table.name: table for section in sections for table in section.tables}


def _rows(table: Table | None) -> dict[tuple[str, int], Row]:
    """Return the rows by what their first cell says; those that say the same by their order too."""
    rows: dict[tuple[str, int], Row] = {}
    if table is None:
        return rows
    so_far: Counter[str] = Counter()
    names = [column.name for column in table.columns]
    for cells in table.rows():
        name = _read(cells[0])
        rows[name, so_far[name]] = dict(zip(names, cells, strict=True))
        so_far[name] += 1
    return rows


def _row_read(row: Row | None) -> str:
    return NOT_THERE if row is None else "; ".join(_read(cell) for cell in row.values())


def _read(cell: Cell) -> str:
    return ", ".join((cell.text, *cell.under))
