"""People counted are told as counted where nobody could be known by it, and otherwise as small numbers are."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from commissioning.plans.outcomes import outcomes
from commissioning.plans.reach_chart import reach_charts
from commissioning.plans.who_is_reached import reach_table
from commissioning.profile_tables import Suppression
from commissioning.rules.thresholds import Thresholds
from commissioning.small_numbers.published import MARKED_HIDDEN
from commissioning.supply import people
from commissioning.supply.cost_per_outcome import cost_per_outcome
from commissioning.supply.people import outcomes_shown
from commissioning.supply.reach import reached, told_of_agreements
from tests.rules.builders import register_with

pytestmark = pytest.mark.thorough

ON = date(2026, 5, 1)
AREA, WARD = "E10000016", "E05000001"
RULE = Suppression()  # packs.md: counts 1-7 suppressed, the rest rounded to 5
BY_DEBT = Thresholds(need_indicators={"Advice": "In debt"})


def reach_with(*users, **columns):
    """Return who is reached by one agreement for advice, where a fifth of those in debt are Asian."""
    register = register_with(
        service_category="Advice",
        users=[
            {"starts_on": "2025-04-01", "ends_on": "2026-03-31", "area_code": area, "group": group, "users": number}
            for area, group, number in users
        ],
        observations=[
            {"indicator": "In debt", "area_code": AREA, "ends_on": "2025-12-31", "group": group, "count": number}
            for group, number in (("Asian", 200), ("White", 800))
        ],
        **columns,
    )  # fmt: skip
    return reached(register, on=ON, thresholds=BY_DEBT)


NONE_APART = pd.DataFrame(columns=["category", "key", "exact", "rest"])


def reach_shown(rows, area, rule, thresholds, own=NONE_APART):
    return people.reach_shown(rows, area, rule, own)


def by_group(rows, area=AREA):
    return rows[rows["area_code"] == area].set_index("group")


def test_where_no_count_is_small_all_are_told_as_counted():
    shown = by_group(
        reach_shown(reach_with((AREA, "Asian", 8), (AREA, "White", 92)), AREA, RULE, BY_DEBT)
    ).loc["Asian"]
    assert (shown["users"], shown["all_users"], shown["counted"]) == (8, 100, "told_exactly")
    # cases.md, C1: 0.40, from 0.21 to 0.75
    assert [f"{shown[name]:.2f}" for name in ("ratio", "lower", "upper")] == [
        "0.40",
        "0.21",
        "0.75",
    ]


def test_a_small_count_is_hidden_with_its_reach_and_the_others_are_worked_out_of_what_is_shown():
    rows = reach_with((AREA, "Asian", 2), (AREA, "White", 23))
    shown = by_group(reach_shown(rows, AREA, RULE, BY_DEBT))
    assert shown.loc["Asian", ["users", "ratio", "lower", "upper"]].isna().all()
    assert shown["status"].to_dict() == {"Asian": "unknown", "White": "clear"}
    assert shown.loc["Asian", "missing"] == "small_numbers"
    assert shown.loc["White", "users"] == 25
    # 25 of 25 where four fifths are in need.
    assert shown.loc["White", "ratio"] == pytest.approx(1.25)


def test_a_small_count_of_a_ward_keeps_the_others_of_its_kind_from_being_told_exactly():
    rows = reach_with(
        (WARD, "Asian", 2), (WARD, "White", 23), (AREA, "Asian", 9), (AREA, "White", 9)
    )
    shown = reach_shown(rows, AREA, RULE, BY_DEBT)
    assert by_group(shown, WARD).loc["Asian", "counted"] == "small"
    assert "told_exactly" not in set(shown["counted"])
    assert by_group(rows)["users"].to_dict() == {"Asian": 11, "White": 32}


def test_nobody_counted_is_not_recorded_and_nobody_served_is_nought():
    shown = by_group(
        reach_shown(reach_with((AREA, "White", 40), (AREA, "Asian", 0)), AREA, RULE, BY_DEBT)
    )
    assert (shown.loc["Asian", "users"], shown.loc["Asian", "status"]) == (0, "flagged")
    none = by_group(reach_shown(reach_with(), AREA, RULE, BY_DEBT)).loc["Asian"]
    assert (none["status"], none["missing"]) == ("unknown", "users_by_group")


def test_neither_status_nor_place_in_the_list_tells_one_small_count_from_another():
    told = [
        reach_shown(
            reach_with((AREA, "Asian", few), (AREA, "White", 25 - few)), AREA, RULE, BY_DEBT
        )
        for few in (1, 2)  # of 25 the one is a group not reached, and two are not
    ]
    columns = ["group", "users", "all_users", "ratio", "status", "missing"]
    pd.testing.assert_frame_equal(told[0][columns], told[1][columns])


def test_a_few_users_of_no_ward_are_not_what_is_left_of_the_authority_without_its_wards():
    rows = reach_with((WARD, "Asian", 9), (AREA, "Asian", 1), (AREA, "White", 90))
    assert by_group(rows).loc["Asian", "users"] - 9 == 1
    shown = reach_shown(rows, AREA, RULE, BY_DEBT)
    assert "told_exactly" not in set(shown["counted"])


def test_shares_are_taken_of_the_groups_whose_users_and_need_are_both_known():
    rows = by_group(reach_with((AREA, "Asian", 8), (AREA, "White", 92), (AREA, "Not stated", 300)))
    assert rows.loc["Asian", ["users", "all_users", "status"]].tolist() == [8, 100, "flagged"]
    assert rows.loc["Not stated", "missing"] == "need_of_group"


def test_a_group_in_need_without_users_recorded_leaves_the_others_untold():
    rows = by_group(reach_with((AREA, "White", 92)))
    assert rows.loc["White", ["status", "missing"]].tolist() == ["unknown", "users_of_others"]
    assert rows.loc["Asian", "missing"] == "users_of_group"


def test_where_nobody_is_a_user_who_is_reached_cannot_be_told():
    rows = by_group(reach_with((AREA, "White", 0), (AREA, "Asian", 0)))
    assert set(rows["status"]) == {"unknown"}  # never "clear"
    assert set(rows["missing"]) == {"all_users"}
    table = reach_table("any", "Any", reach_shown(rows.reset_index(), AREA, RULE, BY_DEBT))
    assert not table.frame.isin([MARKED_HIDDEN]).any(axis=None)


def outcomes_with(achieved, served):
    register = register_with(
        measures=[{"measure": "in work", "kind": "better_off"}],
        returns=[
            {"measure": "in work", "starts_on": "2025-04-01", "ends_on": "2026-03-31", "numerator": achieved, "denominator": served}
        ],
        payments=[{"paid_on": "2025-06-30", "amount_pence": 12_000_000}],
    )  # fmt: skip
    return outcomes_shown(cost_per_outcome(register, on=ON), RULE).iloc[0]


@pytest.mark.parametrize(
    ("achieved", "served", "told", "cost"),
    [
        (80, 160, (80, 160), 150_000),  # cases.md, J6: 1500.00 an outcome
        (3, 160, (None, 160), None),
        (
            158,
            160,
            (160, 160),
            75_000,
        ),  # rounded, so that the two who achieved nothing are not known
        (0, 160, (0, 160), None),  # nought is shown, and nothing is divided by it
    ],
)
def test_what_an_outcome_costs_does_not_give_a_few_people_away(achieved, served, told, cost):
    row = outcomes_with(achieved, served)
    found = [row[name] for name in ("outcomes", "users", "cost_per_outcome_pence")]
    assert [None if pd.isna(each) else each for each in found] == [*told, cost]


def test_an_outcome_has_its_cost_where_nobody_counted_the_people():
    row = outcomes_with(80, None)
    assert (row["outcomes"], row["cost_per_outcome_pence"]) == (80, 150_000)
    assert pd.isna(row["users"])


def test_a_page_says_that_outcomes_are_rounded():
    rows = outcomes_with(158, 160).to_frame().T
    found = outcomes(
        SimpleNamespace(of_own=lambda rows: rows, supply=SimpleNamespace(outcomes=rows))
    )
    assert "rounded" in found.words[-1]
    assert found.words[0].endswith("known: 1 of 1.")


def test_what_is_told_of_one_agreement_does_not_give_away_another_s_small_number():
    quarter = {"starts_on": "2025-04-01", "ends_on": "2026-03-31", "area_code": AREA}
    # Of A1 the rule tells 8 of 100 users; with 13 of 200 for both a reader would know that A2 has 5.
    counts = {"A1": (8, 92), "A2": (5, 95)}
    register = register_with(
        service_category=["Advice", "Advice"],
        users=[
            {"reference": reference, **quarter, "group": group, "users": number}
            for reference, numbers in counts.items()
            for group, number in zip(("Asian", "White"), numbers, strict=True)
        ],
        observations=[
            {"indicator": "In debt", "area_code": AREA, "ends_on": "2025-12-31", "group": group, "count": need}
            for group, need in (("Asian", 200), ("White", 800))
        ],
    )  # fmt: skip
    rows = reached(register, on=ON, thresholds=BY_DEBT)
    assert by_group(rows).loc["Asian", "users"] == 13
    own = told_of_agreements(register, on=ON)
    asian = own[own["key"] == "asian"].iloc[0]
    assert (asian["exact"], asian["rest"]) == (8, 5)
    shown = by_group(reach_shown(rows, AREA, RULE, BY_DEBT, own)).loc["Asian"]
    assert pd.isna(shown["users"])
    assert pd.isna(shown["ratio"])


def charts_of(rows):
    return reach_charts(reach_shown(rows, AREA, RULE, BY_DEBT), AREA)


def test_the_chart_of_reach_says_who_is_missed_and_tells_in_words_all_that_it_draws():
    [drawn] = charts_of(reach_with((AREA, "Asian", 8), (AREA, "White", 92)))
    assert drawn.title == "Advice: Asian has clearly fewer of the users than of the need"
    # cases.md, C1: 8 of 100 users, of a fifth of the need; Wilson's limits are 4.1% and 15.0%.
    assert (
        "Asian: 8% of users, 20% of need: not reached (95% limits of its share of users 4% to 15%)"
        in drawn.description
    )
    assert "White: 92% of users, 80% of need (" in drawn.description
    for drawing in drawn.drawings:
        assert "8% of users, 20% of need: not reached" in drawing


def test_a_group_whose_count_is_hidden_is_not_in_the_chart_and_the_words_say_so():
    [drawn] = charts_of(reach_with((AREA, "Asian", 2), (AREA, "White", 23)))
    assert drawn.title == "Advice: no group of 1 is clearly missed"
    assert drawn.description.endswith(" 1 group not drawn: the tables tell why.")
    for text in (drawn.description, *drawn.drawings):
        assert "Asian" not in text


def test_where_no_reach_can_be_told_nothing_is_drawn():
    assert charts_of(reach_with()) == ()
