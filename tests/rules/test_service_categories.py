"""A service category is the same however it is capitalised and spaced, whichever rule asks."""

import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import ask, register_with

ON = "2026-05-01"
WRITTEN = ["Home care", "home  care", "HOME CARE", " Home care "]


@pytest.mark.parametrize("column", ["service_category", "department"])
def test_ends_at_a_cliff_edge_are_counted_together(column):
    names = [*WRITTEN, *["Home care"] * 6]  # ten agreements: the fewest that make an edge
    register = register_with(ends_on="2027-03-31", **{column: names})
    found = ask("cliff_edge", register, ON)
    assert list(found["status"]) == ["flagged"] * 10
    assert "10 of the 10 agreements (100.0%)" in found.loc["A2", "sentence"]
    assert "home  care" in found.loc["A2", "sentence"]  # as its own row has it


def test_awards_by_the_year_follow_one_another():
    register = register_with(
        provider_name="Brook",
        provider_type="third_sector",
        service_category=WRITTEN[:3],
        starts_on=["2024-01-01", "2025-01-01", "2026-01-01"],
        ends_on=["2024-12-31", "2025-12-31", "2026-12-31"],
    )
    found = ask("serial_annual", register, ON)
    assert list(found["status"]) == ["flagged"] * 3
    assert "3 awards running to Brook for home  care" in found.loc["A2", "sentence"]


@pytest.mark.parametrize(
    ("category", "pounds", "status"),
    [
        ("Works", 150_000, "clear"),  # 15% of £1,000,000
        ("Works", 150_001, "flagged"),
        ("Roads and  works", 100_000, "clear"),  # 10%
        ("Roads and  works", 100_001, "flagged"),
        (None, 100_001, "flagged"),
    ],
)
def test_works_of_the_profile_are_works_of_the_register(category, pounds, status):
    register = register_with(
        **{"regime": "pa2023", "value_pence": 100_000_000, "service_category": category},
        modifications=[{"decided_on": "2025-06-30", "value_change_pence": pounds * 100}],
    )
    found = ask("modification_over_limit", register, ON, Thresholds(works_categories=("works",)))
    assert list(found["status"]) == [status]
    if status == "flagged":
        percent = "15%" if category == "Works" else "10%"
        assert f"more than {percent}" in found["sentence"].iloc[0]


def test_unit_costs_are_compared_among_all_of_a_category():
    names = [f"A{number}" for number in range(1, 9)]
    register = register_with(
        **{"reference": names, "service_category": WRITTEN * 2},
        measures=[
            {"reference": name, "measure": "hours", "kind": "how_much", "unit": "hour"}
            for name in names
        ],
        returns=[
            {
                **{"reference": name, "measure": "hours", "value": 100},
                **{"starts_on": "2025-04-01", "ends_on": "2026-03-31"},
            }
            for name in names
        ],
        payments=[
            {"reference": name, "paid_on": "2025-09-30", "amount_pence": pence}
            for name, pence in zip(names, [100_000] * 7 + [100_001], strict=True)
        ],
    )
    found = ask("unit_cost_outlier", register, ON)
    # Both quartiles of the eight are £10.00, so that a hundredth of a penny more stands out.
    assert list(found["status"]) == ["clear"] * 7 + ["flagged"]
    assert "of the 8 agreements for  Home care  counted" in found.loc["A8", "sentence"]
