"""Memory that was freed, given back to the system: else what reading took is held while packs are made."""

import ctypes
from collections.abc import Callable
from functools import cache, lru_cache
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def give_back() -> None:
    """Give back what the C library holds of freed memory; where it is not glibc nothing is done."""
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None)


def kept(most: int, read: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """Return a reader that keeps what it last read, so much of it at most, and gives back what reading took."""

    def reading(*asked: Asked.args, **named: Asked.kwargs) -> Found:
        found = read(*asked, **named)
        give_back()
        return found

    return lru_cache(most)(reading)
