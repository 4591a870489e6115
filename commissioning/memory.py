"""The memory of this process: all of it is the system's, and what was freed is given back."""

import pyarrow as pa

# For the whole process, because pandas' columns of text are Arrow's. Arrow's own allocator keeps what it
# has freed to itself: a hundred megabytes for a million rows, and a tenth of what judging a large register takes.
pa.set_memory_pool(pa.system_memory_pool())


def give_back_memory() -> None:
    """Give what was freed back to the system, numpy's too: a million rows leave hundreds of megabytes of holes."""
    pa.default_memory_pool().release_unused()
