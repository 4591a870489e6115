"""Section 4: measures against their target, what moved by more than chance, and what came late."""

import re
from dataclasses import replace
from datetime import date

import pytest

from commissioning.packs.audiences import AUDIENCES
from commissioning.packs.build import build
from commissioning.packs.performance import performance
from commissioning.profile_tables import Rebase, Suppression
from tests.packs.measure_builders import STEADY, measure, measured_inputs, monthly
from tests.packs.page_read import read, rows_of, shown


@pytest.fixture
def all_measures(monkeypatch):
    """The management team is told of every measure, as contract managers are."""
    monkeypatch.setitem(AUDIENCES, "dmt", replace(AUDIENCES["dmt"], measures="all"))


def charts(section):
    return [one.chart for one in section.context["exhibits"] if one.chart]


def test_with_no_measure_it_says_so_and_what_would_mend_it():
    page = shown(performance(measured_inputs()))
    assert "No measure of any agreement is recorded." in page.text
    assert "neither red nor green" in page.text
    assert "commissioning load measures" in page.text
    assert not page.all("table")


@pytest.mark.usefixtures("all_measures")
def test_a_measure_nobody_returned_is_grey_and_never_green():
    page = shown(performance(measured_inputs([measure()])))
    assert rows_of(page, "measures_by_colour") == [
        ["Red", "0", "0"],
        ["Amber", "0", "0"],
        ["Green", "0", "0"],
        ["GreyNo value in time", "1", "1"],
        ["GreyNo target or direction", "0", "0"],
    ]
    [row] = rows_of(page, "measures")
    assert row[2:4] == ["No value", "Greyno return has come"]
    assert row[6] == "Not rated"


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
@pytest.mark.parametrize(
    ("value", "colour", "rating"),
    [
        (90, "Green", "Good"),
        (81, "Amber", "Approaching target"),
        (80.9, "Red", "Requires improvement"),
        (71.9, "Red", "Inadequate"),
    ],
)
def test_the_rating_is_told_beside_the_colour_and_not_for_it(value, colour, rating):
    given = measured_inputs([measure(target=90.0, tolerance=0.1)], monthly([85.5, value]))
    [row] = rows_of(shown(performance(given)), "measures")
    assert row[0] == "Visits on time (A1)Day careCare Ltd"
    assert row[1:4] == ["90% or more", f"{value:g}%June 2022", colour]
    assert row[5:] == [f"85.5; {value:g}", rating]


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
def test_direction_says_which_way_it_went_and_whether_that_is_better():
    lower = measure("Waiting time", unit="days", direction="lower", target=28.0)
    given = measured_inputs([lower], monthly([30.0, 33.0], "Waiting time"))
    [row] = rows_of(shown(performance(given)), "measures")
    assert row[1] == "28 days or less"
    assert row[4] == "▲ Up from 30 days: worse"


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
def test_a_value_that_another_should_have_followed_is_grey():
    given = measured_inputs([measure()], monthly([60.0], last="2021-12"))
    [row] = rows_of(shown(performance(given)), "measures")
    assert row[3] == "Greyno return since December 2021"


@pytest.mark.thorough
def test_the_management_team_is_told_what_is_red_or_getting_worse():
    those = [measure("Red"), measure("Steady"), measure("Falling")]
    returns = [
        *monthly([20.0, 30.0], "Red"),
        *monthly([60.0, 61.0], "Steady"),
        *monthly([70.0, 60.0], "Falling"),
    ]
    page = shown(performance(measured_inputs(those, returns)))
    assert [row[0].split(" (")[0] for row in rows_of(page, "measures")] == ["Red", "Falling"]
    assert "3 measures: 1 red, 0 amber, 2 green and 0 grey. 1 is getting worse" in page.text


@pytest.mark.thorough
def test_a_provider_has_room_to_comment():
    given = measured_inputs([measure()], monthly([60.0]), audience="provider")
    page = shown(performance(given))
    assert [row[-1] for row in rows_of(page, "measures")] == ["To be written"]


@pytest.mark.thorough
def test_the_public_is_told_counts_and_no_value():
    given = measured_inputs([measure()], monthly([*STEADY, 43.21]), audience="public")
    page = shown(performance(given))
    assert rows_of(page, "measures_by_rating")[2] == ["Requires improvement", "1"]
    assert "43.21" not in page.text
    assert "Visits on time" not in page.text


@pytest.mark.thorough
def test_a_chart_is_headed_by_what_it_found():
    section = performance(measured_inputs([measure()], monthly([*STEADY, 40.0])))
    [_, found] = charts(section)
    assert found.title == "Visits on time (A1) fell below its limits in June 2022"
    assert "1 point has a special cause, the last in June 2022" in found.description
    assert "▲ Worse by more than chance" in found.drawings[0]
    assert "Target 50%" in found.drawings[0]


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
@pytest.mark.parametrize(
    ("more", "title"),
    [
        ([51.0], "varied as usual to June 2022: no change beyond chance"),
        ([58.0, 58.0], "stayed above its limits in June 2022"),
        ([46.0, 47, 48, 49, 50, 51, 51.5], "rose 6 times running to June 2022"),
        (
            [50.0, 51.5, 51.6] * 1 + [51.5, 51.6] * 3,
            "was above its mean 8 periods running to June 2022",
        ),
        ([50.0, 50.2, None], "varied as usual to May 2022: no change beyond chance"),
        # Nothing is told across a period without a value.
        (
            [51.5, 51.6, None, *[51.5, 51.6] * 3, 51.5],
            "was above its mean 7 periods running to June 2022",
        ),
    ],
)
def test_each_kind_of_finding_has_its_words(more, title):
    section = performance(measured_inputs([measure()], monthly([*STEADY, *STEADY, *more])))
    assert charts(section)[1].title == f"Visits on time (A1) {title}"


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
def test_a_special_cause_has_a_shape_of_its_own():
    plain = performance(measured_inputs([measure()], monthly([*STEADY, 51.0])))
    better = performance(measured_inputs([measure()], monthly([*STEADY, 60.0])))
    outlines = [
        set(re.findall(r'<path transform="[^"]+" d="([^"]+)" fill', charts(section)[1].drawings[0]))
        for section in (plain, better)
    ]
    assert len(outlines[1] - outlines[0]) == 1  # the diamond


@pytest.mark.thorough
def test_with_few_values_no_chart_is_drawn_and_the_page_says_how_many_are_needed():
    section = performance(measured_inputs([measure()], monthly([40.0] * 12)))
    assert len(charts(section)) == 1
    assert "13 values are needed to tell a change from noise, and the longest series has 12" in (
        shown(section).text
    )


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
def test_a_fifth_series_is_drawn_beside_others():
    names = [f"Measure {number}" for number in range(1, 7)]
    returns = [row for name in names for row in monthly([*STEADY, 51.0], name)]
    section = performance(measured_inputs([measure(name) for name in names], returns))
    assert [one.name for one in charts(section)[1:]] == [
        *(f"process-{number}" for number in range(1, 5)),
        "process-panels-1",
    ]
    assert charts(section)[-1].title == "None of 2 other measures changed by more than chance"
    points = next(table for table in section.tables if table.name == "process_points")
    assert len(points.frame) == 6 * 15


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
def test_a_rebased_series_is_compared_with_itself_anew_and_the_chart_says_why():
    given = measured_inputs([measure()], monthly([*STEADY, *(value + 20 for value in STEADY)]))
    rebase = Rebase(
        reference="A1", measure="Visits on time", on=date(2021, 4, 20), reason="New provider"
    )
    rebased = replace(given, register=replace(given.register, rebases=(rebase,)))
    before, after = (charts(performance(each))[1] for each in (given, rebased))
    assert before.title == "Visits on time (A1) stayed above its limits in June 2022"
    assert after.title.endswith("varied as usual to June 2022: no change beyond chance")
    assert "Rebased from May 2021: New provider." in after.description


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
def test_a_period_passed_over_is_a_gap():
    returns = monthly([*STEADY, 51.0, 52.0, 53.0])
    del returns[-3]
    given = measured_inputs([measure()], returns)
    [row] = rows_of(shown(performance(given)), "measures")
    assert row[5].startswith("52; 50; 52; 50; 52; none; 52; 53")


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
def test_a_quarter_passed_over_after_a_first_one_cut_to_the_start_is_a_gap():
    quarters = [("2025-05-15", "2025-06-30", 50.0), ("2025-10-01", "2025-12-31", 52.0)]
    returns = [
        {**monthly([value])[0], "starts_on": starts_on, "ends_on": ends_on}
        for starts_on, ends_on, value in quarters
    ]
    given = measured_inputs([measure(frequency="quarterly")], returns)
    [row] = rows_of(shown(performance(replace(given, on=date(2026, 1, 31)))), "measures")
    assert row[5].startswith("50; none; 52")


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
def test_a_small_count_of_people_is_neither_written_nor_drawn():
    helped = measure("Helped into work", unit="people", kind="better_off", target=3.0)
    given = measured_inputs([helped], monthly([13.0] * 13 + [4.0], "Helped into work"))
    page = shown(performance(given))
    [row] = rows_of(page, "measures")
    assert row[2] == "fewer than 8June 2022"
    assert row[3] == "Greytoo few people to tell"  # a colour beside the target would tell it
    assert row[4] == "▼ Down from 15 people"
    assert "a number of people too small to show" in page.text
    shown_all = replace(given.register, suppression=Suppression(apply=False))
    [row] = rows_of(shown(performance(replace(given, register=shown_all))), "measures")
    assert row[2] == "4 peopleJune 2022"


def test_late_and_missing_returns_are_counted_and_listed():
    returns = monthly([60.0, 61.0, 62.0, 63.0])
    returns[1]["received_on"] = date(2022, 6, 1)  # due on 14 May
    returns[2] |= {"value": None, "received_on": None}
    returns[3]["received_on"] = None  # it is here, and nobody wrote down when it came
    page = shown(performance(measured_inputs([measure()], returns)))
    assert rows_of(page, "returns_by_when_they_came") == [
        ["In time", "1"],
        ["Came late", "1"],
        ["Has not come", "1"],
        ["Day it came not recorded", "1"],
    ]
    name = "Visits on time (A1)"
    assert rows_of(page, "returns_late_or_missing") == [
        [f"{name}April 2022", "Came late", "14 May 2022", "1 June 2022", "18"],
        [f"{name}May 2022", "Has not come", "14 June 2022", "Not recorded", "47"],
        [
            f"{name}June 2022",
            "Day it came not recorded",
            "14 July 2022",
            "Not recorded",
            "Not known",
        ],
    ]


@pytest.mark.thorough
def test_a_return_that_nobody_listed_is_missing_all_the_same():
    returns = monthly([60.0, 61.0, 62.0])
    del returns[1]
    page = shown(performance(measured_inputs([measure()], returns)))
    [row] = rows_of(page, "returns_late_or_missing")
    assert row[:2] == ["Visits on time (A1)May 2022", "Has not come"]
    assert row[2] == "14 June 2022as long after its period as the last one was"


@pytest.mark.thorough
def test_what_is_due_of_a_measure_that_does_not_say_how_often_cannot_be_told():
    page = shown(performance(measured_inputs([measure(frequency=None)], monthly([60.0]))))
    assert "cannot be told of 1 measure: how often it is returned is not recorded." in page.text


@pytest.mark.thorough
@pytest.mark.usefixtures("all_measures")
def test_what_is_expected_is_told_of_a_stable_process_alone():
    those = [measure("Steady"), measure("Risen"), measure("Short")]
    returns = [
        *monthly([50.0, 52.0] * 8, "Steady"),
        *monthly([*STEADY, 60.0], "Risen"),
        *monthly([50.0], "Short"),
    ]
    page = shown(performance(measured_inputs(those, returns)))
    told = {row[0]: row[1:] for row in rows_of(page, "measures_forecast")}
    assert told["Steady (A1)"][:2] == ["51%", "45.68% to 56.32%"]
    assert told["Steady (A1)"][2].startswith("mean of the stable process")
    assert told["Risen (A1)"][0] == "No forecastnot stable: 1 of its 15 points has a special cause"
    assert told["Short (A1)"][0] == "No forecast1 of the 13 points needed"


@pytest.mark.thorough
def test_what_is_invented_is_marked_at_every_section_and_chart_that_rests_on_it():
    given = measured_inputs([measure()], monthly([*STEADY, 40.0]))
    pack = build(replace(given, illustrative=frozenset({"returns"})))
    page = read(pack.html)
    marked = [
        one.within("section").attributes["id"]
        for one in page.all("p")
        if one.attributes.get("class") == "illustrative"
    ]
    # Each section that rests on returns, and each of the charts in them: two in performance, one in outcomes.
    assert marked.count("performance") == 3
    assert marked.count("outcomes") == 2
    captions = {name: table.caption for name, table in pack.tables.items()}
    assert captions["measures"].endswith("(illustrative: invented figures)")
    assert "invented" not in captions["ends_by_reach"]
    assert "expiry" not in marked
    assert "need" not in marked
    assert b"invented figures" not in build(given).html.partition(b"</style>")[2]
