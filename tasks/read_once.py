"""What many packs are made from: read once and kept, and what reading it took given back."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

from commissioning.memory import give_back_memory

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def read_once(most: int, read: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """Return a reader that keeps what it last read, so much of it at most, and gives back what reading took."""

    def reading(*asked: Asked.args, **named: Asked.kwargs) -> Found:
        found = read(*asked, **named)
        give_back_memory()
        return found

    return lru_cache(most)(reading)
