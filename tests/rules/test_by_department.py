"""Thresholds of a department's own: what is about it is judged by them, and nothing else is."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.profile import Profile
from commissioning.rules import RULES, judge_register
from commissioning.rules.by_department import of_each_department, rows_replaced, with_own
from commissioning.rules.outcomes import Outcomes
from commissioning.rules.replaced import outcomes_replaced
from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import DEFAULTS, register_with

ON = date(2026, 4, 1)
EXPIRY = "expiry_within_lead_time"
LONGER = with_own(DEFAULTS, Thresholds.model_validate({"lead_months": {"silver": 24}}))


def asked(rule, register, own):
    """Return what one rule answers of each agreement, by the thresholds of its department."""

    def ask(thresholds):
        return Outcomes((RULES[rule](register, on=ON, thresholds=thresholds),))

    found = of_each_department(
        ask, register, thresholds=DEFAULTS, own=own, replaced=outcomes_replaced
    )
    return found.frame().set_index("reference")


@pytest.fixture
def two_departments():
    """Both agreements end in 23 months: within People's 24 months, outside Place's 18."""
    return register_with(department=["People", "Place"], ends_on="2028-03-01", tier="silver")


def test_an_agreement_is_judged_by_the_thresholds_of_its_department(two_departments):
    found = asked(EXPIRY, two_departments, {"People": LONGER})
    assert found["status"].to_dict() == {"A1": "flagged", "A2": "clear"}
    assert "24 months" in found.loc["A1", "sentence"]


@pytest.mark.thorough
def test_every_rule_answers_as_often_and_in_the_same_order(two_departments):
    usual = judge_register(two_departments, on=ON, thresholds=DEFAULTS).frame()
    own = judge_register(
        two_departments, on=ON, thresholds=DEFAULTS, own={"People": LONGER}
    ).frame()
    columns = ["rule", "reference", "subject_kind"]
    assert own[columns].to_dict("list") == usual[columns].to_dict("list")


@pytest.mark.parametrize("written", ["people", " PEOPLE ", "adults"])
def test_a_department_is_known_by_any_spelling_and_by_its_old_name(written):
    register = register_with(department=written, ends_on="2028-03-01", tier="silver")
    named = replace(register, department_names={"Adults": "People", "People": "People"})
    assert asked(EXPIRY, named, {"People": LONGER})["status"].to_list() == ["flagged"]


def test_an_agreement_of_no_department_keeps_the_authoritys():
    register = register_with(department=None, ends_on="2028-03-01", tier="silver")
    assert asked(EXPIRY, register, {"People": LONGER})["status"].to_list() == ["clear"]


def test_the_others_still_count_in_a_rule_that_compares_agreements():
    """Ten ends of fourteen on one day; the one of People is flagged by its own share of the whole."""
    register = register_with(
        department=["People", *["Place"] * 13],
        service_category="Care",
        ends_on=["2027-03-31"] * 10 + ["2026-08-31", "2026-12-31", "2027-09-30", "2028-03-31"],
    )
    fewer = with_own(DEFAULTS, Thresholds(cliff_agreements=11))
    cliff = asked("cliff_edge", register, {"Place": fewer})["status"]
    assert cliff["A1"] == "flagged"  # 10 of 14 in its category, nine of them of Place
    assert set(cliff.drop("A1")) == {"clear"}  # Place asks for 11


@pytest.mark.parametrize(
    ("own", "times"),
    [
        ({}, 1),  # no override, no extra cost
        ({"People": DEFAULTS}, 1),  # the same as the authority's
        ({"People": LONGER}, 2),
        ({"People": LONGER, "Place": LONGER}, 2),  # one set
        ({"People": LONGER, "Place": Thresholds(notice_months=6)}, 3),
        ({"Parks": LONGER}, 1),  # owns nothing
    ],
)
def test_the_register_is_judged_once_for_each_distinct_set(two_departments, own, times):
    asked = []

    def ask(thresholds):
        asked.append(thresholds)
        return two_departments.agreements[["agreement_id", "reference"]].copy()

    found = of_each_department(
        ask, two_departments, thresholds=DEFAULTS, own=own, replaced=rows_replaced
    )
    assert len(asked) == times
    assert found["reference"].to_list() == ["A1", "A2"]


def test_a_table_keeps_the_authoritys_keys_that_a_department_leaves_out():
    usual = Thresholds.model_validate({"lead_months": {"gold": 30}, "notice_months": 4})
    own = with_own(usual, Thresholds.model_validate({"lead_months": {"silver": 12}}))
    assert own.lead_months.model_dump() == {"gold": 30, "silver": 12, "bronze": 9}
    assert own.notice_months == 4


def digest_with(thresholds):
    """Return the digest of a profile with one department that sets these, or none."""
    given = {
        **{"name": "anytown", "title": "Anytown", "kind": "county", "jurisdiction": "england"},
        **{"regimes": ["pa2023"], "holidays": "england-and-wales"},
        **{"area_code": "E10000016", "area_name": "Anytown"},
    }
    departments = [{"name": "People", "thresholds": thresholds}]
    return Profile.model_validate({**given, "departments": departments}).thresholds_digest()


def test_each_override_is_another_digest():
    assert (
        len({digest_with(own) for own in (None, {"notice_months": 6}, {"notice_months": 9})}) == 3
    )


def test_the_same_thresholds_written_in_another_way_have_one_digest():
    usual = {"gold": 30, "silver": 18, "bronze": 9}  # all but gold are the authority's
    assert digest_with({"lead_months": {"gold": 30}}) == digest_with({"lead_months": usual})
