"""A file cut off in its last line is refused, wherever the cut: no last sum of money loses its end."""

import pytest

from tests.battery.files import LAYOUTS, OURS
from tests.battery.sentences import must_have_stored_nothing, must_refuse


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_cut_anywhere_in_the_last_line_is_refused(terminal, tmp_path, layout):
    published = LAYOUTS[layout].having(*LAYOUTS[layout].rows[:2])
    whole = published.text().encode()
    last = len(published.lines()[2])
    path = tmp_path / "register.csv"
    for missing in {1, 2, 3, last // 2, last - 1, last}:
        path.write_bytes(whole[:-missing])
        must_refuse(
            terminal.load(published.feed, path, authority=published.authority),
            "register.csv",
            line=3,
            what="so the file may be cut off",
            remedy="fetch the file again, or end its last line if it is complete",
        )
    must_have_stored_nothing(terminal)


def test_a_sum_cut_short_is_not_loaded_for_its_first_digits(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(OURS.text().encode().removesuffix(b"00.50\n"))  # £1,000.50 would become £10
    assert terminal.load("agreements", path).status == 2
    must_have_stored_nothing(terminal)
