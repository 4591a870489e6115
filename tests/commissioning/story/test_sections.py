"""What single sections of a story say at their edges."""

from dataclasses import replace

import pytest

from commissioning.story import page
from commissioning.story.measures import measures
from commissioning.story.money import money
from commissioning.story.page import flags_told, parts
from commissioning.story.results import results
from commissioning.story.section import Section
from commissioning.story.successor import successor
from commissioning.story.timetable import timetable
from tests.commissioning.story.stories import telling_of

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(
    ("starts_on", "said", "gap_days"),
    [
        ("2027-04-01", "Its successor is N1, which starts on the day after it ends.", 0),
        ("2027-04-02", "Its successor is N1: 1 day without the service in between.", 1),
        ("2027-03-31", "Its successor is N1; the two overlap by 1 day.", -1),
        (
            None,
            "Its successor is N1; the days between cannot be counted, as one of the two is not recorded.",
            None,
        ),
    ],
)
def test_a_successor_is_told_with_the_days_between(starts_on, said, gap_days):
    told = telling_of(
        followers=1,
        reference=["A1", "N1"],
        ends_on=["2027-03-31", None],
        starts_on=[None, starts_on],
        successor_reference=["N1", None],
    )
    found = successor(told)
    assert found.words == (said,)
    assert found.data["successor"]["gap_days"] == gap_days


def test_a_successor_that_the_register_does_not_list_is_said_so():
    told = telling_of(ends_on="2027-03-31", successor_reference="N1")
    assert successor(told).words == ("Its successor is N1, which the register does not list.",)


@pytest.mark.parametrize("outcome", ["decommission", "let_lapse"])
@pytest.mark.parametrize(
    ("named", "said"),
    [
        (None, "It was decided that nothing follows."),
        ("N1", "It was decided that nothing follows, but N1 is named as its successor."),
    ],
)
def test_no_days_are_without_the_service_where_nothing_is_to_follow(outcome, named, said):
    told = telling_of(
        followers=1,
        reference=["A1", "N1"],
        ends_on=["2027-03-31", None],
        starts_on=[None, "2027-07-01"],
        successor_reference=[named, None],
        decisions=[{"outcome": outcome, "decided_on": "2026-01-31"}],
    )
    found = successor(told)
    assert found.words == (said,)
    assert found.data["successor"]["gap_days"] is None
    assert not found.is_empty


def test_one_that_a_decision_names_counts_where_the_register_names_none():
    decision = {"outcome": "recommission", "decided_on": "2026-01-31", "successor_reference": "N1"}
    told = telling_of(
        followers=1,
        reference=["A1", "N1"],
        ends_on=["2027-03-31", None],
        starts_on=[None, "2027-07-01"],
        decisions=[decision],
    )
    assert successor(told).data["successor"]["gap_days"] == 91  # April, May and June


@pytest.mark.parametrize(
    ("payments", "words"),
    [
        ([], "No payment carries its reference."),
        (
            [{"amount_pence": 7_500_000, "paid_on": "2026-03-31"}],
            "At this rate it comes to £150,000.00 over its whole term.",
        ),
    ],
)
def test_what_the_spend_comes_to(payments, words):
    # rules.md, R12: 730 days, £75,000 by the 365th.
    told = telling_of(
        "2026-03-31",
        starts_on="2025-04-01",
        ends_on="2027-03-31",
        value_pence=12_000_000,
        payments=payments,
    )
    assert words in money(told).words


def test_payments_without_a_year_are_told_and_no_basis_is_added_to_another():
    told = telling_of(
        payments=[
            {"amount_pence": 100, "paid_on": "2026-04-01"},
            {"amount_pence": 200, "financial_year": "2026/27", "basis": "budget"},
            {"amount_pence": 400},
        ]
    )
    spend = money(told).data["money"]["spend"]
    assert [(one["year"], one["basis"], one["amount_pence"]) for one in spend] == [
        ("2026/27", "outturn", 100),
        ("2026/27", "budget", 200),
        ("Year not recorded", "outturn", 400),
    ]


def test_the_worked_case_has_its_latest_start():
    found = timetable(telling_of(ends_on="2027-03-31"))
    assert found.data["timetable"]["latest_start_on"] == "2026-02-18"
    assert found.lines[:2] == (
        "Work had to begin by 18 February 2026, 151 days ago.",
        "Counted from 19 July 2026, the day the rules were last asked.",
    )


def test_the_day_is_past_the_end_by_so_many_days():
    assert results(telling_of(ends_on="2026-07-18")).title == (
        "Rules, asked on 19 July 2026: 1 day past its end"
    )


@pytest.mark.parametrize(
    ("last", "rag", "period"),
    [
        # The last return has no value: grey, whatever an older one said (packs.md).
        ({"starts_on": "2026-01-01", "ends_on": "2026-03-31", "value": None}, "grey", "March"),
        # One that tells no period is no later than one that does.
        ({"starts_on": None, "ends_on": None, "value": 95}, "red", "December"),
    ],
)
def test_a_measure_is_rated_by_its_last_return(last, rag, period):
    each = {"measure": "Visits", "received_on": "2026-04-10"}
    told = telling_of(
        measures=[{"measure": "Visits", "kind": "how_well", "direction": "higher", "target": 90}],
        returns=[
            {**each, "starts_on": "2025-10-01", "ends_on": "2025-12-31", "value": 50},
            {**each, **last},
        ],
    )
    [row] = measures(told).tables[0].rows()
    assert row[1].text == rag
    assert period in row[4].text


def test_an_agreement_that_no_rule_was_asked_of_is_not_told_as_clear():
    told = telling_of(ends_on="2030-03-31")
    none = replace(told, story=replace(told.story, results=told.story.results.iloc[:0]))
    assert flags_told(told) == "No rule flags it."
    assert flags_told(none) == "It was not among what the rules were asked of."


def test_the_page_tells_last_and_together_of_what_nothing_is_recorded():
    told = telling_of(title="Advice", reviews=[{"reviewed_on": "2026-01-31"}])
    told = replace(told, story=replace(told.story, loaded=told.story.loaded - {"equality"}))
    said = parts(told, "")
    *_, last = said
    assert [part.name for part in said if part.name in ("reviews", "results", "case")] == [
        "reviews",
        "results",
        "case",
    ]
    assert last.words == (
        "Nothing is recorded of: findings about the row, measures, extensions, "
        "social value, notices, decisions, successor.",
        "No list of equality impact assessments has been loaded.",
    )


def test_the_page_has_no_closing_part_where_something_is_recorded_of_everything(monkeypatch):
    full = Section("facts", "Facts", words=("Advice.",))
    monkeypatch.setattr(page, "sections", lambda telling: [full])
    assert [part.name for part in parts(telling_of(), "")] == ["facts"]
