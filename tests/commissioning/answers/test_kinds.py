"""Every kind of question has an answer and says which values it takes."""

from typing import get_args

from commissioning.answers import KINDS
from commissioning.answers.question import TAKEN, Kind


def test_the_kinds_are_the_same_wherever_they_are_listed():
    assert list(KINDS) == list(TAKEN) == list(get_args(Kind))
