"""Errors written for the person on call: one sentence saying what and how to mend it."""

from errno import EDQUOT, EFBIG, ENOSPC
from traceback import clear_frames

from models.store.errors import OutOfRoom, StoreError

NO_ROOM = (ENOSPC, EDQUOT, EFBIG)
MAX_VALUE_SHOWN = 60


class CommissioningError(Exception):
    """The run failed. The message is one sentence for the person who reads it."""

    exit_code = 1

    def keeps(self, what: str) -> None:
        """Say at the end of the sentence what stays in force although this failed."""
        self.args = (f"{str(self).removesuffix('.')}; {what} stays in force.",)


class RequestError(CommissioningError):
    """The request was wrong; the message says what and how to mend it."""

    exit_code = 2


class BadFile(RequestError):
    """A file cannot be loaded: which, where in it, what was found and the remedy.

    ``line`` counts from 1 as an editor shows it, and is 0 where the whole file is meant.
    """

    def __init__(
        self,
        file: str,
        what: str,
        remedy: str,
        *,
        line: int = 0,
        column: str = "",
        value: str | None = None,
    ) -> None:
        self.file, self.line, self.column, self.value = file, line, column, value
        self.what, self.remedy = what, remedy
        super().__init__(f"{place(file, line, column, value)}: {what}; {remedy}.")


class SourceChanged(BadFile):
    """A publisher's file no longer has the shape its adapter was written for."""


def let_go(error: BaseException) -> None:
    """Let go of what the functions held in which an error came up; which they were can still be told."""
    each: BaseException | None = error
    while each is not None:
        clear_frames(each.__traceback__)
        each = each.__cause__ or each.__context__


class Unforeseen(CommissioningError):
    """A source met a fault of our own: it is told by its kind alone, for its text may hold a person's name."""

    def __init__(self, source: str, fault: Exception) -> None:
        super().__init__(
            f"{source} failed on something unforeseen ({type(fault).__name__}); what was loaded before "
            "stands; run it again with --debug and report what it prints."
        )


# What a flow, a command or a page tells in one sentence; anything else was unforeseen.
FORESEEN = (CommissioningError, StoreError)


def out_of_room(fault: Exception) -> OutOfRoom | None:
    """Return the sentence for a fault that is only a full disk, and no fault of a file or of ours."""
    if not isinstance(fault, OSError) or fault.errno not in NO_ROOM:
        return None
    return OutOfRoom(
        "The disk of the home is full; what was completed is kept: make room and run it again."
    )


def place(file: str, line: int = 0, column: str = "", value: str | None = None) -> str:
    """Return where something was found: file, line, column and a shortened value, as they are known."""
    parts = [file]
    if line:
        parts.append(f"line {line:,}")
    if column:
        parts.append(f"column {column}")
    if value is not None:
        parts.append(f"value {shown(value)}")
    return ", ".join(parts)


def shown(value: str) -> str:
    """Return a cell's text safe to print on one line: control characters escaped, shortened."""
    escaped = value.encode("unicode_escape").decode("ascii") if not value.isprintable() else value
    if len(escaped) > MAX_VALUE_SHOWN:
        escaped = escaped[:MAX_VALUE_SHOWN] + "…"
    return f"'{escaped}'"
