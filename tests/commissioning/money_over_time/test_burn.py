"""How fast money goes: the ratio of the rule, and no outturn of too few days."""

from datetime import date

import pandas as pd
import pytest

from commissioning.money_over_time.burn import burn
from tests.rules.builders import register_with


def test_the_burn_rate_and_the_outturn_are_those_of_the_rule():
    # The worked case of R12: £75,000 of £120,000 on day 365 of 730.
    register = register_with(
        starts_on="2025-04-01",
        ends_on="2027-03-31",
        value_pence=120_000_00,
        payments=[{"paid_on": "2026-01-01", "amount_pence": 75_000_00}],
    )
    [row] = burn(register, register.agreements, on=date(2026, 3, 31)).to_dict("records")
    assert (row["burn"], row["outturn_pence"], row["over_pence"]) == ("1.25", 150_000_00, 30_000_00)
    assert (row["spend_share"], row["time_share"], row["why_not"]) == (0.625, 0.5, "")


@pytest.mark.parametrize(
    ("on", "outturn", "why_not"),
    [
        ("2025-06-11", None, "less than a tenth of the days have gone"),  # day 72 of 730
        ("2025-06-12", 7_300_00, ""),  # day 73: exactly a tenth
        ("2025-03-31", None, "not started"),
    ],
)
def test_no_outturn_is_projected_before_a_tenth_of_the_term(on, outturn, why_not):
    register = register_with(
        starts_on="2025-04-01",
        ends_on="2027-03-31",
        value_pence=120_000_00,
        payments=[{"amount_pence": 730_00}],  # without a day, so it counts on every day
    )
    [row] = burn(register, register.agreements, on=date.fromisoformat(on)).to_dict("records")
    assert (None if pd.isna(row["outturn_pence"]) else row["outturn_pence"]) == outturn
    assert row["why_not"] == why_not


@pytest.mark.parametrize(
    ("columns", "why_not"),
    [
        ({"ends_on": None}, "no term recorded"),
        ({"value_pence": None}, "no value recorded"),
        ({"payments": []}, "no payment carries its reference"),
    ],
)
def test_what_the_burn_rate_lacks_is_named_and_is_never_nought(columns, why_not):
    usual = {
        "starts_on": "2025-04-01",
        "ends_on": "2027-03-31",
        "value_pence": 100,
        "payments": [{"amount_pence": 1}],
    }
    register = register_with(**{**usual, **columns})
    [row] = burn(register, register.agreements, on=date(2026, 3, 31)).to_dict("records")
    assert pd.isna(row["burn"])
    assert row["why_not"] == why_not
