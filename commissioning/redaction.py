"""Secrets taken out of whatever is written: they are registered once, and never stand in a log line or an error."""

import logging
import traceback
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

HIDDEN = "[hidden]"
SHORTEST = 6  # characters of a secret that is looked for: shorter ones would hide ordinary words

_secrets: list[str] = []


def keep_secret(texts: Iterable[str]) -> None:
    """Take these texts, and the passwords in those that are addresses, out of all that is logged from now on."""
    parts = (part for text in texts for part in (text, *passwords_in(text)))
    found = {part for part in parts if len(part) >= SHORTEST}
    _secrets[:] = sorted(found.union(_secrets), key=len, reverse=True)
    if logging.getLogRecordFactory() is not _record:
        logging.setLogRecordFactory(_record)


def redacted(text: str) -> str:
    """Return a text with every secret in it replaced."""
    for secret in _secrets:
        text = text.replace(secret, HIDDEN)
    return text


def without_secrets(error: BaseException) -> BaseException:
    """Return an error after taking the secrets out of what it and its causes say."""
    seen: BaseException | None = error
    while seen is not None:
        seen.args = tuple(redacted(each) if isinstance(each, str) else each for each in seen.args)
        seen = seen.__cause__ or seen.__context__
    return error


def passwords_in(address: str) -> tuple[str, ...]:
    """Return the password in an address, as it stands there and as it is meant; nothing where none is."""
    try:
        password = urlsplit(address).password
    except ValueError:  # no address at all
        return ()
    return (password, unquote(password)) if password else ()


def _record(*given: object, **named: object) -> logging.LogRecord:
    """Return a log record whose message and traceback have no secret in them."""
    record = logging.LogRecord(*given, **named)  # type: ignore[arg-type]
    if not _secrets:
        return record
    try:
        message = record.getMessage()
    except (
        TypeError,
        ValueError,
    ):  # words that do not fit their places: logging itself tells of it
        return record
    if (clean := redacted(message)) != message:
        record.msg, record.args = clean, ()
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = redacted("".join(traceback.format_exception(*record.exc_info)).rstrip())
    return record
