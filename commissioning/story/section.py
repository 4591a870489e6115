"""A section of a story: its words, tables and charts, and what of it goes into the JSON."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commissioning.packs.tables import Cell, Column, Table

if TYPE_CHECKING:
    from commissioning.packs.drawing import Chart


@dataclass(frozen=True)
class Section:
    """One section. ``lines`` are what a terminal shows where that is not the words and the tables.

    ``is_empty`` where nothing is recorded of it, which the words say. ``kept_back`` are tables that a
    page shows when asked. A chart is drawn only where it is shown,
    because the drawing library takes half a second to import.
    """

    name: str
    title: str
    words: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    kept_back: tuple[Table, ...] = ()
    charts: tuple[Callable[[], "Chart"], ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    is_empty: bool = False


def in_lines(section: Section) -> Iterator[str]:
    """Yield a section as a terminal shows it: its title, then its lines."""
    yield section.title
    if section.lines:
        yield from (f"  {line}" for line in section.lines)
        return
    yield from (f"  {word}" for word in section.words)
    for table in section.tables:
        yield from (f"  {line}" for line in table_lines(table))


def table_lines(table: Table) -> list[str]:
    """Return a table's rows as a terminal shows them."""
    return [in_a_line(cells, table.columns) for cells in table.rows()]


def in_a_line(cells: list[Cell], columns: tuple[Column, ...]) -> str:
    """Return a row of a table as a line: what it is, then each thing known of it."""
    known = [
        f"{column.heading.lower()} {cell.text}"
        for cell, column in zip(cells[1:], columns[1:], strict=True)
        if not cell.is_missing
    ]
    return f"{cells[0].text}: {'; '.join(known)}" if known else cells[0].text
