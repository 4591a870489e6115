"""A proposed map tried on its file before anybody confirms it: what would be read, and what would not."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from commissioning.mapping.column_map import ColumnMap
from commissioning.mapping.source import mapped_source


@dataclass(frozen=True)
class Trial:
    """What came of it, in rows and pence; ``faults`` are the most frequent (column, expectation, rows).

    The promises of the feed's suite are asked only when the file is loaded, or checked with ``load --check``.
    """

    rows_in: int
    rows_read: int
    rows_refused: int
    rows_not_data: int
    pence_read: int
    faults: tuple[tuple[str, str, int], ...]
    notes: tuple[str, ...]


def try_out(path: Path, file: str, column_map: ColumnMap) -> Trial:
    """Return what the map makes of its file. Raises BadFile where the strict reader refuses it."""
    source = mapped_source(column_map)
    table = source.open(path, file)
    value = column_map.canonical_feed.value
    faults: Counter[tuple[str, str]] = Counter()
    read, refused, pence = 0, 0, 0
    for chunk in table.chunks():
        parsed = source.parse(chunk)
        [frame] = parsed.frames.values()
        critical = parsed.problems[parsed.problems["severity"] == "critical"]
        rows = set(critical["row_no"])
        passed = frame[~frame.index.isin(rows)]
        read, refused = read + len(passed), refused + len(rows)
        pence += int(passed[value].fillna(0).sum()) if value else 0
        faults.update(zip(critical["column"], critical["expectation"], strict=True))
    return Trial(
        rows_in=table.rows,
        rows_read=read,
        rows_refused=refused,
        rows_not_data=table.rows - read - refused,
        pence_read=pence,
        faults=tuple((column, why, rows) for (column, why), rows in faults.most_common(5)),
        notes=table.notes,
    )
