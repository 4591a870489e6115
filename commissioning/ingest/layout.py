"""How a publisher's file is written, as a source declares it, and the sizes beyond which a file is refused."""

import codecs
from dataclasses import dataclass

from commissioning.errors import RequestError

MOST_TITLE_ROWS = 100


@dataclass(frozen=True)
class Layout:
    """How a publisher's text file is written; declared, never guessed beyond these.

    ``encodings`` are tried in order, strictly; a byte-order mark decides first. ``delimiter`` None means
    the one of , ; tab | that gives every line the header's number of fields. ``footer_marks`` are texts
    that, first in a row, mark a total or a closing line. ``final_newline`` refuses a file whose last line
    has no line end; otherwise such a line is taken, with a note, when it has all its fields, although its
    last cell may have been cut short. ``header`` names every column where the file's own header row leaves
    some out; the headings it has must still be these. ``multiline_columns`` may hold line breaks that look
    like whole rows. ``title_rows`` is how many rows stand above the header, blank ones included: they are
    no rows of the table, so they are not counted among its rows, and a note tells of them.

    For print-outs: ``page_marks`` are texts with which the first cell of a page's own lines begins, ``padding``
    the characters that fill cells which say nothing. ``keeps_ragged`` takes rows of data with more or fewer
    cells than the header, for the source to set aside.
    """

    encodings: tuple[str, ...] = ("utf-8",)
    delimiter: str | None = None
    footer_marks: tuple[str, ...] = ()
    final_newline: bool = False
    header: tuple[str, ...] = ()
    multiline_columns: tuple[str, ...] = ()
    title_rows: int = 0
    page_marks: tuple[str, ...] = ()
    padding: str = ""
    keeps_ragged: bool = False

    def __post_init__(self) -> None:
        for encoding in self.encodings:
            try:
                codecs.lookup(encoding)
            except LookupError:
                raise RequestError(
                    f"there is no encoding {encoding!r}; utf-8 and cp1252 are usual."
                ) from None
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n'):
            raise RequestError(
                f"delimiter {self.delimiter!r} cannot part cells; declare one character."
            )
        if len(set(self.header)) < len(self.header) or "" in self.header:
            raise RequestError(
                "a declared header names a column twice or not at all; give each its own name."
            )
        if not 0 <= self.title_rows <= MOST_TITLE_ROWS:
            raise RequestError(
                f"title_rows is {self.title_rows}; at most {MOST_TITLE_ROWS} rows stand above a header."
            )


@dataclass(frozen=True)
class Caps:
    """The sizes beyond which a file is refused before it can fill the memory.

    ``line_characters`` holds for a whole record, and so for each of its lines.
    """

    file_bytes: int = 4 << 30
    line_characters: int = 1_000_000
    columns: int = 1_000
    rows: int = 50_000_000


PLAIN = Layout()
USUAL = Caps()
