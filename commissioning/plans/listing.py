"""How a plan shows what it lists: short tables at once, long ones when asked for."""

from collections.abc import Iterable

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Table

MOST_SHOWN = 20  # rows of a table that is shown at once


def part_of_tables(
    name: str,
    title: str,
    words: Iterable[str],
    tables: Iterable[Table],
    always_kept_back: Iterable[Table] = (),
) -> Part:
    """Return a part with those of its tables that have rows; the long ones are kept back."""
    filled = [table for table in tables if len(table.frame)]
    long = [table for table in filled if len(table.frame) > MOST_SHOWN]
    return Part(
        name,
        title,
        tuple(words),
        tables=tuple(table for table in filled if len(table.frame) <= MOST_SHOWN),
        kept_back=(*long, *(table for table in always_kept_back if len(table.frame))),
    )
