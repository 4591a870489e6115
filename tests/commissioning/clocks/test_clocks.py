"""Notice clocks beyond the examples of their page: what a notice answers, what is missing, whose limits hold."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from commissioning.clocks import CLOCKS, Setting, ask_clocks
from commissioning.clocks.psr_award_notice import process_of
from commissioning.market.notices import counted_by_clock, notices_asked, notices_to_see_to
from commissioning.rules.by_department import with_own
from commissioning.rules.thresholds import Thresholds
from models.feeds import FEEDS
from tests.rules.builders import DEFAULTS, register_with, typed

pytestmark = pytest.mark.thorough

ON = date(2026, 5, 27)
PAYS_MUCH = Setting(DEFAULTS, {"2026/27": 100_000_001})
WITHOUT_NOTICES = frozenset(FEEDS) - {"notices"}
SIGNED = {"regime": "pa2023", "signed_on": "2026-01-01", "ends_on": "2028-03-31"}
LARGE = {"regime": "pa2023", "value_pence": 300_000_000, "ends_on": "2027-03-31"}


def answer(clock, *, on=ON, setting=PAYS_MUCH, **given):
    return CLOCKS[clock](register_with(**given), on=on, setting=setting).iloc[0]


def test_without_a_feed_of_notices_what_is_owed_keeps_its_day_and_is_unknown():
    found = answer("contract_details_notice", **SIGNED, loaded_feeds=WITHOUT_NOTICES)
    assert (found["status"], str(found["due_on"].date())) == ("unknown", "2026-01-31")
    assert found["why"].endswith("cannot be told: no list of notices has been loaded.")


@pytest.mark.parametrize(
    ("notice", "status"),
    [
        ({"notice_type": "UK7", "published_on": "2026-05-01"}, "clear"),  # late, and published
        ({"notice_type": "UK7", "published_on": None}, "clear"),
        ({"notice_type": "UK7", "published_on": "2026-05-28"}, "flagged"),  # after the day asked
        ({"notice_type": "UK5", "published_on": "2026-01-10"}, "flagged"),
        ({"notice_type": "UK7", "published_on": "2026-01-10", "reference": "B9"}, "flagged"),
    ],
)
def test_only_a_notice_of_its_type_and_agreement_counts(notice, status):
    register = register_with(**{**SIGNED, "reference": ["A1", "B9"]}, notices=[notice])
    found = CLOCKS["contract_details_notice"](register, on=ON, setting=PAYS_MUCH)
    assert found.set_index("reference").loc["A1", "status"] == status


@pytest.mark.parametrize(
    ("expected", "on", "status"),
    [
        ({"2026/27": 100_000_001}, date(2026, 5, 27), "flagged"),
        ({"2026/27": 100_000_001}, date(2026, 5, 26), "clear"),  # kept on the day itself
        ({"2026/27": 100_000_000}, date(2026, 5, 27), "clear"),  # not more than £100m
        ({"2025/26": 100_000_001}, date(2026, 5, 27), "unknown"),  # of another year
        ({}, date(2026, 5, 27), "unknown"),
    ],
)
def test_the_pipeline_turns_on_what_the_authority_expects_to_pay(expected, on, status):
    found = answer("pipeline_notice", **LARGE, on=on, setting=Setting(DEFAULTS, expected))
    assert found["status"] == status


@pytest.mark.parametrize(
    ("ends_on", "status"),
    [
        # 174 days of stages before: tender on 1 April 2026, the day before (and not begun, so still
        # to come), and on 30 September 2027.
        ("2026-09-22", "flagged"),
        ("2026-09-21", "flagged"),
        ("2028-03-22", "flagged"),
        ("2028-03-23", "clear"),
    ],
)
def test_the_pipeline_is_eighteen_months_from_the_first_of_april(ends_on, status):
    assert answer("pipeline_notice", **{**LARGE, "ends_on": ends_on})["status"] == status


def test_what_has_a_successor_is_in_no_pipeline():
    assert answer("pipeline_notice", **LARGE, successor_reference="A2")["status"] == "clear"


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("instrument", ["grant", "in_house"])
def test_grants_and_what_is_in_house_are_never_asked(clock, instrument):
    for regime in ("pa2023", "psr"):
        found = answer(clock, regime=regime, instrument=instrument, ends_on="2027-03-31")
        assert found["status"] == "not_applicable"


@pytest.mark.parametrize("clock", CLOCKS)
def test_an_agreement_of_no_regime_is_unknown_and_one_cancelled_is_not_asked(clock):
    register = register_with(
        regime=[None, "pa2023"], status=["active", "cancelled"], ends_on="2027-03-31"
    )
    found = CLOCKS[clock](register, on=ON, setting=PAYS_MUCH)
    assert found["reference"].to_list() == ["A1"]
    assert found["status"].to_list() == ["unknown"]
    assert "no regime is recorded" in found["why"].iloc[0]


def test_an_empty_register_owes_nothing():
    register = register_with()
    nothing = replace(register, agreements=register.agreements.iloc[:0])
    found = ask_clocks(nothing, on=ON, setting=PAYS_MUCH)
    assert found.empty
    assert notices_to_see_to(found, on=ON, months=3).empty
    assert counted_by_clock(found)["flagged"].sum() == 0


def test_a_department_that_allows_less_owes_the_notice_of_change_sooner():
    change = {"decided_on": "2026-01-31", "value_change_pence": 6_000_000}
    register = register_with(
        regime="pa2023",
        value_pence=100_000_000,
        ends_on="2030-03-31",
        department=["People", "Place"],
        modifications=[change, {**change, "reference": "A2"}],
    )
    stricter = with_own(DEFAULTS, Thresholds(modification_share=0.05))
    found = notices_asked(
        register,
        on=ON,
        thresholds=DEFAULTS,
        own={"People": stricter},
        expected_payments_gbp={},
    )
    changes = found[found["clock"] == "contract_change_notice"].set_index("reference")
    assert changes["status"].to_dict() == {"A1": "flagged", "A2": "clear"}


def test_what_is_listed_is_overdue_or_owed_within_the_months():
    register = register_with(
        regime="pa2023",
        signed_on=["2026-01-01", "2026-05-20", "2025-01-01"],
        ends_on=["2030-03-31", "2030-03-31", "2026-07-31"],
        notices=[{"reference": "A3", "notice_type": "UK7", "published_on": "2025-01-20"}],
    )
    asked = ask_clocks(register, on=ON, setting=PAYS_MUCH)
    listed = notices_to_see_to(asked, on=ON, months=3)
    due = listed["due_on"].dt.strftime("%Y-%m-%d")
    assert list(zip(listed["reference"], listed["notice"], due, strict=True)) == [
        ("A1", "UK7", "2026-01-31"),
        ("A2", "UK7", "2026-06-19"),
        # UK11 of A3 is due on 30 August, three days after the three months.
    ]


CHANGED = {"decided_on": "2025-06-30", "value_change_pence": 60_000_000}


@pytest.mark.parametrize(
    ("later", "notices", "status", "due_on"),
    [
        (1_00, [], "flagged", "2025-07-30"),  # thirty days after the first change, not the last
        (-20_000_000, [], "flagged", "2025-07-30"),  # £400,000 in all
        (1_00, ["2025-07-10"], "flagged", "2026-01-31"),  # the second has none of its own
        (1_00, ["2026-01-01"], "clear", None),
        (-20_000_000, ["2025-07-10"], "clear", None),
        (None, [], "flagged", "2025-07-30"),  # by how much is not recorded
    ],
)
def test_no_later_change_takes_back_the_notice_of_an_earlier_one(later, notices, status, due_on):
    found = answer(
        "psr_modification_notice",
        **{**LARGE, "regime": "psr"},
        modifications=[CHANGED, {"decided_on": "2026-01-01", "value_change_pence": later}],
        notices=[{"stage": "contractAmendment", "published_on": day} for day in notices],
    )
    assert found["status"] == status
    assert str(found["due_on"])[:10] == (due_on or "NaT")


def test_without_a_feed_of_notices_a_change_over_the_limit_is_unknown_with_its_day():
    found = answer(
        "contract_change_notice", **LARGE, modifications=[CHANGED], loaded_feeds=WITHOUT_NOTICES
    )
    assert (found["status"], str(found["due_on"].date())) == ("unknown", "2025-06-30")
    assert found["why"].endswith("cannot be told: no list of notices has been loaded.")


def test_a_change_over_the_limit_on_a_day_not_recorded_is_flagged_without_a_day():
    undated = {**CHANGED, "decided_on": None}
    found = answer("contract_change_notice", **LARGE, modifications=[undated])
    assert (found["status"], pd.isna(found["due_on"])) == ("flagged", True)
    assert "over the limit, on a day not recorded, and no" in found["why"]


def test_within_the_limit_no_list_of_notices_is_missed():
    found = answer("contract_change_notice", **LARGE, loaded_feeds=WITHOUT_NOTICES)
    assert found["status"] == "clear"


@pytest.mark.parametrize(
    ("ground", "letter"),
    [
        ("Direct Award Process A", "A"),
        ("dap b", "B"),
        ("c", "C"),
        ("PSR direct award process B: patient choice", "B"),
        ("Process A (existing provider)", "A"),
        ("A sole provider", None),  # an article
        ("There is no process a new provider could join", None),
        ("Urgency", None),
        (None, None),
    ],
)
def test_the_process_is_read_in_the_ground(ground, letter):
    found = process_of(typed(pd.Series([ground]), "str")).iloc[0]
    assert (None if pd.isna(found) else found) == letter
