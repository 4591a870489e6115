"""What packs are made from is read once each, and the last of it kept."""

from tasks.read_once import read_once


def test_each_is_read_once_while_it_is_among_the_last():
    asked: list[int] = []

    def read(number: int) -> list[int]:
        asked.append(number)
        return [number]

    reader = read_once(2, read)
    first = reader(1)
    assert reader(1) is first
    reader(2)
    reader(3)  # of the three the first is let go
    assert reader(1) == [1]
    assert asked == [1, 2, 3, 1]
