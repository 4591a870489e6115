"""Section 5: how much, how well and whether anyone is better off, kept apart."""

from dataclasses import replace

import pytest

from commissioning.packs.audiences import AUDIENCES
from commissioning.packs.outcomes import outcomes
from tests.packs.measure_builders import measure, measured_inputs, monthly
from tests.packs.page_read import rows_of, shown

MEASURES = [
    measure("Sessions", kind="how_much", unit="sessions", target=None),
    measure("Visits on time", kind="how_well", baseline=40.0),
    measure("In work", kind="better_off"),
    measure("Untold", kind=None),
]
RETURNS = [
    *monthly([100.0], "Sessions"),
    *monthly([30.0], "Visits on time"),
    *monthly([60.0], "In work"),
    *monthly([60.0], "Untold"),
]


def told(monkeypatch, scale):
    monkeypatch.setitem(AUDIENCES, "dmt", replace(AUDIENCES["dmt"], outcomes=scale))
    return shown(outcomes(measured_inputs(MEASURES, RETURNS)))


@pytest.mark.thorough
@pytest.mark.parametrize("scale", ["all", "exceptions", "headline"])
def test_every_measure_is_under_one_question(monkeypatch, scale):
    page = told(monkeypatch, scale)
    assert rows_of(page, "report_card") == [
        ["How much was done?", "1", "0", "0", "0", "1", "1"],
        ["How well was it done?", "1", "0", "0", "1", "0", "1"],
        ["Is anyone better off?", "1", "1", "0", "0", "0", "1"],
        ["Not recorded", "1", "1", "0", "0", "0", "1"],
    ]
    assert "1 of 1 such measure meets its target" in page.text


def test_the_full_card_has_a_table_for_each_question(monkeypatch):
    page = told(monkeypatch, "all")
    [row] = rows_of(page, "outcomes_how_well")
    assert row[:5] == ["Visits on time (A1)Day care", "30%June 2022", "40%", "50% or more", "Red"]
    assert [row[0] for row in rows_of(page, "outcomes_better_off")] == ["In work (A1)Day care"]


@pytest.mark.thorough
def test_exceptions_are_what_is_off_course(monkeypatch):
    page = told(monkeypatch, "exceptions")
    assert rows_of(page, "outcomes_how_well")[0][4] == "Red"
    assert "Is anyone better off? None of 1 measure is off course." in page.text


@pytest.mark.thorough
def test_grey_is_not_told_as_on_course(monkeypatch):
    monkeypatch.setitem(AUDIENCES, "dmt", replace(AUDIENCES["dmt"], outcomes="exceptions"))
    better_off = [measure("In work", kind="better_off"), measure("Housed", kind="better_off")]
    text = shown(outcomes(measured_inputs(better_off, []))).text
    assert "Whether any of 2 measures is off course cannot be told: all are grey." in text
    text = shown(outcomes(measured_inputs(better_off, monthly([60.0], "In work")))).text
    assert "None of 1 measure is off course; of 1 more, which are grey, it cannot be told." in text


@pytest.mark.thorough
def test_the_headline_has_no_measure_by_name(monkeypatch):
    assert "In work" not in told(monkeypatch, "headline").text


@pytest.mark.thorough
def test_with_no_measure_of_being_better_off_it_says_so():
    page = shown(outcomes(measured_inputs([measure()], monthly([60.0]))))
    assert "Whether anyone is better off is measured of none of 1 agreement" in page.text
    assert "Is anyone better off? No measure says." in page.text


def test_with_no_measure_it_says_so():
    assert "No measure of any agreement is recorded." in shown(outcomes(measured_inputs())).text
