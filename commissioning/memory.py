"""The memory of this process: all of it is the system's, and what was freed is given back."""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL

import pyarrow as pa

# For the whole process, because pandas' columns of text are Arrow's. Arrow's own allocator keeps what it
# has freed to itself: a hundred megabytes for a million rows, and a tenth of what judging a large register takes.
pa.set_memory_pool(pa.system_memory_pool())

# What glibc's malloc(3) is told: the least that is a mapping of its own, and the least at the heap's end
# that is given back at once. By itself it lets the first grow to 32 MB, and the other to twice that.
MMAP_THRESHOLD, TRIM_THRESHOLD = -3, -1
USUAL = {MMAP_THRESHOLD: 32 << 20, TRIM_THRESHOLD: 64 << 20}
AT_HAND = {MMAP_THRESHOLD: 1 << 30, TRIM_THRESHOLD: (1 << 31) - 1}


def give_back_memory() -> None:
    """Give what was freed back to the system, numpy's too: a million rows leave hundreds of megabytes of holes."""
    pa.default_memory_pool().release_unused()


@contextmanager
def memory_at_hand() -> Iterator[None]:
    """Keep what is freed in the block for what comes next in it, and give it back at its end.

    The system takes as long to hand out each page anew as a rule takes to fill it. Where malloc(3) is not
    glibc's nothing is kept.
    """
    mallopt = getattr(CDLL(None), "mallopt", lambda _name, _value: 0)

    def tell(values: dict[int, int]) -> None:
        for name, value in values.items():
            mallopt(name, value)

    tell(AT_HAND)
    try:
        yield
    finally:
        tell(USUAL)
        give_back_memory()
