"""No provider's money follows from the totals that were told: checked against ranks worked out in full."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.answers.disclosure import Disclosure, Total, payments_by_payee

PAYEES = "aabbccdd"  # payments 0 and 1 are to a, 2 and 3 to b, and so on
SETS = st.lists(st.sets(st.integers(0, 7), min_size=1), min_size=1, max_size=6)
MEASURE = "2022 outturn"


def paid(numbers, amounts=None):
    """Return payments by number, of a pound each unless told otherwise."""
    return pd.DataFrame(
        {
            "provider_key": pd.Series([PAYEES[n] for n in sorted(numbers)], dtype="str"),
            "version_no": sorted(numbers),
            "amount_pence": [(amounts or {}).get(n, 100) for n in sorted(numbers)],
        }
    )


def total(numbers):
    return Total(MEASURE, payments_by_payee(paid(numbers)))


def reveals(told):
    """Tell whether, for some payee, a combination of the totals has that payee's payments and no other's."""
    rows = np.array([[number in numbers for number in range(8)] for numbers in told], dtype=float)
    rank = np.linalg.matrix_rank(rows)
    others = (rows[:, [n for n in range(8) if PAYEES[n] != payee]] for payee in "abcd")
    return any(np.linalg.matrix_rank(some) < rank for some in others)


def few(numbers):
    return len({PAYEES[n] for n in numbers}) < 3


@pytest.mark.thorough
@given(SETS)
@settings(max_examples=200, deadline=None)
def test_what_is_told_reveals_nobody_and_nothing_harmless_is_withheld(asked):
    disclosure, told = Disclosure(withholds=True), []
    for numbers in asked:
        may = disclosure.allows(MEASURE, paid(numbers))
        assert may == (not few(numbers) and not reveals([*told, numbers]))
        if may:
            told.append(numbers)


@pytest.mark.thorough
@given(SETS)
@settings(deadline=None)
def test_what_was_told_before_counts(asked):
    told = []
    for numbers in asked[:-1]:
        if not few(numbers) and not reveals([*told, numbers]):
            told.append(numbers)
    disclosure = Disclosure(withholds=True, before=tuple(map(total, told)))
    may = disclosure.allows(MEASURE, paid(asked[-1]))
    assert may == (not few(asked[-1]) and not reveals([*told, asked[-1]]))


@pytest.mark.parametrize(
    ("told", "asked", "may"),
    [
        ([], {0, 2}, False),  # of two payees, each could take off its own
        ([{0, 2, 4, 6}], {2, 4, 6}, False),  # the fourth by subtraction
        ([{0, 1, 2, 4}], {0, 2, 4}, False),  # what a was paid once, though the payees are the same
        ([{0, 2, 4, 6}], {0, 2, 4, 6}, True),  # the same again
        ([{0, 2, 4}], {0, 2, 4, 6, 3, 5}, True),  # two payees and a third are left over
    ],
)
def test_subtraction(told, asked, may):
    disclosure = Disclosure(withholds=True, before=tuple(map(total, told)))
    assert disclosure.allows(MEASURE, paid(asked)) == may


def test_who_was_paid_nothing_in_the_end_hides_nobody():
    assert not Disclosure(withholds=True).allows(MEASURE, paid({0, 2, 4, 5}, {4: 900, 5: -900}))


def test_payments_that_name_nobody_hide_nobody():
    rows = paid({0, 2, 4})
    rows["provider_key"] = rows["provider_key"].mask(rows["provider_key"] == "c")
    assert not Disclosure(withholds=True).allows(MEASURE, rows)


def test_the_whole_is_kept_tellable_whatever_part_is_asked_first():
    disclosure = Disclosure(withholds=True)
    disclosure.reserve(MEASURE, paid({0, 2, 4, 6}))
    assert not disclosure.allows(MEASURE, paid({0, 2, 4}))
    assert disclosure.allows(MEASURE, paid({0, 2, 4, 6}))


def test_measures_are_not_subtracted_from_each_other():
    disclosure = Disclosure(withholds=True)
    assert disclosure.allows("2021 outturn", paid({0, 2, 4, 6}))
    assert disclosure.allows("2022 outturn", paid({0, 2, 4}))


def test_everything_is_told_where_nothing_is_exempt():
    assert Disclosure().allows(MEASURE, paid({0}))
