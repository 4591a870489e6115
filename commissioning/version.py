"""Which version of this software is at work."""

from functools import cache
from importlib.metadata import version


@cache
def package_version() -> str:
    """Return the version of this software."""
    return version("commissioning-cycle")
