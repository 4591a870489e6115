"""What several sections of one pack ask for: found once, and let go with what the pack is made from."""

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

Given = TypeVar("Given")
Found = TypeVar("Found")


def kept_while_made(find: Callable[[Given], Found]) -> Callable[[Given], Found]:
    """Return a function that finds this once for each of the inputs that are alive; nothing found may hold them."""
    kept: WeakKeyDictionary[Given, Found] = WeakKeyDictionary()

    def found(given: Given) -> Found:
        if given not in kept:
            kept[given] = find(given)
        return kept[given]

    return found
