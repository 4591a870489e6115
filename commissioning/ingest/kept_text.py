"""A kept file or a page as the text in it, line by line, to look for a name; not to read its rows."""

import html
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from commissioning.ingest.decoding import begins_as_json

MARKUP = re.compile(rb"<[^<>]*>")
# One escape of JSON, or several letters by their numbers, which may be the halves of one.
ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\.")
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
    is_json = begins_as_json(content[:1024])
    text = MARKUP.sub(b"\n", content) if is_marked_up else content
    for line in text.splitlines():
        told = _decoded(line)
        if is_marked_up:
            told = html.unescape(told)
        elif is_json:
            told = ESCAPE.sub(_unescaped, told)
        yield told


def _unescaped(escape: re.Match[str]) -> str:
    """Return what an escape of JSON stands for: a letter by its number, or the mark itself."""
    written = escape.group()
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:
        return written


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
