"""Work has to begin by 18 February 2026 for an end on 31 March 2027 (rules.md, Decision points)."""

from dataclasses import replace

import pytest

from commissioning.profile_timetable import TimetableSettings
from commissioning.timetable.durations import Timetable
from tests.rules.builders import answer, ask, register_with

RULE = "latest_start_passed"
END, LAST_DAY, DAY_AFTER = "2027-03-31", "2026-02-18", "2026-02-19"


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (LAST_DAY, "clear"),  # the day itself is in time
        (DAY_AFTER, "flagged"),
        (END, "flagged"),
        ("2027-04-01", "flagged"),  # being past the end is no answer
    ],
)
def test_flags_from_the_day_after_the_latest_safe_start(on, status):
    found = answer(RULE, register_with(ends_on=END), on)
    assert found["status"] == status
    assert str(found["act_by"].date()) == LAST_DAY
    assert found["severity"] == ("critical" if status == "flagged" else "")


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        ({"outcome": "recommission", "decided_on": DAY_AFTER}, "clear"),
        ({"outcome": "let_lapse", "decided_on": "2020-01-01"}, "clear"),
        ({"outcome": "extend", "decided_on": None}, "clear"),  # an undated decision counts
        ({"outcome": "recommission", "decided_on": "2026-02-20"}, "flagged"),  # tomorrow's
    ],
)
def test_a_recorded_decision_settles_it(decision, status):
    register = register_with(ends_on=END, decisions=[decision])
    assert answer(RULE, register, DAY_AFTER)["status"] == status


def test_a_named_successor_settles_it():
    register = register_with(ends_on=END, successor_reference=["N1", None])
    assert list(ask(RULE, register, DAY_AFTER)["status"]) == ["clear", "flagged"]


def test_without_an_end_it_cannot_be_told_unless_it_is_settled():
    register = register_with(
        ends_on=[None, None, None],
        successor_reference=[None, "N1", None],
        decisions=[{"reference": "A3", "outcome": "let_lapse", "decided_on": LAST_DAY}],
    )
    found = ask(RULE, register, DAY_AFTER)
    assert list(found["status"]) == ["unknown", "clear", "clear"]
    assert found["facts"]["A1"] == {"missing": "ends_on"}


def test_the_tier_that_takes_longer_is_flagged_sooner_and_named():
    # 18 February 2026 less the thirty days more that gold's mobilisation takes.
    longer = TimetableSettings.model_validate({"tier_days": {"gold": {"mobilise": 120}}})
    register = replace(
        register_with(ends_on=END, tier=["gold", "bronze", None]), timetable=Timetable(longer)
    )
    found = ask(RULE, register, "2026-01-20")
    assert list(found["status"]) == ["flagged", "clear", "clear"]
    assert found["sentence"]["A1"] == (
        "Ends on 31 March 2027, and replacing it takes 436 days (gold tier): work had to begin by "
        "19 January 2026, and no decision or successor is recorded."
    )


def test_the_method_is_named_where_it_changed_the_days():
    # A direct award with no tender: 376 days before 31 March 2027 is 20 March 2026.
    shorter = TimetableSettings.model_validate({"method_days": {"direct": {"tender": 0}}})
    register = replace(
        register_with(ends_on=END, tier="gold", procurement_method=["direct", "open", None]),
        timetable=Timetable(shorter),
    )
    found = ask(RULE, register, "2026-03-21")
    assert list(found["status"]) == ["flagged"] * 3
    assert found["sentence"]["A1"] == (
        "Ends on 31 March 2027, and replacing it takes 376 days (gold tier, and procurement method "
        "direct): work had to begin by 20 March 2026, and no decision or successor is recorded."
    )
    for other in ("A2", "A3"):
        assert "takes 406 days (gold tier): work" in found["sentence"][other]


def test_working_days_are_said_to_be_working_days():
    usual = dict.fromkeys(TimetableSettings().stage_days.model_dump(), 5)
    weeks = TimetableSettings.model_validate({"days": "working", "stage_days": usual})
    register = replace(register_with(ends_on="2026-03-27"), timetable=Timetable(weeks))
    # Eight weeks of five days with no bank holiday in them, before Friday 27 March 2026.
    assert answer(RULE, register, "2026-01-30")["status"] == "clear"
    flagged = answer(RULE, register, "2026-01-31")
    assert "replacing it takes 40 working days (silver tier" in flagged["sentence"]
    assert "by 30 January 2026" in flagged["sentence"]
