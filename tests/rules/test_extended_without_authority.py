"""Extensions that nobody recorded the authority for, and those past what the agreement allows."""

import pytest

from tests.rules.builders import answer, register_with

EXTENSION = {"decided_on": "2019-08-01", "previous_ends_on": "2019-09-04"}


@pytest.mark.parametrize(
    ("new_ends_on", "sentence"),
    [
        ("2020-09-04", "Extended to 4 September 2020 with no authority recorded for it."),
        (None, "Extended with no authority recorded for it; to which day is not told."),
    ],
)
def test_an_extension_without_authority_is_told_with_its_day_or_without(new_ends_on, sentence):
    extension = {**EXTENSION, "new_ends_on": new_ends_on, "has_authority_column": "yes"}
    register = register_with(
        ends_on="2020-09-04", latest_end_on="2022-09-04", extensions=[extension]
    )
    found = answer("extended_without_authority", register, "2020-01-31")
    assert (found["status"], found["sentence"]) == ("flagged", sentence)
    # The day is left out of what is kept, rather than kept as nothing.
    assert ("new_ends_on" in found["facts"]) == (new_ends_on is not None)
