"""A file's bytes turned into text: in a declared encoding, strictly, a block at a time.

A byte-order mark decides first. A file that is not text in any declared encoding is refused, and so is
one in which pieces of UTF-8 stand inside another encoding, because half of it would be read wrong.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from commissioning.errors import BadFile

BLOCK_BYTES = 1 << 17  # few enough to stay in the processor's cache

# UTF-32 before UTF-16: the little-endian mark of the one begins with that of the other.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MARK_AS_TEXT = re.compile("^(?:\ufeff|ï»¿)+")

OTHER_FORMATS = (
    # A workbook is a zip too; the reader has looked for one before it comes here.
    (re.compile(rb"PK\x03\x04|PK\x05\x06"), "a zip archive", "unpack it"),
    (
        re.compile(rb"\xd0\xcf\x11\xe0"),
        "an old Excel workbook, or one with a password",
        "save it as .xlsx or .csv, without a password",
    ),
    (re.compile(rb"\x1f\x8b"), "a gzip archive", "unpack it"),
    (re.compile(rb"%PDF"), "a PDF", "ask the publisher for the CSV file"),
    (
        re.compile(rb"\s*<[!?/a-zA-Z]"),
        "a web page (HTML or XML)",
        "check the address: publishers send a page where the file has moved or needs a login",
    ),
)
JSON = re.compile(rb'\s*(?:\{\s*["}]|\[\s*["\[{\]])')

# What UTF-8 letters and punctuation of English, Welsh and French look like to a single-byte encoding:
# "Ã©", "Â£", "Åµ", "â€™". In real text of such an encoding these pairs do not occur.
UTF8_INSIDE = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]")
SINGLE_BYTE = ("cp125", "iso8859")


def refuse_other_formats(path: Path, file: str, wanted: str = "delimited text") -> None:
    """Refuse a file that is empty, or of a kind that only pretends to be what is wanted of it."""
    with path.open("rb") as opened:
        start = opened.read(1024)
    if not start:
        raise BadFile(file, "the file is empty (0 bytes)", "fetch it again, or ask the publisher")
    for pattern, kind, remedy in OTHER_FORMATS:
        if pattern.match(start.removeprefix(codecs.BOM_UTF8)):
            raise BadFile(file, f"this is {kind}, not {wanted}", remedy)
    if wanted != "JSON" and begins_as_json(start):
        remedy = "check the address, or use an adapter that reads JSON"
        raise BadFile(file, f"this is JSON, not {wanted}", remedy)


def begins_as_json(start: bytes) -> bool:
    """Return whether a file that begins so is JSON: an object or an array, with or without a mark."""
    for mark, _ in BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    return JSON.match(start.replace(b"\0", b"")) is not None


def encoding_of(path: Path, file: str, declared: tuple[str, ...]) -> str:
    """Return the encoding named by the byte-order mark, or the first declared one that fits every byte."""
    marked = marked_encoding(path)
    faults = []
    for encoding in marked or declared:
        fault = first_fault(path, encoding)
        if fault is None:
            refuse_mixture(path, file, encoding)
            return encoding
        faults.append(fault)
    line, what = faults[0] if marked else faults[-1]
    raise BadFile(
        file,
        what,
        "save it again as UTF-8, which a spreadsheet calls CSV UTF-8, or ask the publisher for that; "
        "an adapter names its publisher's encodings in its layout",
        line=line,
    )


def marked_encoding(path: Path) -> tuple[str, ...]:
    """Return the encoding that a file's byte-order mark names, or none."""
    with path.open("rb") as opened:
        start = opened.read(4)
    return tuple(encoding for mark, encoding in BYTE_ORDER_MARKS if start.startswith(mark))[:1]


def checked_blocks(path: Path, file: str, declared: tuple[str, ...]) -> tuple[str, Iterator[str]]:
    """Return a file's encoding, as ``encoding_of`` does, and its text as it comes.

    Where only one encoding can be meant, every byte is looked at as it is read, not once before: the
    file is refused, with the same sentence, when the reading comes to what does not fit.
    """
    possible = marked_encoding(path) or declared
    [encoding, *others] = possible
    if others or codecs.lookup(encoding).name.startswith(SINGLE_BYTE):
        encoding = encoding_of(path, file, declared)
        return encoding, decoded_blocks(path, encoding)
    return encoding, _blocks_as_they_fit(path, file, encoding, declared)


def _blocks_as_they_fit(
    path: Path, file: str, encoding: str, declared: tuple[str, ...]
) -> Iterator[str]:
    try:
        for text in decoded_blocks(path, encoding):
            if "\0" in text:
                encoding_of(path, file, declared)
            yield text
    except UnicodeError:
        encoding_of(path, file, declared)  # which knows the line
        raise


def first_fault(path: Path, encoding: str) -> tuple[int, str] | None:
    """Return the line and the reason why the file is not text in this encoding, or None if it is."""
    blocks = 0
    try:
        for text in decoded_blocks(path, encoding):
            if "\0" in text:
                line = line_in_block(path, encoding, blocks, text[: text.index("\0")])
                return (
                    line,
                    f"a NUL character, so this is not {encoding} text or the file is damaged",
                )
            blocks += 1
    except UnicodeDecodeError as fault:
        read = fault.object[: fault.start].decode(encoding, "ignore")
        found = " ".join(f"0x{byte:02X}" for byte in fault.object[fault.start : fault.end][:4])
        what = f"byte {found} is not {encoding} text"
        return line_in_block(path, encoding, blocks, read), what
    except UnicodeError as fault:  # of an encoding as a whole: UTF-16 without its mark
        return 1, f"it is not {encoding} text ({fault})"
    return None


def line_in_block(path: Path, encoding: str, blocks: int, read: str) -> int:
    """Return the line on which the text after ``read`` stands, ``read`` being the start of that block."""
    lines, previous = 0, ""
    for text in chain(islice(decoded_blocks(path, encoding), blocks), [read]):
        lines += line_ends(text) - (previous.endswith("\r") and text.startswith("\n"))
        previous = text or previous
    return lines + 1


def refuse_mixture(path: Path, file: str, encoding: str) -> None:
    """Refuse a file about to be read in a single-byte encoding although it holds pieces of UTF-8."""
    if not codecs.lookup(encoding).name.startswith(SINGLE_BYTE):
        return
    lines, tail = 0, b""
    with path.open("rb") as opened:
        while block := opened.read(BLOCK_BYTES):
            block = tail + block
            if found := UTF8_INSIDE.search(block):
                raise BadFile(
                    file,
                    f"UTF-8 text in a file that would be read as {encoding}",
                    "ask for a file in one encoding, or name utf-8 in its adapter's layout if all of it is UTF-8",
                    line=lines + block.count(b"\n", 0, found.start()) + 1,
                )
            tail = block[-2:]
            lines += block.count(b"\n", 0, len(block) - 2)


def decoded_blocks(path: Path, encoding: str) -> Iterator[str]:
    """Yield the file's text, strictly decoded, as it comes."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as opened:
        while block := opened.read(BLOCK_BYTES):
            yield decoder.decode(block)
    yield decoder.decode(b"", True)


def line_blocks(path: Path, encoding: str, longest_line: int) -> Iterator[str]:
    """Yield the text in blocks of whole lines, without a byte-order mark in front.

    A line longer than ``longest_line`` comes in pieces, so that it is never held whole; the count of
    records refuses it.
    """
    kept, mark = "", mark_as_text(path, encoding)
    for block in decoded_blocks(path, encoding):
        text = kept + block
        if mark:
            text, mark = text.removeprefix(mark), ""
        # The last character may be the first half of a CRLF.
        cut = (text.rfind("\n") + 1) or (text.rfind("\r", 0, -1) + 1)
        if cut:
            yield text[:cut]
        kept = text[cut:]
        if len(kept) > longest_line:
            yield kept
            kept = ""
    if kept:
        yield kept


def text_lines(path: Path, encoding: str) -> Iterator[str]:
    """Yield the lines with their line ends, without a byte-order mark in front."""
    mark = mark_as_text(path, encoding)
    with path.open(encoding=encoding, newline="") as opened:
        yield next(opened, "").removeprefix(mark)
        yield from opened


def mark_as_text(path: Path, encoding: str) -> str:
    """Return the byte-order mark that was decoded as if it were text and is glued to the first column name."""
    return mark_in(next(decoded_blocks(path, encoding)))


def mark_in(start: str) -> str:
    """Return the byte-order mark with which a text begins, or an empty text."""
    found = MARK_AS_TEXT.match(start)
    return found.group() if found else ""


def line_ends(text: str) -> int:
    """Return how many line ends the text holds: LF, CRLF or CR alone."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
