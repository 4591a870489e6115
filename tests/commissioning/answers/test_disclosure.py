"""No provider's value follows from the totals that were told: checked against ranks worked out in full."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.answers.disclosure import NOT_NAMED, Disclosure

PROVIDERS = "abcdef"
SETS = st.lists(st.sets(st.sampled_from(PROVIDERS), min_size=1), min_size=1, max_size=7)


def reveals(told):
    """Tell whether one provider's value is a combination of the totals: the rank does not grow by it."""
    rows = np.array([[name in providers for name in PROVIDERS] for providers in told], dtype=float)
    rank = np.linalg.matrix_rank(rows)
    return any(
        np.linalg.matrix_rank(np.vstack([rows, alone])) == rank for alone in np.eye(len(PROVIDERS))
    )


@given(SETS)
@settings(max_examples=300)
def test_what_is_told_reveals_nobody_and_nothing_harmless_is_withheld(asked):
    disclosure, told = Disclosure(withholds=True), []
    for providers in asked:
        may = disclosure.allows("2022 outturn", "all", providers)
        assert may == (not reveals([*told, providers]))
        if may:
            told.append(providers)


@given(SETS)
def test_what_was_told_before_counts(asked):
    told = [providers for providers in asked[:-1] if not reveals([providers])]
    told = told if told and not reveals(told) else []
    disclosure = Disclosure.after({"2022 outturn": [frozenset(each) for each in told]})
    assert disclosure.allows("2022 outturn", "all", asked[-1]) == (not reveals([*told, asked[-1]]))


@pytest.mark.parametrize(
    ("told", "asked", "may"),
    [
        ([], "a", False),  # one alone
        (["abc"], "ab", False),  # the third by subtraction
        (["ab", "bc"], "ac", False),  # each is half of what two have in common
        (["abcd"], "ab", True),
        (["ab"], "ab", True),  # the same again
    ],
)
def test_subtraction(told, asked, may):
    disclosure = Disclosure.after({"2022 outturn": [frozenset(each) for each in told]})
    assert disclosure.allows("2022 outturn", "all", asked) == may


def test_measures_are_not_subtracted_from_each_other():
    disclosure = Disclosure(withholds=True)
    assert disclosure.allows("2021 outturn", "all", "abc")
    assert disclosure.allows("2022 outturn", "all", "ab")


def test_money_of_payees_not_named_is_nobodys_value():
    disclosure = Disclosure(withholds=True)
    assert disclosure.allows("2022 outturn", "all", [NOT_NAMED])
    assert disclosure.allows("2022 outturn", "some", [NOT_NAMED, "a", "b"])
    assert not disclosure.allows("2022 outturn", "others", ["a"])


def test_everything_is_told_where_nothing_is_exempt():
    assert Disclosure().allows("2022 outturn", "all", "a")
