"""Kent's figures are those of its answer of 21 July 2011; the other counts are made by hand."""

import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import answer, ask, register_with

RULE = "cliff_edge"


def of_one_group(ends_on, **columns):
    return register_with(
        ends_on=ends_on, **{"department": "Adults", "service_category": "Home care", **columns}
    )


def statuses(register, on):
    return ask(RULE, register, on)["status"].value_counts().to_dict()


@pytest.fixture(scope="module")
def kent():
    return register_with(
        ends_on=["2012-03-31"] * 160 + ["2011-09-30"] * 12 + ["2011-06-01"],
        status=["active"] * 172 + ["ended"],
        department="Families and Social Care",
        service_category="Children's safeguarding and wellbeing",
    )


def test_flags_the_160_kent_agreements_that_end_on_one_day(kent):
    found = ask(RULE, kent, "2011-07-21")  # case K10
    assert list(found["status"]) == ["flagged"] * 160 + ["clear"] * 12
    assert set(found["severity"][:160]) == {"high"}
    assert {str(day.date()) for day in found["act_by"][:160]} == {"2010-09-30"}  # 18 months before
    assert found["sentence"].iloc[0] == (
        "160 of the 173 agreements (92.5%) of the department Families and Social Care, "
        "this one among them, end on 31 March 2012; a cliff edge is at least 10 and at "
        "least 25% within 7 days."
    )


def test_the_evidence_is_the_agreements_own_row_and_the_days_and_counts(kent):
    first = ask(RULE, kent, "2011-07-21").iloc[0]
    assert first["row_ids"] == ["agreements:1"]
    assert first["facts"] | {"wording": ""} == {
        "wording": "",
        "group": "department",
        "group_name": "Families and Social Care",
        "group_size": 173,
        "ends": 160,
        "ends_share": "92.5%",
        "first_on": "2012-03-31",
        "last_on": "2012-03-31",
        "least": 10,
        "share": "25%",
        "within": "7 days",
    }


def test_answers_the_same_the_day_after_a_quiet_day(kent):
    before, after = ask(RULE, kent, "2011-07-21"), ask(RULE, kent, "2011-07-22")
    assert before.equals(after)


@pytest.mark.parametrize(("ends", "flagged"), [(9, 0), (10, 10)])
def test_fewer_than_ten_ends_are_no_cliff_edge(ends, flagged):
    register = of_one_group(["2027-03-31"] * ends)
    assert statuses(register, "2026-04-01").get("flagged", 0) == flagged


@pytest.mark.parametrize(
    ("others", "flagged"), [(30, 10), (31, 0)]
)  # 10 of 40 is 25%; 10 of 41 not
def test_less_than_a_quarter_of_the_group_is_no_cliff_edge(others, flagged):
    apart = [f"{2028 + year}-{month:02}-01" for year in range(3) for month in range(1, 13)][:others]
    register = of_one_group(["2027-03-31"] * 10 + apart)
    assert statuses(register, "2026-04-01").get("flagged", 0) == flagged


@pytest.mark.parametrize(
    ("last", "flagged"),
    [
        ("2027-03-07", 10),  # 1 to 7 March, first and last inside, are seven days
        ("2027-03-08", 0),  # eight
    ],
)
def test_seven_days_in_a_row_hold_their_first_and_last(last, flagged):
    register = of_one_group(["2027-03-01"] * 5 + [last] * 5)
    assert statuses(register, "2026-04-01").get("flagged", 0) == flagged


def test_an_agreement_is_flagged_by_any_seven_days_that_hold_it():
    # 1 to 7 March hold 10 and so do 5 to 11 March: every one of the 15 is at an edge
    register = of_one_group(["2027-03-01"] * 5 + ["2027-03-05"] * 5 + ["2027-03-11"] * 5)
    found = ask(RULE, register, "2026-04-01")
    assert set(found["status"]) == {"flagged"}
    spans = [(facts["first_on"], facts["last_on"], facts["ends"]) for facts in found["facts"]]
    assert spans == [("2027-03-01", "2027-03-05", 10)] * 10 + [("2027-03-05", "2027-03-11", 10)] * 5


def test_the_days_may_begin_before_the_question_is_asked():
    # six ended on 30 September and four end on 3 October: four days hold the ten
    register = of_one_group(
        ["2027-09-30"] * 6 + ["2027-10-03"] * 4, status=["ended"] * 6 + ["active"] * 4
    )
    found = ask(RULE, register, "2027-10-01")
    assert set(found["status"]) == {"flagged"}
    assert found["facts"].iloc[0]["ends"] == 10


def test_an_agreement_that_has_ended_is_clear_and_one_that_ends_today_is_not():
    register = of_one_group(["2026-03-31"] * 1 + ["2026-04-01"] * 10)
    # asked on the day: the year that holds it begins today, so the first is not of the group
    assert list(ask(RULE, register, "2026-04-01")["status"]) == ["clear"] + ["flagged"] * 10
    assert statuses(register, "2026-04-02") == {"clear": 11}


@pytest.mark.parametrize(
    ("ended_on", "flagged"),
    [
        ("2026-04-01", 0),  # the first day of the financial year: 10 of 41
        ("2026-03-31", 10),  # the year before: 10 of 40
    ],
)
def test_the_group_is_what_ends_in_the_financial_year_or_later(ended_on, flagged):
    apart = [f"{2028 + year}-{month:02}-01" for year in range(3) for month in range(1, 13)][:30]
    register = of_one_group(
        ["2027-03-31"] * 10 + apart + [ended_on], status=["active"] * 40 + ["cancelled"]
    )
    assert statuses(register, "2026-07-01").get("flagged", 0) == flagged


def test_the_financial_year_may_be_the_calendar_year():
    apart = [f"{2028 + year}-{month:02}-01" for year in range(3) for month in range(1, 13)][:30]
    register = of_one_group(
        ["2027-03-31"] * 10 + apart + ["2026-01-01"], financial_year_start=(1, 1)
    )
    assert "flagged" not in statuses(register, "2026-07-01")  # 10 of 41


def test_a_service_category_across_departments_can_be_at_an_edge():
    register = of_one_group(
        ["2027-03-31"] * 10, department=[f"Department {number}" for number in range(10)]
    )
    found = ask(RULE, register, "2026-04-01")
    assert set(found["status"]) == {"flagged"}
    assert (
        "10 of the 10 agreements (100.0%) of the service category Home care"
        in found["sentence"].iloc[0]
    )


def test_agreements_of_different_groups_are_not_added():
    register = of_one_group(
        ["2027-03-31"] * 10,
        department=["Adults"] * 5 + ["Children"] * 5,
        service_category=["Home care"] * 5 + ["Fostering"] * 5,
    )
    assert statuses(register, "2026-04-01") == {"clear": 10}


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({"ends_on": None}, "ends_on"),
        ({"department": None}, "department"),
        ({"service_category": None}, "service_category"),
        ({"department": None, "service_category": None}, "department, service_category"),
    ],
)
def test_says_what_is_missing(columns, missing):
    found = answer(RULE, of_one_group(**{"ends_on": "2027-03-31"} | columns), "2026-04-01")
    assert (found["status"], found["facts"]) == ("unknown", {"missing": missing})


def test_a_department_at_an_edge_is_enough_where_no_category_is_recorded():
    register = of_one_group(["2027-03-31"] * 10, service_category=None)
    assert statuses(register, "2026-04-01") == {"flagged": 10}


def test_what_has_ended_is_clear_whatever_is_missing():
    register = of_one_group("2026-03-31", department=None, service_category=None)
    assert statuses(register, "2026-04-01") == {"clear": 1}


def test_an_authority_may_want_to_see_smaller_edges():
    smaller = Thresholds(cliff_agreements=2, cliff_days=1)
    register = of_one_group(["2027-03-31", "2027-03-31", "2027-04-01"])
    assert list(ask(RULE, register, "2026-04-01", smaller)["status"]) == [
        "flagged",
        "flagged",
        "clear",
    ]
