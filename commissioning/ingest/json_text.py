"""A JSON file's text, a window at a time, so that no file is ever held whole."""

import re
from pathlib import Path

from commissioning.errors import BadFile
from commissioning.ingest.decoding import checked_blocks, mark_in

WINDOW = 1 << 20
SPACE = re.compile(r"[ \t\r\n]*")


class JsonText:
    """A file's text being taken from the front: ``text`` from ``at`` on is still to be read.

    ``is_all`` when nothing of the file comes after ``text``. ``most`` is how many characters one
    value may have.
    """

    def __init__(self, path: Path, file: str, encodings: tuple[str, ...], most: int) -> None:
        self.file, self.most = file, most
        encoding, self._blocks = checked_blocks(path, file, encodings)
        self.text, self.at, self.is_all = "", 0, False
        self._line, self._counted = 1, 0
        self.more()
        mark = mark_in(self.text)
        self.has_mark = bool(mark) or encoding in ("utf-8-sig", "utf-16", "utf-32")
        self.text = self.text.removeprefix(mark)

    def more(self) -> None:
        """Read on: as much again as there is to read, and a window at least.

        Raises BadFile when one value is longer than it may be.
        """
        self.line()
        pieces = [self.text[self.at :]]
        size = len(pieces[0])
        if size > self.most:
            what = f"an object of more than {self.most:,} characters begins here"
            raise self.refusal(what, "ask for the file one object a line, or raise the cap")
        wanted = min(size + max(size, WINDOW), self.most + WINDOW)
        while size < wanted:
            block = next(self._blocks, None)
            if block is None:
                self.is_all = True
                break
            pieces.append(block)
            size += len(block)
        self.text, self.at, self._counted = "".join(pieces), 0, 0

    def line(self) -> int:
        """Return the line on which the text still to be read begins."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def line_of(self, at: int) -> int:
        """Return the line on which a place of the text, still to be read, stands."""
        return self.line() + self.text.count("\n", self.at, at)

    def next(self) -> str:
        """Return the next character that is no space, not taken yet, or "" at the file's end."""
        while True:
            space = SPACE.match(self.text, self.at)
            self.at = space.end() if space else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if self.is_all:
                return ""
            self.more()

    def line_end(self, most: int) -> int | None:
        """Return where the line begun ends, or None where it is longer than ``most``."""
        while (end := self.text.find("\n", self.at, self.at + most)) < 0:
            if len(self.text) - self.at >= most:
                return None
            if self.is_all:
                return len(self.text)
            self.more()
        return end

    def refusal(self, what: str, remedy: str, *, line: int = 0) -> BadFile:
        """Return the refusal of the file, at the line reached where no other is given."""
        return BadFile(self.file, what, remedy, line=line or self.line())
