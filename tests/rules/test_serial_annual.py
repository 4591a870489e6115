"""Awards by the year, as the nine rows of Jersey's answer to WQ.256/2024 have them."""

import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import ask, register_with

RULE = "serial_annual"
ON = "2024-07-08"
YEARS = [("2021-01-01", "2021-12-31"), ("2022-01-01", "2022-12-31"), ("2023-01-01", "2023-12-31")]


def awards(terms, *, extensions=(), **columns):
    """Return a register of awards to Brook for advice, with those first and last days."""
    given = {
        "provider_name": "Brook",
        "provider_type": "third_sector",
        "service_category": "Advice",
        **columns,
    }
    return register_with(
        starts_on=[starts_on for starts_on, _ends_on in terms],
        ends_on=[ends_on for _starts_on, ends_on in terms],
        extensions=extensions,
        **given,
    )


def statuses(register, thresholds=None):
    return list(ask(RULE, register, ON, *([thresholds] if thresholds else []))["status"])


def test_of_jerseys_nine_awards_brooks_three_are_flagged():
    three_years = [*YEARS[:2], ("2023-01-01", "2025-12-31")]
    register = awards(
        [*three_years, *YEARS, *three_years],
        provider_name=["Age Concern"] * 3 + ["Brook"] * 3 + ["Communicare"] * 3,
        procurement_method=["direct"] * 6 + [None] * 3,
    )
    found = ask(RULE, register, ON)
    assert list(found["status"]) == ["clear"] * 3 + ["flagged"] * 3 + ["clear"] * 3
    brook = found.loc["A4"]
    assert (brook["facts"]["awards"], brook["facts"]["direct"], brook["severity"]) == (
        3,
        3,
        "medium",
    )
    assert brook["sentence"] == (
        "One of 3 awards running to Brook for Advice, each of a year or less, that started from "
        "1 January 2021 to 1 January 2023; let as a direct award: 3. 3 or more "
        "are flagged."
    )
    assert brook["row_ids"] == ["agreements:4", "agreements:5", "agreements:6"]
    assert str(found.loc["A6", "act_by"].date()) == "2023-09-30"  # three months' notice


@pytest.mark.parametrize(
    ("last", "status"),
    [
        (("2023-01-01", "2023-12-31"), "flagged"),  # twelve months, both days inside
        (("2023-01-01", "2024-01-01"), "clear"),
        (("2023-01-01", "2023-06-30"), "flagged"),  # less than a year
        (("2024-02-29", "2025-02-27"), "flagged"),  # 12 months after is 28 February, clamped
        (("2024-02-29", "2025-02-28"), "clear"),
    ],
)
def test_an_award_is_by_the_year_up_to_twelve_calendar_months(last, status):
    assert statuses(awards([*YEARS[:2], last]))[2] == status


def test_a_longer_award_between_begins_the_count_again():
    longer = ("2022-06-01", "2024-05-31")
    assert statuses(awards([*YEARS, longer])) == ["clear"] * 4
    later = [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")]
    assert statuses(awards([YEARS[0], ("2022-06-01", "2024-05-31"), YEARS[2], *later])) == [
        *("clear", "clear"),
        *("flagged", "flagged", "flagged"),
    ]


def test_an_extended_award_is_as_long_as_it_was_at_first():
    terms = [*YEARS[:2], ("2023-01-01", "2025-12-31")]
    extension = {"reference": "A3", "decided_on": "2023-10-01", "previous_ends_on": "2023-12-31"}
    assert statuses(awards(terms, extensions=[extension])) == ["flagged"] * 3
    unsaid = {"reference": "A3", "decided_on": "2023-10-01"}
    found = ask(RULE, awards(terms, extensions=[unsaid]), ON)
    assert list(found["status"]) == ["unknown"] * 3
    assert found.loc["A3", "facts"] == {"missing": "previous_ends_on"}
    assert found.loc["A1", "facts"] == {"missing": "award_term"}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (["ended", "ended", "active"], ["flagged"]),  # awards that ended were awards
        (["cancelled", "active", "active"], ["clear", "clear"]),
        ([None, "planned", "active"], ["flagged"] * 3),
    ],
)
def test_ended_awards_count_and_cancelled_ones_do_not(status, outcome):
    assert statuses(awards(YEARS, status=status)) == outcome


def test_an_award_made_after_the_day_asked_does_not_count():
    assert statuses(awards(YEARS, awarded_on=[None, None, "2024-07-09"])) == ["clear"] * 2
    assert statuses(awards(YEARS, awarded_on=[None, None, "2024-07-08"])) == ["flagged"] * 3


def test_another_category_or_provider_is_another_service():
    assert statuses(awards(YEARS, service_category=["Advice", "Advice", "Care"])) == ["clear"] * 3
    assert statuses(awards(YEARS, provider_name=["Brook", "Brook", "Crook"])) == ["clear"] * 3
    written = ["Brook", "BROOK", " Brook"]
    assert statuses(awards(YEARS, provider_name=written)) == ["flagged"] * 3
    ids = {"provider_name": ["Brook", "Brook Ltd", "Brook CIC"], "provider_org_id": "GB-COH-1"}
    assert statuses(awards(YEARS, **ids)) == ["flagged"] * 3


def test_where_no_award_of_a_provider_names_a_category_they_are_taken_for_one():
    found = ask(RULE, awards(YEARS, service_category=None), ON)
    assert list(found["status"]) == ["flagged"] * 3
    assert "for a service category that none of its awards records" in found["sentence"]["A1"]
    assert statuses(awards(YEARS[:2], service_category=None)) == ["clear"] * 2
    # Another provider's category says nothing of it.
    apart = awards(
        YEARS, service_category=[None, None, "Care"], provider_name=["Brook", "Brook", "Crook"]
    )
    assert statuses(apart) == ["clear"] * 3


def test_awards_that_start_on_one_day_are_one():
    one_day = [YEARS[0], YEARS[0], YEARS[1]]
    assert statuses(awards(one_day)) == ["clear"] * 3
    assert ask(RULE, awards([*one_day, YEARS[2]]), ON).loc["A1", "facts"]["awards"] == 3


@pytest.mark.parametrize(
    ("provider_type", "status"),
    [("private", "not_applicable"), ("other_public", "not_applicable"), (None, "unknown")],
)
def test_is_asked_of_third_sector_providers_only(provider_type, status):
    assert statuses(awards(YEARS, provider_type=provider_type)) == [status] * 3


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({"provider_type": None}, "provider_type"),
        ({"provider_name": None}, "provider"),
        ({"service_category": [None, "Advice", "Advice"]}, "service_category"),
    ],
)
def test_says_what_is_missing(columns, missing):
    found = ask(RULE, awards(YEARS, **columns), ON).loc["A1"]
    assert (found["status"], found["facts"]) == ("unknown", {"missing": missing})


def test_a_day_that_is_missing_makes_unknown_only_what_it_decides():
    # A2 has no start: three awards by the year, if it lasted no longer.
    undated = ask(RULE, awards([YEARS[0], (None, "2022-12-31"), YEARS[2]]), ON)
    assert list(undated["status"]) == ["unknown"] * 3
    assert list(undated["facts"]) == [
        {"missing": "award_term"},
        {"missing": "starts_on"},
        {"missing": "award_term"},
    ]
    assert statuses(awards([YEARS[0], ("2022-01-01", None), YEARS[2]])) == ["unknown"] * 3
    # Two awards are too few, whatever the day is.
    assert statuses(awards([YEARS[0], (None, "2022-12-31")])) == ["clear", "unknown"]
    # One of three years is none by the year, whoever had it.
    assert statuses(awards([("2021-01-01", "2023-12-31")], provider_name=None)) == ["clear"]


def test_an_authority_may_call_two_a_habit():
    assert statuses(awards(YEARS[:2])) == ["clear"] * 2
    assert statuses(awards(YEARS[:2]), Thresholds(annual_awards=2)) == ["flagged"] * 2
