"""The records of a delimited file, counted by the parity of its quotation marks and without parsing a cell.

This is the count that the parser's own is held against, made by different code over the same text. On the
way it refuses what no parser should be trusted with: control characters, quotation marks in places where
readers disagree about what they mean, and lines or files beyond the caps.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commissioning.errors import BadFile

TAB, LF, CR, QUOTE, DELETE = 9, 10, 13, 34, 127
SPACE = 32
SURROGATES = (0xD800, 0xDFFF)
# Marks that turn the direction of the text after them, and so can make a name read as another.
DIRECTION_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
REPLACEMENT = 0xFFFD

Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint32]
Positions = npt.NDArray[np.intp]


@dataclass
class RecordCount:
    """What has been counted so far; ``add`` takes the text block by block, in whole lines."""

    file: str
    delimiter: str
    longest_record: int
    most_rows: int
    records: int = 0
    lines: int = 0
    overrides: int = 0
    misdecoded: int = 0
    replaced: int = 0
    ends_with_newline: bool = True
    in_quotes: bool = False
    quote_line: int = 0
    unfinished: int = 0
    begun_on: int = 1

    def add(self, block: str) -> None:
        """Count the records that end in this block and refuse what cannot be read one way only."""
        codes = self._structure(block)
        if not codes.size:
            return
        ends = ends_of_lines(codes)
        self._refuse_controls(codes, ends)

        quotes = np.flatnonzero(codes == QUOTE)
        self._refuse_stray_quotes(codes, quotes, ends)
        inside = (np.searchsorted(quotes, ends) + self.in_quotes) % 2 == 1
        finished = ends[~inside]
        self._refuse_long_records(finished, codes.size, quotes, ends)

        self.records += len(finished)
        self.in_quotes ^= bool(len(quotes) % 2)
        if self.in_quotes and len(quotes):
            self.quote_line = self._line(ends, int(quotes[-1]))
        if len(finished):
            self.unfinished = codes.size - 1 - int(finished[-1])
            self.begun_on = self._line(ends, int(finished[-1]) + 1)
        else:
            self.unfinished += codes.size
        self.lines += len(ends)
        self.ends_with_newline = codes[-1] in (LF, CR)
        self._refuse_many_rows()

    def finish(self) -> None:
        """Count a last record that no line end follows, and refuse a quotation mark left open."""
        if self.in_quotes:
            raise BadFile(
                self.file,
                "a quotation mark is opened here and never closed",
                "close it, or fetch the file again if it was cut off",
                line=self.quote_line,
            )
        if self.unfinished:
            self.records += 1
        self._refuse_many_rows()

    def _structure(self, block: str) -> Codes:
        """Return the block's characters as numbers, without direction overrides, and count the odd ones."""
        if block.isascii():
            return np.frombuffer(block.encode("ascii"), dtype=np.uint8)
        codes = np.frombuffer(block.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        odd = codes[codes >= 0x7F]
        overridden = np.isin(odd, [ord(mark) for mark in DIRECTION_OVERRIDES])
        self.overrides += int(overridden.sum())
        self.misdecoded += int(((odd > DELETE) & (odd < 0xA0)).sum())
        self.replaced += int((odd == REPLACEMENT).sum())
        if overridden.any():
            codes = codes[~np.isin(codes, [ord(mark) for mark in DIRECTION_OVERRIDES])]
        return codes

    def _refuse_controls(self, codes: Codes, ends: Positions) -> None:
        low = np.flatnonzero(codes < SPACE)
        refused = low[~np.isin(codes[low], (TAB, LF, CR))]
        if not len(refused):
            refused = np.flatnonzero(codes == DELETE)
        if not len(refused) and codes.dtype == np.uint32:
            refused = np.flatnonzero((codes >= SURROGATES[0]) & (codes <= SURROGATES[1]))
        if len(refused):
            position = int(refused[0])
            raise BadFile(
                self.file,
                f"the character U+{int(codes[position]):04X}, which is not text",
                "remove it, or ask the publisher for the file again",
                line=self._line(ends, position),
            )

    def _refuse_stray_quotes(self, codes: Codes, quotes: Positions, ends: Positions) -> None:
        """Refuse a quotation mark that opens inside a cell, or closes before the cell ends."""
        if not len(quotes):
            return
        edges = (ord(self.delimiter), LF, CR, QUOTE)
        opening, closing = (quotes[self.in_quotes :: 2], quotes[not self.in_quotes :: 2])
        before = codes[np.maximum(opening - 1, 0)]
        opens_well = np.isin(before, edges) | (opening == 0)
        if not opens_well.all():
            raise BadFile(
                self.file,
                "a quotation mark inside a cell that does not begin with one",
                "put the cell in quotation marks and double those inside it",
                line=self._line(ends, int(opening[np.argmin(opens_well)])),
            )
        last = codes.size - 1
        after = codes[np.minimum(closing + 1, last)]
        closes_well = np.isin(after, edges) | (closing == last)
        if not closes_well.all():
            raise BadFile(
                self.file,
                "text after a closing quotation mark",
                "double the quotation marks inside a cell, or remove a stray one here or above",
                line=self._line(ends, int(closing[np.argmin(closes_well)])),
            )

    def _refuse_long_records(
        self, finished: Positions, size: int, quotes: Positions, ends: Positions
    ) -> None:
        edges = np.concatenate(([-1 - self.unfinished], finished, [size - 1]))
        lengths = np.diff(edges)
        if lengths.max() <= self.longest_record:
            return
        longest = int(np.argmax(lengths > self.longest_record))
        begins = int(edges[longest]) + 1
        quoted = (
            self.in_quotes
            if begins < 0
            else bool(np.any((quotes >= begins) & (quotes <= edges[longest + 1])))
        )
        what = f"a record of more than {self.longest_record:,} characters begins here"
        remedy = (
            "look for a quotation mark never closed"
            if quoted
            else "the file has no line ends, or is not delimited text"
        )
        line = self._line(ends, begins) if begins >= 0 else self.begun_on
        raise BadFile(self.file, what, remedy, line=line)

    def _refuse_many_rows(self) -> None:
        if self.records - 1 > self.most_rows:
            what = f"more than {self.most_rows:,} rows below the header"
            raise BadFile(self.file, what, "split the file, or raise the cap on rows")

    def _line(self, ends: Positions, position: int) -> int:
        return self.lines + int(np.searchsorted(ends, position)) + 1


def count_records(
    blocks: Iterable[str], file: str, delimiter: str, *, longest_record: int, most_rows: int
) -> RecordCount:
    """Return the finished count of a file's records, its header included."""
    count = RecordCount(file, delimiter, longest_record, most_rows)
    for block in blocks:
        count.add(block)
    count.finish()
    return count


def ends_of_lines(codes: Codes) -> Positions:
    """Return where each line ends: at an LF, with or without a CR before it, or at a CR alone."""
    ends = np.flatnonzero((codes == LF) | (codes == CR))
    paired = (codes[ends] == CR) & (codes[np.minimum(ends + 1, codes.size - 1)] == LF)
    alone: Positions = ends[~paired]
    return alone
