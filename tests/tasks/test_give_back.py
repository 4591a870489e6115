"""What was read is kept, and what reading it took is given back where the C library can."""

import pytest

from tasks import give_back as module
from tasks.give_back import kept


@pytest.mark.parametrize("trim", [None, lambda _left: 1])
def test_each_is_read_once_whether_or_not_the_c_library_can_give_memory_back(monkeypatch, trim):
    asked: list[int] = []

    def read(number: int) -> list[int]:
        asked.append(number)
        return [number]

    monkeypatch.setattr(module, "_trim", lambda: trim)
    reader = kept(2, read)
    first = reader(1)
    assert reader(1) is first
    reader(2)
    reader(3)  # of the three the first is let go
    assert reader(1) == [1]
    assert asked == [1, 2, 3, 1]
