"""Section 8: equality by status, social value delivered, and complaints counted without telling of anyone."""

from dataclasses import replace

import pytest

from commissioning.packs import audiences
from commissioning.packs.fairness import fairness
from commissioning.packs.measures_told import told_measures
from commissioning.profile_tables import Suppression
from tests.packs import section_builders as given
from tests.packs.builders import inputs, three_agreements
from tests.packs.page_read import rows_of, shown

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("undrawn")]


@pytest.fixture
def in_full(monkeypatch):
    reader = replace(audiences.AUDIENCES["dmt"], fairness="all")
    monkeypatch.setitem(audiences.AUDIENCES, "dmt", reader)


def test_every_live_agreement_stands_under_one_status_and_none_recorded_is_one():
    register = three_agreements(
        equality=[
            {"status": "published", "risk": "high", "completed_on": "2022-01-31"},
            {"reference": "A2", "status": "completed_unpublished", "completed_on": "2022-08-01"},
        ]
    )
    # That of A2 was completed the day after the pack's.
    assert rows_of(shown(fairness(inputs(register))), "equality_by_status") == [
        ["Completed and published", "1", "1"],
        ["Completed, not yet published", "0", "0"],
        ["In progress", "0", "0"],
        ["Not required", "0", "0"],
        ["Not recorded", "2", "0"],
        ["All live agreements", "3", "1"],
    ]


@pytest.mark.usefixtures("in_full")
def test_a_small_count_of_people_is_not_told_as_social_value():
    few = {"commitment": "Care leavers into work", "unit": "people", "committed": 5.0}
    many = {"reference": "A2", "commitment": "Trained", "unit": "people", "committed": 20.0}
    given = [{**few, "delivered": 3.0}, {**many, "delivered": 12.0}]
    page = shown(fairness(inputs(three_agreements(social_value=given))))
    assert rows_of(page, "social_value")[0][2:] == ["20.0", "10.0", "50%"]  # 12, rounded to 5
    assert rows_of(page, "social_value")[1][3:] == ["Not recorded", "Not told"]
    assert ["Too few people to tell", "1"] in rows_of(page, "social_value_by_delivery")


@pytest.mark.usefixtures("in_full")
def test_social_value_is_what_was_delivered_of_what_was_committed():
    register = three_agreements(
        social_value=[
            {"commitment": "Local jobs", "unit": "jobs", "committed": 10.0, "delivered": 6.0},  # B4
            {"reference": "A2", "commitment": "Apprentices", "committed": 2.0, "delivered": 2.0},
            {"reference": "A2", "commitment": "Placements", "committed": 4.0},
            {"reference": "A2", "commitment": "Talks", "committed": None, "delivered": 3.0},
        ]
    )
    page = shown(fairness(inputs(register)))
    assert rows_of(page, "social_value")[0][-1] == "60%"
    assert rows_of(page, "social_value_by_delivery") == [
        ["Delivered in full", "1"],
        ["Delivered in part", "1"],
        ["Nothing delivered yet", "0"],
        ["Delivery not recorded", "1"],
        ["All commitments", "3"],
    ]
    assert "they count as not committed, never as nought" in page.text  # A3


def counting(*counts, unit="complaints", measure="Complaints received"):
    """Return a register whose agreements returned these counts for April to June 2022, or none."""
    references = [f"A{number}" for number in range(1, len(counts) + 1)]
    quarter = {"starts_on": "2022-04-01", "ends_on": "2022-06-30", "measure": measure}
    return three_agreements(
        measures=[{"reference": one, "measure": measure, "unit": unit} for one in references],
        returns=[
            {"reference": one, "value": float(count), **quarter}
            for one, count in zip(references, counts, strict=True)
            if count is not None
        ],
    )


@pytest.mark.usefixtures("in_full")
def test_few_complaints_are_hidden_and_cannot_be_worked_out_of_the_total():
    page = shown(fairness(inputs(counting(3, 20, 31))))
    numbers = {row[0]: row[2] for row in rows_of(page, "incidents_by_agreement")}
    assert numbers["A1Day care"] == "[c]"
    # 54 in all: of 20, 30 and 55 told a reader would know that 3 is 1 to 7, and no more.
    told = [row[1] for row in rows_of(page, "incidents_by_kind")]
    assert told == ["55"]
    assert "3" not in {*numbers.values()}


@pytest.mark.usefixtures("in_full")
def test_a_total_is_hidden_where_it_would_give_a_number_away():
    page = shown(fairness(inputs(counting(8, 8, 1))))
    numbers = [row[2] for row in rows_of(page, "incidents_by_agreement")]
    assert numbers == ["10", "10", "[c]"]
    # 8 and 8 at the least of a total told as 15, which is 17 at the most, would leave 1.
    assert rows_of(page, "incidents_by_kind")[0][1] == "[c]"


def test_a_return_that_did_not_come_is_not_nought():
    page = shown(fairness(inputs(counting(0, None))))
    assert rows_of(page, "incidents_by_kind") == [["Complaints", "0", "1", "2"]]
    assert "came for 1 of these, which are not nought" in page.text
    assert rows_of(shown(fairness(inputs(counting(None)))), "incidents_by_kind") == [
        ["Complaints", "Not returned", "0", "1"]
    ]


@pytest.mark.parametrize(
    ("measure", "unit", "kind"),
    [
        ("Safeguarding concerns raised", "concerns", "Safeguarding"),
        ("serious INCIDENTS", None, "Incidents"),
        ("Complaints about safeguarding", "complaints", "Complaints"),  # the first of the words
    ],
)
def test_what_a_measure_counts_is_told_by_its_name(measure, unit, kind):
    page = shown(fairness(inputs(counting(30, unit=unit, measure=measure))))
    assert [row[0] for row in rows_of(page, "incidents_by_kind")] == [kind]


@pytest.mark.parametrize("unit", ["%", "per cent", "days"])
def test_a_share_or_a_time_is_no_count(unit):
    text = shown(fairness(inputs(counting(30, unit=unit)))).text
    assert "add a measure to the feed measures whose name has the word complaint" in text


def test_numbers_are_told_as_counted_where_the_profile_says_so():
    register = replace(counting(3, 20), suppression=Suppression(apply=False))
    assert rows_of(shown(fairness(inputs(register))), "incidents_by_kind")[0][1] == "23"


def test_counts_alone_are_told_where_the_audience_is_told_no_more():
    page = shown(fairness(given.every_section()))
    names = {table.attributes["class"].split()[0] for table in page.all("table")}
    assert names == {"equality_by_status", "social_value_by_delivery", "incidents_by_kind"}


def test_the_performance_section_does_not_tell_a_number_that_is_hidden_here():
    register = counting(3, 20)
    measures = told_measures(inputs(register, audience="manager")).measures
    assert measures["counts_people"].all()
