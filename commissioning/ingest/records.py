"""Records of data held to a header, whatever they were read from: what is no data is listed and left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from commissioning.errors import BadFile
from commissioning.ingest.dialect import Marks

Numbers = npt.NDArray[np.int64]


@dataclass(kw_only=True)
class Records:
    """What holds for the records below any header.

    ``columns`` has a name for each field, "" where the header has none: such a column must be empty and is
    dropped. ``seen`` is how many records have been read so far, ``not_data`` those left out.
    """

    file: str
    header_row: Sequence[str]
    columns: Sequence[str]
    marks: Marks
    not_data: list[tuple[int, int, str]]
    seen: int = 0
    _header: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._header = [self.marks.bare(cell) for cell in self.header_row]

    def may_be_no_data(self, first: str) -> bool:
        """Return whether a record that begins with this cell may be blank, the header again or a footer."""
        first = self.marks.bare(first)
        return first == self._header[0] or self.marks.may_mark(first)

    def only_data(
        self, records: list[list[str]], rows: Numbers, lines: Numbers
    ) -> tuple[list[list[str]], Numbers, Numbers]:
        """Return the records that are data, with their numbers and lines, having listed the others."""
        left_out = []
        for at, record in enumerate(records):
            if record and not self.may_be_no_data(record[0]):
                continue
            if reason := self.marks.reason(record, self._header):
                self.not_data.append((int(rows[at]), int(lines[at]), reason))
                left_out.append(at)
        if not left_out:
            return records, rows, lines
        kept = np.setdiff1d(np.arange(len(records)), left_out)
        return [records[at] for at in kept], rows[kept], lines[kept]

    def as_columns(self, records: list[list[str]], rows: Numbers, lines: Numbers) -> pa.Table:
        """Return records, each of as many cells as there are columns, as named columns of text."""
        cells = list(zip(*records, strict=True)) or [()] * len(self.columns)
        named = {}
        for place, (name, column) in enumerate(zip(self.columns, cells, strict=True)):
            if name:
                named[name] = pa.array(column, pa.large_string())
            else:
                self._refuse_text_without_heading(place, column, lines)
        return pa.table(named | {"_line": pa.array(lines), "row_no": pa.array(rows)})

    def _refuse_text_without_heading(
        self, place: int, column: Sequence[str], lines: Numbers
    ) -> None:
        at = next((at for at, cell in enumerate(column) if cell.strip()), None)
        if at is not None:
            raise BadFile(
                self.file,
                "there is text under a column without a heading",
                "give the column a heading, or declare every column's name in the layout's header",
                line=int(lines[at]),
                column=str(place + 1),
            )
