"""The few lines of script of an index page, and the digest by which a server lets them run, and no others."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files


def index_script() -> str:
    """Return the script as it stands between its tags."""
    return (files("commissioning.packs") / "templates" / "index.js").read_text("utf-8")


def script_source() -> str:
    """Return the script as a Content-Security-Policy names it."""
    digest = sha256(f"\n{index_script()}".encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"
