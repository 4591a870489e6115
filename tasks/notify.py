"""A message to where people read it: whatever address apprise knows."""

import logging

from pydantic import SecretStr

from tasks.step import step


@step
def notify(address: SecretStr, title: str, body: str) -> bool:
    """Send a message to one address and tell whether it was taken; the address is told to nobody."""
    # Imported here because it takes a second, and hardly anything is ever told.
    import apprise

    # Its own lines name the host, and those for finding faults the whole address.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    messenger = apprise.Apprise()
    try:
        if not messenger.add(address.get_secret_value()):
            return False
        return bool(messenger.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT))
    except Exception:  # what a plugin raises may have the address in it
        return False
