"""Direct without a ground is flagged; what is never competed is not asked."""

import pytest

from tests.rules.builders import answer, register_with

RULE = "not_competed"


@pytest.mark.parametrize(
    ("procurement_method", "ground", "status"),
    [
        ("direct", None, "flagged"),
        ("direct", "extreme urgency", "clear"),
        ("limited", None, "clear"),
        ("selective", None, "clear"),
        ("open", None, "clear"),
        (None, None, "unknown"),
        (None, "extreme urgency", "unknown"),
    ],
)
def test_flags_a_direct_award_without_a_ground(procurement_method, ground, status):
    register = register_with(
        ends_on="2027-03-31", procurement_method=procurement_method, direct_award_ground=ground
    )
    found = answer(RULE, register, "2026-04-01")
    assert found["status"] == status
    assert found["severity"] == ("high" if status == "flagged" else "")


@pytest.mark.parametrize("procurement_method", ["direct", "open", None])
@pytest.mark.parametrize("instrument", ["grant", "in_house"])
def test_is_not_asked_of_grants_and_services_in_house(instrument, procurement_method):
    register = register_with(instrument=instrument, procurement_method=procurement_method)
    found = answer(RULE, register, "2026-04-01")
    assert (found["status"], found["severity"]) == ("not_applicable", "")
    assert found["sentence"].startswith("Not asked: ")


@pytest.mark.parametrize("instrument", ["contract", "sla", "framework_call_off", "spot", None])
def test_is_asked_of_every_other_instrument(instrument):
    register = register_with(instrument=instrument, procurement_method="direct")
    assert answer(RULE, register, "2026-04-01")["status"] == "flagged"


@pytest.mark.parametrize(
    ("ends_on", "notice_months", "act_by"),
    [
        ("2011-09-30", None, "2011-06-30"),  # case K12: three calendar months
        ("2012-03-31", 1, "2011-12-31"),  # three at the least
        ("2012-03-31", 6, "2011-09-30"),
        (None, 6, "2011-07-21"),  # no end: today
    ],
)
def test_is_to_be_acted_on_by_the_last_day_of_notice(ends_on, notice_months, act_by):
    register = register_with(
        ends_on=ends_on, notice_months=notice_months, procurement_method="direct"
    )
    assert str(answer(RULE, register, "2011-07-21")["act_by"].date()) == act_by


def test_says_what_was_not_recorded():
    flagged = answer(RULE, register_with(procurement_method="direct"), "2026-04-01")
    assert flagged["sentence"] == (
        "Awarded directly, with no ground recorded for not asking anyone else."
    )
    unknown = answer(RULE, register_with(procurement_method=None), "2026-04-01")
    assert unknown["facts"] == {"missing": "procurement_method"}
    assert unknown["sentence"] == (
        "Whether it was competed cannot be told: no procurement method is recorded."
    )
