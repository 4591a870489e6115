"""A kept file or a page as the text in it, line by line, to look for a name; not to read its rows."""

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

MARKUP = re.compile(rb"<[^<>]*>")
WIDE = (b"\xff\xfe", b"\xfe\xff")


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a file; of a workbook or a zip those of every member, without the markup."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                yield from _lines(archive.read(member))
    else:
        yield from _lines(path.read_bytes())


def _lines(content: bytes) -> Iterator[str]:
    if content.startswith(WIDE):
        yield from content.decode("utf-16", "replace").splitlines()
        return
    is_marked_up = content.lstrip()[:1] == b"<"
    text = MARKUP.sub(b"\n", content) if is_marked_up else content
    for line in text.splitlines():
        told = _decoded(line)
        yield html.unescape(told) if is_marked_up else told


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
