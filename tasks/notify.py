"""A message to where people read it: whatever address Apprise knows."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import SecretStr

from tasks.step import step


@step
def notify(address: SecretStr, title: str, body: str) -> str:
    """Send a message to one address; return nothing, or why it was not taken, without the address."""
    return told(address, title, body)


def told(address: SecretStr, title: str, body: str) -> str:
    """Send a message as ``notify`` does, within a step that does more than that."""
    # Imported here because it takes a second, and hardly anything is ever told.
    import apprise

    teller = apprise.Apprise()
    with _unheard():
        try:
            if not teller.add(address.get_secret_value()):
                return "it is not an address that Apprise knows"
            taken = teller.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT)
        except Exception as error:  # what it says may have the address in it
            return f"it failed ({type(error).__name__})"
    return "" if taken else "it did not take the message"


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep Apprise's own lines off the log: they may have the address in them."""
    log = logging.getLogger("apprise")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before
