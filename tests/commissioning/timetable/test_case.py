"""One agreement's timetable on a page: the table, the words and the chart say the same."""

from datetime import date
from functools import cache
from xml.etree import ElementTree

import pytest

from commissioning.packs.drawing import SVG
from commissioning.timetable.case import case_timetable, headline
from commissioning.timetable.case_chart import case_chart
from commissioning.timetable.chart import named_days
from tests.commissioning.timetable.frames import agreements, each, timetable

pytestmark = pytest.mark.thorough

# The starts of rules.md, "Decision points", as they are read; each lasts until the day before the next.
STAGES = [
    ["Needs review", "18 February 2026", "18 April 2026", "60"],
    ["Design and market", "19 April 2026", "17 June 2026", "60"],
    ["Consultation", "18 June 2026", "9 September 2026", "84"],
    ["Key decision notice", "10 September 2026", "7 October 2026", "28"],
    ["Tender", "8 October 2026", "6 November 2026", "30"],
    ["Evaluate and award", "7 November 2026", "18 December 2026", "42"],
    ["Standstill", "19 December 2026", "30 December 2026", "12"],
    ["Mobilisation", "31 December 2026", "30 March 2027", "90"],
]


@cache
def case(on="2026-07-19", *, ends_on="2027-03-31", days=None):
    frame = agreements(ends_on=ends_on).assign(agreement_id=7)
    asked = {"on": date.fromisoformat(on), "timetable": days or timetable()}
    return case_timetable(frame, **asked), ends_on and case_chart(frame, **asked)


QUARTERS = [
    *(date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)),
    *(date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1)),
]


def texts(drawing):
    return [text.text for text in ElementTree.fromstring(drawing).iter(f"{{{SVG}}}text")]


def test_the_table_the_words_and_the_chart_have_every_stage_and_its_day():
    found, chart = case()
    assert [[cell.text for cell in row] for row in found.table.rows()] == STAGES
    wide, narrow = map(texts, chart.drawings)
    for name, starts, _, days in STAGES:
        assert f"{name} from {starts} ({days} days)" in found.words
        assert name in wide
        assert name in narrow
        assert starts in wide
    assert "31 Dec 26" in narrow
    assert found.words.endswith("The agreement ends on 31 March 2027.")


def test_the_drawing_can_be_read_aloud():
    found, chart = case()
    root = ElementTree.fromstring(chart.drawings[0])
    assert root.attrib["role"] == "img"
    assert root.find(f"{{{SVG}}}title").text == chart.title
    assert root.find(f"{{{SVG}}}desc").text == found.words


@pytest.mark.parametrize(
    ("on", "title"),
    [
        ("2026-02-17", "Work has to begin by 18 February 2026, in 1 day"),
        ("2026-02-18", "Work has to begin by 18 February 2026, today"),
        ("2026-02-20", "Work had to begin by 18 February 2026, 2 days ago"),
    ],
)
def test_the_title_says_how_long_there_is(on, title):
    frame = agreements(ends_on="2027-03-31")
    assert headline(frame, date.fromisoformat(on), timetable()) == title


@pytest.mark.parametrize("on", ["2026-07-19", "2027-03-31", "2027-04-01"])
def test_the_day_of_the_question_is_drawn_only_where_it_is_on_the_chart(on):
    day = date.fromisoformat(on)
    wide = texts(case(on)[1].drawings[0])
    is_within = date(2026, 2, 18) <= day <= date(2027, 3, 31)
    times = wide.count(f"{day.day} {day:%B} {day.year}")
    assert times == is_within


def test_working_days_are_called_so():
    found, _ = case(
        "2026-01-29", ends_on="2026-03-27", days=timetable(days="working", stage_days=each(5))
    )
    assert "Work has to begin by 30 January 2026, in 1 working day." in found.words
    assert "Needs review from 30 January 2026 (5 working days)" in found.words
    assert found.table.columns[-1].heading == "Working days"


def test_a_stage_counted_in_working_days_lasts_until_a_working_day():
    found, _ = case(
        "2026-01-29", ends_on="2026-03-27", days=timetable(days="working", stage_days=each(5))
    )
    first, second = ([cell.text for cell in row] for row in found.table.rows()[:2])
    # Five working days from Friday 30 January: the next stage starts on Friday 6 February.
    assert first == ["Needs review", "30 January 2026", "5 February 2026", "5"]
    assert second == ["Design and market", "6 February 2026", "12 February 2026", "5"]


def test_a_stage_of_no_days_lasts_until_no_day():
    found, _ = case(days=timetable(stage_days={"tender": 0}))
    rows = found.table.rows()
    starts, until, days = (cell.text for cell in rows[4][1:])
    assert (starts, days) == ("7 November 2026", "0")
    assert "202" not in until


def test_a_stage_of_no_days_has_no_bar_and_is_still_named():
    without = timetable(stage_days={"tender": 0})
    bars = [str(case(days=days)[1].drawings[0]).count("<path") for days in (timetable(), without)]
    assert bars[0] - bars[1] == 1
    assert "Tender from 7 November 2026 (0 days)" in case(days=without)[0].words


def test_without_an_end_there_are_no_stages_and_the_words_say_why():
    found, _ = case(ends_on=None)
    assert found.spans == ()
    assert found.table.rows() == []
    assert found.words.startswith("No end date is recorded")


def test_on_a_narrow_chart_only_the_months_that_have_room_are_named():
    placed = [(30.0 * number, day) for number, day in enumerate(QUARTERS)]
    assert named_days(placed, 30) == placed
    januaries = [date(2026, 1, 1), date(2027, 1, 1)]
    assert [day for _, day in named_days(placed, 74)] == januaries  # 120 apart
    assert [day for _, day in named_days(placed, 121)] == januaries[:1]
