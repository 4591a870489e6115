"""Eight rules answer as a plain script does that shares nothing with them but the register."""

import pytest

from benchmarks.flag_by_hand import BY_HAND, compare


@pytest.mark.thorough
def test_a_script_of_another_hand_answers_the_same_of_every_subject():
    assert compare(2_000).keys() == BY_HAND.keys()  # it raises where one answer differs
