"""Fingertips is pulled indicator by indicator, and what it writes where a value should be is understood."""

from datetime import date

import pandas as pd
import pytest
from pydantic import ValidationError

from commissioning.errors import BadFile
from commissioning.profile import Profile
from commissioning.sources import SOURCES
from tests.services.imitation import Imitation, Reply, as_json, listening
from tests.services.needs_services import (
    AREAS,
    FINGERTIPS,
    UPPER_TIER,
    Fingertips,
    as_table,
    fingertips_row,
)
from tests.services.pulling import TRAFFORD, Waiting, place_of, pulled, settings_of

DAY = date(2026, 4, 10)
ASK = {"indicator_ids": "108,92033", "child_area_type_id": "502", "parent_area_type_id": "6"}
TWO = {number: [fingertips_row(number, area) for area in AREAS] for number in ("108", "92033")}


def settings(imitation, **more):
    told = {"feed": "observations", "adapter": "fingertips", "ask": ASK, "buyers": (), **more}
    return settings_of("fingertips", imitation, **told)


def bring(home, answers, **more):
    with listening(Imitation(answers)) as imitation:
        return pulled(settings(imitation, **more), place_of(home, Waiting()), DAY), imitation.asked


def observations(home, *rows, header=FINGERTIPS):
    file = home / "fingertips.csv"
    file.write_bytes(as_table(list(rows), header))
    source = SOURCES["fingertips"]
    opened = source.open(file, file.name)
    assert set(source.required) <= set(opened.header)
    return source.parse(pd.concat(opened.chunks()))


def test_each_indicator_is_asked_for_and_all_become_one_table(home):
    brought, asked = bring(home, Fingertips(TWO))

    assert [each.path.rpartition("/")[2] for each in asked] == [
        "area_types",
        "by_indicator_id",
        "by_indicator_id",
    ]
    assert [each.parameters.get("indicator_ids") for each in asked] == [None, "108", "92033"]
    lines = brought.kept.path.read_text().splitlines()
    assert lines[0] == ",".join(FINGERTIPS)
    assert len(lines) == 9
    assert brought.kept.name == "fingertips.csv"
    assert "Fingertips gave 2 pages." in brought.notes


def test_england_its_regions_and_its_authorities_are_told_apart(home):
    parsed = observations(home, *TWO["108"])
    found = parsed.frames["observations"]

    assert list(found["area_level"]) == ["country", "region", "district", "district"]
    assert set(found["indicator"]) == {"fingertips_108"}
    first = found.iloc[0]
    assert (first["value"], first["lower"], first["upper"]) == (300.5, 290, 311)
    assert (first["count"], first["denominator"], first["sex"]) == (1200, 400000, "Persons")
    assert (str(first["starts_on"].date()), str(first["ends_on"].date())) == (
        "2021-01-01",
        "2023-12-31",
    )
    assert parsed.problems.empty


@pytest.mark.parametrize(
    ("cells", "value", "mark", "warned"),
    [
        ({"Value": 0, "Count": 0}, 0, None, []),  # nought is a value
        (
            {
                "Value": "",
                "Value note": "Value suppressed for disclosure control due to small count",
            },
            None,
            "suppressed",
            [],
        ),
        ({"Value": "*", "Value note": ""}, None, "suppressed", []),
        (
            {"Value": "", "Value note": "Value missing in source data"},
            None,
            "not_available",
            [],
        ),
        ({"Value": "", "Value note": ""}, None, "not_available", []),
        ({"Value": "", "Value note": "Volcano"}, None, "not_available", ["one_of"]),
        (
            {"Value": 5, "Value note": "There is a data quality issue with this value"},
            5,
            None,
            ["value_without_note"],
        ),
    ],
)
def test_a_value_that_is_not_there_is_no_nought_and_no_error(home, cells, value, mark, warned):
    row = fingertips_row("108", AREAS[3], **{"Lower CI 95.0 limit": "", **cells})
    parsed = observations(home, row)
    [found] = parsed.frames["observations"].astype("object").to_dict("records")

    assert (None if pd.isna(found["value"]) else found["value"]) == value
    assert (None if pd.isna(found["mark"]) else found["mark"]) == mark
    assert list(parsed.problems["expectation"]) == warned
    assert set(parsed.problems["severity"]) <= {"warning"}


def test_a_year_measured_by_schools_begins_in_september_and_another_in_april(home):
    rows = [
        fingertips_row(number, AREAS[3], **{"Time period": "2023/24"})
        for number in ("41101", "92033")
    ]
    found = observations(home, *rows).frames["observations"]
    assert [str(day.date()) for day in found["starts_on"]] == ["2023-04-01", "2023-09-01"]
    assert [str(day.date()) for day in found["ends_on"]] == ["2024-03-31", "2024-08-31"]


@pytest.mark.parametrize("parent", ["Counties & UAs (from Apr 2023)", "ICBs", "subregion"])
def test_the_second_comparison_may_be_with_any_kind_of_area_and_the_last_column_be_absent(
    home, parent
):
    column = "Compared to Regions (statistical) value or percentiles"
    header = [
        f"Compared to {parent} value or percentiles" if n == column else n for n in FINGERTIPS
    ]
    parsed = observations(home, *TWO["108"], header=header[:-1])
    assert len(parsed.frames["observations"]) == 4
    file = home / "fingertips.csv"
    source = SOURCES["fingertips"]
    assert source.unknown_columns(source.open(file, file.name).header) == ()


def test_people_of_a_category_are_a_group_and_not_everybody(home):
    kind = "County & UA deprivation deciles in England"
    row = fingertips_row(
        "108", AREAS[0], **{"Category Type": kind, "Category": "Most deprived decile"}
    )
    found = observations(home, row, fingertips_row("108", AREAS[0])).frames["observations"]
    assert found["group"].fillna("").tolist() == [f"{kind}: Most deprived decile", ""]


def test_a_practice_is_set_aside_and_two_versions_of_areas_are_told_of(home):
    practice = fingertips_row("108", ("A81002", "Queens Park Medical Centre", "GPs"))
    again = ("E08000006", "Salford", "Counties & UAs (2021/22-2022/23)")
    problems = observations(home, practice, *TWO["108"], fingertips_row("108", again)).problems
    assert problems[["row_no", "expectation", "severity"]].to_numpy().tolist() == [
        [1, "is_an_area_code", "critical"],
        [6, "one_version_of_areas", "warning"],
    ]


def spoilt(reply):
    return Fingertips(TWO, spoil=lambda _good: reply)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (spoilt(Reply(b"<!DOCTYPE html><html>", kind="text/html")), "a web page"),
        (spoilt(Reply(b"")), "an empty answer"),
        (spoilt(Reply(as_table([]))), "a header and not one row"),
        (spoilt(as_json({"error": "Timeout expired"})), "'Timeout expired'"),
        (spoilt(Reply(b"The service is busy")), "no table, but 'The service is busy'"),
        (
            spoilt(Reply(b"Sorry, no data, today, again\nTry, a, later, day")),
            "no column Indicator ID",
        ),
        (spoilt(Reply(as_table(TWO["108"]) + b"an,error,midway\n")), "a row of 3 cells"),
        (spoilt(Reply(b"", 500)), "the service answered 500"),
        (spoilt(Reply(b"", 503)), "too many requests"),
        (spoilt(Reply(as_table(TWO["108"]), cut_at=900)), "108"),
        (spoilt(as_json(["Unknown parameter"], 400)), "Unknown parameter"),
        (Fingertips(TWO, kinds={402: "Old", 6: "Regions"}), "no kind of area 502"),
        (
            Fingertips(
                {
                    "108": [
                        *TWO["108"],
                        fingertips_row("108", (*AREAS[2][:2], "Counties & UAs (2019)")),
                    ]
                }
            ),
            "two versions of one kind of area",
        ),
    ],
)
def test_what_is_not_data_stops_the_pull_with_one_sentence(home, answers, says):
    with pytest.raises(BadFile) as stopped:
        bring(home, answers)

    assert says in str(stopped.value)
    assert "\n" not in str(stopped.value)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ({**ASK, "child_area_type_id": "402,502"}, "double the rows"),
        ({"indicator_ids": "108", "child_area_type_id": "502"}, "no parent_area_type_id"),
        ({**ASK, "indicator_ids": "108,obesity"}, "write numbers, with commas"),
        ({**ASK, "group_id": "1"}, "no one choice of indicators"),
        ({**ASK, "areas": "E08000009"}, "areas under ask"),
    ],
)
def test_a_source_that_asks_what_would_not_be_answered_is_refused(ask, says):
    with pytest.raises(ValidationError, match=says):
        settings(Imitation(Fingertips(TWO)), ask=ask)


def test_two_sources_of_one_indicator_by_two_versions_of_its_areas_are_refused():
    one = settings(Imitation(Fingertips(TWO)))
    later, other = ({**ASK, "child_area_type_id": kind} for kind in ("402", "401"))
    sources = {"one": one, "other": settings(Imitation(Fingertips(TWO)), ask=other)}
    table = {name: each.model_dump(exclude_defaults=True) for name, each in sources.items()}
    assert {"one", "other"} <= Profile.model_validate({**TRAFFORD, "sources": table}).sources.keys()
    table["other"]["ask"] = later
    says = "asks in one and other for indicator_ids 108, 92033 of one kind of area as 502 and 402"
    with pytest.raises(ValidationError, match=says):
        Profile.model_validate({**TRAFFORD, "sources": table})


def test_a_whole_profile_is_one_question(home):
    ask = {"profile_id": "19", "child_area_type_id": "502", "parent_area_type_id": "6"}
    brought, asked = bring(home, Fingertips(TWO), ask=ask)

    assert asked[1].path.endswith("/all_data/csv/by_profile_id")
    assert asked[1].parameters["profile_id"] == "19"
    assert UPPER_TIER in brought.kept.path.read_text()
