"""The worked cases of need and supply, from files through ``plan-services --json``."""

import pytest

from tests.cases.council import with_files
from tests.cases.supplied import AREA, FILES, ON, WARDS, profile

pytestmark = pytest.mark.thorough


def plan_of(terminal, page, *words):
    ran = terminal("plan-services", "--on", ON, "--output", page, *words, "--json")
    assert ran.status == 0, ran.err
    return ran.document


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    return with_files(tmp_path_factory.mktemp("supplied"), FILES, profile())


@pytest.fixture(scope="module")
def plan(council, tmp_path_factory):
    return plan_of(council, tmp_path_factory.mktemp("page") / "plan.html")


def reach_of(plan, category, group):
    [row] = [
        row
        for row in plan["reach"]
        if (row["service_category"], row["group"], row["area_code"]) == (category, group, AREA)
    ]
    return row


@pytest.mark.parametrize(
    ("category", "users", "lower", "upper", "status"),
    [("Care", 8, 0.21, 0.75, "flagged"), ("Homes", 2, 0.11, 1.25, "clear")],  # C1 and R21
)
def test_a_fifth_of_the_need_that_is_a_twelfth_of_the_users(
    plan, category, users, lower, upper, status
):
    row = reach_of(plan, category, "Asian")
    assert (row["users"], round(row["ratio"], 2), row["status"]) == (users, 0.40, status)
    assert (round(row["lower"], 2), round(row["upper"], 2)) == (lower, upper)


def test_few_users_are_hidden_unless_the_profile_says_otherwise(council, tmp_path):
    profile_file = council.home / "authorities" / "elsewhere.toml"
    told_exactly = profile_file.read_text()
    profile_file.write_text(told_exactly.replace("apply = false", ""))
    found = plan_of(council, tmp_path / "plan.html")
    profile_file.write_text(told_exactly)
    few, many = reach_of(found, "Homes", "Asian"), reach_of(found, "Care", "Asian")
    assert (few["users"], few["ratio"], few["status"], few["counted"]) == (
        None,
        None,
        "unknown",
        "small",
    )
    assert (many["users"], round(many["ratio"], 2)) == (8, 0.4)  # nobody at Care is one of a few


def test_a_group_said_to_be_served_and_not_counted_is_not_told_as_reached(plan):
    row = reach_of(plan, "Homes", "Roma")
    assert (row["status"], row["missing"]) == ("unknown", "need_of_group, users_of_group")
    assert row["users"] is None


def test_need_of_thirty_in_a_hundred_against_volume_of_twenty(plan):  # R20
    rows = {row["reference"]: row for row in plan["need"]}
    assert rows["volume-20"]["status"] == "flagged"
    figures = [
        round(rows["volume-20"][name], 1) for name in ("need_change", "need_lower", "volume_change")
    ]
    assert (figures, rows["volume-20"]["gap"]) == ([30.0, 28.4, 20.0], 10.0)
    assert (rows["volume-21"]["gap"], rows["volume-21"]["status"]) == (9.0, "clear")
    assert (rows["homes"]["missing"], rows["homes"]["status"]) == ("volumes", "unknown")


def test_three_awards_to_one_provider_in_the_same_words_are_repeated_twice(plan):  # C2
    [run] = plan["repeats"]
    assert run["references"] == ["again-1", "again-2", "again-3"]
    assert (run["awards"], run["repeat"], run["provider_name"]) == (3, 2, "Same Again")


def test_one_provider_in_an_area_is_no_choice(plan):  # C3
    places = {
        row["area_code"]: (row["providers"], row["status"])
        for row in plan["choice"]
        if row["service_category"] == "Meals"
    }
    assert places == {"": (2, "choice"), WARDS[0]: (1, "no_choice"), WARDS[1]: (2, "choice")}


def test_what_people_decide_on_themselves_is_a_share_of_the_spend(plan):  # C4
    years = plan["personal_budgets"]["years"]
    # The £120,000 of J6 has no purpose, so it is in neither.
    assert [(row["year"], row["share"]) for row in years] == [
        ("2022/23", None),
        ("2023/24", 0.1),
        ("2024/25", 0.15),
    ]
    assert (years[2]["personal_pence"], years[2]["not_told_pence"]) == (120_000_000, 12_000_000)
    assert round(plan["personal_budgets"]["change_points"], 9) == 5


@pytest.mark.parametrize(
    ("department", "share", "norm"), [("Six", 0.6, True), ("five", 0.5, False)]
)
def test_three_years_are_the_norm_where_more_than_half_have_them(
    council, tmp_path, department, share, norm
):  # C5
    found = plan_of(council, tmp_path / "plan.html", "--department", department)
    assert (found["three_year_norm"]["share"], found["three_year_norm"]["norm"]) == (share, norm)
    assert found["department"] == department.capitalize()


def test_users_lead_an_organisation_in_131_areas_of_150(plan):  # T8
    found = plan["user_led"]
    assert (found["having"], round(found["share"], 3)) == (131, 0.873)
    assert found["without"] == WARDS[131:]
    assert len(found["without"]) == 19


def test_an_outcome_costs_twice_what_a_person_does(plan):  # J6
    [row] = plan["cost_per_outcome"]
    assert (row["spend_pence"], row["outcomes"], row["users"]) == (12_000_000, 80, 160)
    assert (row["cost_per_outcome_pence"], row["cost_per_user_pence"]) == (150_000, 75_000)


def test_shares_of_50_30_and_20_are_an_index_of_3800(plan):  # R22
    [market] = [row for row in plan["markets"] if row["service_category"] == "Shares"]
    assert (round(market["hhi"], 6), market["is_concentrated"]) == (3800, True)


def test_the_same_for_the_same_people_otherwise_is_told_once_for_each_place(plan):  # R23
    assert plan["duplication"] == [
        {
            **{"service_category": "Advice", "group": "carers", "area_code": WARDS[1]},
            **{"agreements": 2, "references": ["twin-1", "twin-2"]},
        }
    ]


def test_an_option_without_social_value_is_incomplete(plan):  # B6
    rows = {row["reference"]: row for row in plan["options"] if row["service_category"] == "Debt"}
    whole, blank = rows["whole"], rows["blank"]
    assert (whole["appraisal"], whole["annual_cost_pence"]) == ("complete", 5_000_000)
    assert whole["social_value"] == "local jobs: 10 people"
    assert (blank["appraisal"], blank["missing"]) == ("incomplete", "social_value")
    assert blank["annual_cost_pence"] == 3_000_000  # £90,000 over three years


def test_critical_ends_come_first_and_then_need_that_is_not_met(plan):
    first = {row["reference"]: (row["rank"], row["first"]) for row in plan["priorities"]}
    orders = [row["first"] for row in plan["priorities"]]
    assert orders == sorted(orders, key=list(dict.fromkeys(orders)).index)
    # Twenty ended and were not closed, and one ends in under six months.
    assert orders.count("critical_end") == 21
    assert first["whole"] == (21, "critical_end")
    assert {name for name, (_, why) in first.items() if why == "unmet_need"} == {
        "care",
        "volume-20",
    }
    assert first["care"][0] in (22, 23)
    assert {first["twin-1"][1], first["twin-2"][1]} == {"duplicated"}


def test_need_that_nothing_is_bought_for_is_a_gap(plan):
    assert plan["gaps"]["without_service"] == ["Respite"]
    lacking = {row["missing"]: row["agreements"] for row in plan["gaps"]["evidence"]}
    assert lacking["social_value"] > 1
    assert "users_by_group" in lacking
