"""The needs profile: what each number is beside, what is not compared and why, and what is stale."""

import csv
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from commissioning.packs.areas_compared import compared
from commissioning.packs.need_basis import basis
from commissioning.packs.need_compared import comparisons, peers, rank_of
from commissioning.packs.need_comparison import own_measures, region_of, tiles
from commissioning.packs.need_described import described
from commissioning.packs.need_glance import at_a_glance
from commissioning.packs.need_groups import by_group, groups_table
from commissioning.packs.need_inputs import no_definitions
from commissioning.packs.need_map import deprivation_map
from commissioning.packs.need_measures import measured
from commissioning.packs.need_profile import build_profile
from commissioning.packs.need_trends import trend_told, trends
from commissioning.packs.need_within import areas_within, within
from commissioning.profile_tables import IndicatorSettings
from tests.packs.builders import districts
from tests.packs.need_builders import (
    ENGLAND,
    NORTH_WEST,
    full_need_inputs,
    measures,
    need_inputs,
    observed,
    over_years,
    refused,
)
from tests.packs.page_read import read, rows_of, shown

pytestmark = pytest.mark.thorough

EXAMPLES = Path(__file__).parents[2] / "examples"


def glance(inputs):
    return rows_of(shown(at_a_glance(measures(inputs), inputs)), "need_at_a_glance")


def test_a_share_of_people_has_wilsons_interval():
    # 10 of 100: 5.5% to 17.4% is the worked example of Newcombe, Statistics in Medicine 17 (1998).
    [row] = glance(need_inputs({"count": 10, "denominator": 100}))
    assert row[1] == "10.0%5.5% to 17.4%"


def test_a_published_interval_is_kept():
    [row] = glance(need_inputs({"value": 12.5, "lower": 11.0, "upper": 14.0}))
    assert row[1] == "12.511.0 to 14.0"


@pytest.mark.parametrize(
    ("england", "better", "told"),
    [
        (9, None, "● Similar"),
        (5.5, None, "▲ Higher"),
        (17.5, None, "▼ Lower"),
        (5.5, "lower", "▲ Worse"),
        (17.5, "lower", "▼ Better"),
        (9, "lower", "● Similar"),
    ],
)
def test_a_value_stands_to_englands_by_its_interval_and_by_which_way_is_better(
    england, better, told
):
    inputs = need_inputs(
        {"count": 10, "denominator": 100},
        {"area_code": ENGLAND, "count": england * 100, "denominator": 10_000},
        indicators={"carers": IndicatorSettings(better=better)},
    )
    [row] = glance(inputs)
    assert row[3].startswith(f"{told}England: ")
    assert row[4] == "Not compared: the North West is not loaded"


def defined(**fields):
    """Return the definition of an indicator as a load told it."""
    given = {"indicator": "carers", "title": "People who care", "source": "needs"}
    row = {**dict.fromkeys(no_definitions().columns), **given, **fields}
    return pd.DataFrame([row]).assign(edition_on=pd.Timestamp("2026-01-31"))


@pytest.mark.parametrize(
    ("polarity", "told"),
    [
        ("low_is_good", "▲ Worse"),
        ("high_is_good", "▲ Better"),
        ("no_judgement", "▲ Higher"),
        ("not_applicable", "Not compared: its publisher says not applicable"),
        (None, "▲ Higher"),  # a word that is not known is no judgement
    ],
)
def test_the_publisher_s_own_word_says_which_way_is_better(polarity, told):
    inputs = need_inputs(
        {"count": 10, "denominator": 100},
        {"area_code": ENGLAND, "count": 550, "denominator": 10_000},
        definitions=defined(polarity=polarity, definition="Care given unpaid", caveats="Survey"),
    )
    [row] = glance(inputs)
    assert row[0].startswith("People who care")
    assert row[3].startswith(told)
    page = shown(described(measures(inputs)))
    [meaning] = rows_of(page, "need_definitions")
    assert meaning[1] == "Care given unpaid"
    [method] = rows_of(page, "need_methods")
    assert method[3] == "Survey"


def test_the_authority_s_own_word_goes_before_the_publisher_s_and_says_whose_it_is():
    inputs = need_inputs(
        {"count": 10, "denominator": 100},
        {"area_code": ENGLAND, "count": 550, "denominator": 10_000},
        indicators={"carers": IndicatorSettings(better="higher")},
        definitions=defined(polarity="low_is_good"),
    )
    [row] = glance(inputs)
    assert row[3].startswith("▲ Better")
    [meaning] = rows_of(shown(described(measures(inputs))), "need_definitions")
    assert meaning[2:] == ["Higher is better", "the profile of Anytown Council"]


@pytest.mark.parametrize(
    ("number", "side", "whose"),
    [
        ("108", "Lower is better", "the table that comes with this product"),
        ("91040", "Not said: published as lower is better", "the table that comes with"),
        ("999999999", "Not said", "Nobody's"),
    ],
)
def test_without_metadata_the_product_s_own_table_is_used_and_the_page_says_so(number, side, whose):
    inputs = need_inputs({"indicator": f"fingertips_{number}", "count": 10, "denominator": 100})
    [meaning] = rows_of(shown(described(measures(inputs))), "need_definitions")
    assert meaning[1] == "No definition loaded"
    assert meaning[2].startswith(side)
    assert meaning[3].startswith(whose)


def test_what_is_better_of_an_indicator_is_not_taken_for_what_is_better_of_a_group():
    rows = [
        {"group": group, "area_code": code, "count": count, "denominator": 1_000}
        for group, pair in {"Disabled": (100, 200), "Not disabled": (900, 800)}.items()
        for code, count in zip(("E08000006", ENGLAND), pair, strict=True)
    ]
    said = {"carers/Disabled": IndicatorSettings(title="Disabled residents", better="lower")}
    found = {row[0]: row[3][:8] for row in glance(need_inputs(*rows, indicators=said))}
    assert found == {
        "Disabled residentsper cent": "▼ Better",
        "Carers, Not disabledper cent": "▲ Higher",
    }


def test_values_of_different_periods_are_not_compared_and_it_is_said():
    earlier = {"starts_on": "2024-01-01", "ends_on": "2024-12-31"}
    inputs = need_inputs(
        {"count": 10, "denominator": 100},
        {"area_code": ENGLAND, "count": 900, "denominator": 10_000, **earlier},
    )
    assert glance(inputs)[0][3] == "Not compared: England's value is of 2024"


def test_a_value_without_an_interval_is_not_called_similar():
    inputs = need_inputs({"value": 10}, {"area_code": ENGLAND, "value": 10})
    assert glance(inputs)[0][3] == "Not compared: no intervalEngland: 10.0"


def test_missing_is_never_nought():
    rows = observed({"mark": "suppressed"}, {"indicator": "falls", "count": 0, "denominator": 50})
    found = measured(rows).set_index("indicator")["value"]
    assert pd.isna(found["carers"])
    assert found["falls"] == 0


def test_a_suppressed_value_is_not_worked_out_from_its_count():
    england = {"area_code": ENGLAND, "value": 9, "count": 900, "denominator": 10_000}
    found = measured(
        observed({"count": 3, "denominator": 100, "mark": "suppressed"}, england)
    ).set_index("area_code")
    assert found.loc["E08000006", ["value", "lower", "upper"]].isna().all()
    assert found.loc[ENGLAND, "value"] == 9


def test_a_standardised_rate_is_not_given_the_interval_of_a_crude_one():
    rows = [
        {"area_code": code, "value": value, "count": 100, "denominator": 1_000}
        for code, value in {"E08000006": 14, ENGLAND: 10, NORTH_WEST: 10}.items()
    ]
    found = measured(observed(*rows)).set_index("area_code")
    assert found["lower"].isna().to_dict() == {
        "E08000006": True,
        ENGLAND: False,
        NORTH_WEST: False,
    }


def test_what_two_areas_tell_differently_is_in_a_unit_of_its_own():
    rows = [
        {"area_code": code, "value": value, "count": 100, "denominator": 1_000}
        for code, value in {"E08000006": 100, ENGLAND: 10}.items()
    ]
    assert measured(observed(*rows))["per"].isna().all()


def test_a_published_rate_by_age_is_not_replaced_by_a_share_of_all_ages():
    rows = [
        {"age": "All ages", "value": 20, "count": 100},
        {"age": "65+", "value": 50, "count": 40},
    ]
    assert measured(observed(*rows)).set_index("age")["value"].to_dict() == {
        "All ages": 20,
        "65+": 50,
    }


def test_population_by_age_becomes_shares_of_all_ages_of_the_same_people():
    path = EXAMPLES / "trafford" / "trafford_mye2024_all_geographies.csv"
    with path.open(newline="", encoding="utf-8") as file:
        counts = next(
            row
            for row in csv.DictReader(file)
            if row["area_code"] == "E08000009" and row["sex"] == "Persons"
        )
    ages = {"All ages": "all_ages", "65+": "aged_65_and_over"}
    rows = [
        {"indicator": "population", "age": age, "count": int(counts[column])}
        for age, column in ages.items()
    ]
    found = measured(observed(*rows)).set_index("age")
    share = 100 * int(counts["aged_65_and_over"]) / int(counts["all_ages"])
    assert found.loc["65+", "value"] == pytest.approx(share)
    assert found.loc["All ages", "value"] != found.loc["All ages", "value"]  # a count, and no share


def test_nothing_loaded_is_said_with_what_would_mend_it():
    page = shown(at_a_glance([], need_inputs()))
    assert "No indicator with a count and a denominator is loaded for Anytown." in page.text
    assert "refresh the needs again" in page.text


@pytest.mark.thorough
def test_the_neighbours_that_the_profile_names_are_ranked():
    rows = [
        {"area_code": code, "count": count, "denominator": 1_000}
        for code, count in {
            "E08000006": 100,
            "E08000007": 150,
            "E08000008": 50,
            "E08000001": 10,
        }.items()
    ]
    inputs = need_inputs(*rows, neighbours=("E08000007", "E08000008"))
    section = comparisons(measures(inputs), inputs)
    [one] = section.context["exhibits"]
    assert one.chart.title == "Carers: Anytown is 2nd of 3, highest first"
    assert list(one.kept_back[0][1].frame["area_code"]) == ["E08000007", "E08000006", "E08000008"]


def test_a_county_is_ranked_among_the_neighbours_that_its_profile_names():
    county, other = "E10000017", "E10000007"
    rows = [
        {"area_code": code, "count": count, "denominator": 1_000}
        for code, count in {county: 100, other: 150}.items()
    ]
    inputs = need_inputs(*rows, area_code=county, neighbours=(other,))
    among = peers(measures(inputs)[0], inputs)
    assert rank_of(among, county) == (2, 2)


def test_groups_are_compared_in_the_latest_period_only():
    earlier = {"starts_on": "2024-01-01", "ends_on": "2024-12-31"}
    rows = [
        {"group": group, "count": 10, "denominator": 100, **when}
        for group, when in {"A": {}, "B": {}, "C": earlier}.items()
    ]
    inputs = need_inputs(*rows)
    [of] = by_group(own_measures(measured(inputs.observations), inputs)).values()
    assert [one.row["group"] for one in of] == ["A", "B"]
    assert groups_table("carers", of).caption == "Carers, per cent, 2025, by group"


def test_a_trend_needs_five_years():
    four, five = (
        need_inputs(*over_years(counts)) for counts in ([1, 2, 3, 4], [60, 80, 100, 120, 140])
    )
    assert "has 5 periods; 1 has fewer." in shown(trends(measures(four), four)).text
    section = trends(measures(five), five)
    assert section.context["lead"] == "Of 1 indicator with 5 periods or more: 1 increasing."
    assert "from 6.0% to 14.0% (▲ Increasing)" in section.context["exhibits"][0].chart.description


def test_a_chart_of_some_of_the_trends_says_of_how_many():
    rows = [
        {**row, "indicator": f"falls {place:02}"}
        for place in range(10)
        for row in over_years([60, 80, 100, 120, 140])
    ]
    inputs = need_inputs(*rows)
    subtitle = trends(measures(inputs), inputs).context["exhibits"][0].chart.subtitle
    assert subtitle.startswith("9 of 10 indicators are drawn; Anytown, each period")


@pytest.mark.parametrize(
    ("years", "told"),
    [
        (3, "Not tested: its periods overlap"),
        (1, "Not tested: it was 0.0% in each of its last 5 periods"),
    ],
)
def test_a_trend_that_is_not_tested_says_why(years, told):
    rows = over_years([0, 0, 0, 0, 0])
    for row in rows:
        row["ends_on"] = f"{int(row['starts_on'][:4]) + years - 1}-12-31"
    inputs = need_inputs(*rows)
    assert trend_told(measures(inputs)[0], inputs) == told


def test_a_ward_of_another_district_is_not_claimed_by_its_name():
    places = {
        "E05000001": "Anytown East",
        "E05000002": "Anytown 012",
        "E02000001": "Anytown 012",
        "E01000001": "Anytown 012A",
        "E01000002": "Anytown North 012A",
        "E08000007": "Elsewhere",
    }
    rows = [{"area_code": code, "area_name": name, "value": 1} for code, name in places.items()]
    inputs = need_inputs({"value": 1}, *rows)
    found = within(measured(inputs.observations), inputs)
    assert sorted(found["area_code"]) == ["E01000001", "E02000001"]


@pytest.mark.thorough
def test_wards_are_told_beside_the_whole_of_the_authority():
    inputs = full_need_inputs()
    section = areas_within(measured(inputs.observations), measures(inputs), inputs)
    chart = section.context["exhibits"][0].chart
    # 14% of all: 5 of 100 has an interval to 11.2%, 25 of 100 one from 17.5% (Wilson), 20 one from 13.3%.
    assert chart.title == "Carers: 8 of 12 wards are higher than Anytown, 1 lower"


def test_the_tile_map_has_each_of_the_districts_once():
    path = EXAMPLES / "needs" / "iod2025_lad.csv"
    with path.open(newline="", encoding="utf-8") as file:
        codes = {row["area_code"] for row in csv.DictReader(file)}
    layout = tiles()
    assert set(layout["area_code"]) == codes
    assert len(layout) == 296
    assert not layout.duplicated(["across", "up"]).any()
    assert region_of("E08000009") == NORTH_WEST


@pytest.mark.thorough
def test_the_map_says_that_it_is_no_map_of_boundaries():
    assert "Boundaries are not available offline" in shown(_map_of_the_real_districts()).text


def mapped(inputs):
    found = compared(inputs.observations, inputs.area_code, inputs.area_name)
    return deprivation_map(found, inputs)


def _map_of_the_real_districts():
    others = iter(sorted(set(tiles()["area_code"]) - {"E08000006"}))
    codes = {"Anytown": "E08000006"}
    rows = districts(24)
    for row in rows:
        row["area_code"] = codes.setdefault(row["area_name"], "") or next(others)
        codes[row["area_name"]] = row["area_code"]
    return mapped(need_inputs(*rows))


def test_no_map_is_drawn_of_a_part_of_the_nation():
    page = shown(mapped(need_inputs(*districts(24)[:20])))
    assert "No map can be drawn." in page.text


@pytest.mark.thorough
def test_what_rests_on_a_refused_file_is_marked_in_the_line_the_section_the_row_and_the_chart():
    page = read(build_profile(full_need_inputs()).html)
    [line] = [one.text for one in page.all("p") if one.attributes.get("class") == "line"]
    assert line.endswith("1 source of it is stale.")
    marks = [one for one in page.all("div") if "stale" in one.attributes.get("class", "").split()]
    # Every section but the two of the index, which is up to date, and the last, whose table says it.
    assert len(marks) == 5
    assert "the last good data are shown (load 3 of 2 February 2026)" in marks[0].text
    assert "as of 31 January 2026; the newest file was refused on 31 July 2022" in marks[0].text
    assert "needs.csv is a web page; fetch it again." in marks[0].text
    # What came of another source, whose file was good, is not marked.
    said = {
        row[0]: "Stale: a newer file was refused" in row[2]
        for row in rows_of(page, "need_at_a_glance")
    }
    assert said["Carersper cent"] is False
    assert said["Population, aged 0-15per cent"] is True
    assert "(stale)" in page.text


def test_a_source_whose_first_file_was_refused_is_named_with_nothing_loaded():
    inputs = need_inputs(
        sources=pd.DataFrame(columns=full_need_inputs().sources.columns),
        refused=refused(edition_on=pd.NaT, is_in_force=False),
    )
    [row] = rows_of(shown(basis(inputs)), "need_state")
    assert row[1] == "Nothing loaded"
    assert "nothing of it is loaded; the newest file was refused on 31 July 2022" in row[2]


@pytest.mark.thorough
def test_the_same_inputs_make_the_same_bytes_in_whatever_order_they_come():
    inputs = full_need_inputs()
    turned = replace(inputs, observations=inputs.observations.iloc[::-1])
    assert build_profile(inputs).html == build_profile(turned).html


@pytest.mark.thorough
def test_every_chart_has_its_finding_its_words_and_its_table_on_the_page():
    page = read(build_profile(full_need_inputs()).html)
    figures = page.all("figure")
    assert len(figures) == 8
    for figure in figures:
        assert figure.all("h3")[0].text
        assert [one for one in figure.all("p") if one.attributes.get("class") == "told"]
        assert len(figure.all("svg")) == 2
    assert len({one.attributes["id"] for one in figures}) == len(figures)
