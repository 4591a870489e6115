"""Progress in a terminal that a person watches; elsewhere nothing is drawn."""

import sys
from collections.abc import Callable


def drawn(noun: str) -> Callable[[int, int], None]:
    """Return a function of (done, of) that writes how many of them are done, over what it wrote before."""
    if not sys.stderr.isatty():
        return lambda _done, _of: None

    def draw(done: int, of: int) -> None:
        end = "\n" if done >= of else "\r"
        print(f"  {done:,} of {of:,} {noun}", end=end, file=sys.stderr, flush=True)

    return draw
