"""What a reader of a file's data should know about it, and no error told."""

from collections.abc import Iterator

from commissioning.ingest.record_count import RecordCount
from commissioning.ingest.sheet_markup import Sheet


def notes_on(count: RecordCount, columns: tuple[str, ...], mark: str) -> Iterator[str]:
    """Yield what a reader should know about a text file."""
    if mark:
        yield "a byte-order mark before the first column name was taken off"
    if not count.ends_with_newline:
        yield "the last line has no line end; it has all its fields, but its last cell may be cut short"
    yield from notes_on_text(count, columns)


def notes_on_text(count: RecordCount | Sheet, columns: tuple[str, ...]) -> Iterator[str]:
    """Yield what a reader should know about the columns and the characters of any file."""
    if unnamed := columns.count(""):
        yield f"{unnamed} empty columns without a heading were left out"
    if count.overrides:
        yield f"{count.overrides:,} marks that override the direction of text were taken out"
    if count.misdecoded:
        yield f"{count.misdecoded:,} characters U+0080 to U+009F were kept: the publisher decoded some text wrongly"
    if count.replaced:
        yield f"{count.replaced:,} characters were already lost (U+FFFD) when the file was published"


def notes_on_titles(title_rows: int) -> Iterator[str]:
    """Yield how many rows above the header were left out, where the layout declares some."""
    if title_rows:
        rows = "row" if title_rows == 1 else "rows"
        yield f"{title_rows} {rows} above the header left out, as the layout declares"
