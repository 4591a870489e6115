"""Section 7: the district among all districts, its small areas among all small areas."""

import pytest

from commissioning.packs.inputs import PackError
from commissioning.packs.need import need
from tests.packs.builders import districts, inputs, observations, small_areas
from tests.packs.page_read import rows_of, shown

pytestmark = pytest.mark.thorough


def test_a_district_beside_one_that_began_after_it_ended_is_refused_with_both_named():
    rows = [
        {
            **row,
            "area_code": {"District 1": "E07000048", "District 2": "E06000063"}.get(
                row["area_name"], row["area_code"]
            ),
        }
        for row in districts(24)
    ]
    with pytest.raises(
        PackError, match="Christchurch ended on 31 March 2019 and E06000063 Cumberland"
    ):
        need(inputs(observations=observations(*rows)))


def test_the_district_is_placed_among_all_districts():
    section = need(inputs(observations=observations(*districts(24))))
    chart = section.context["district"]["chart"]
    assert (
        chart.title
        == "Anytown is 24th of 296 districts for deprivation, where 1st is most deprived"
    )
    # Scores are 40 less a tenth of the rank: 37.6 at rank 24, 39.9 at 1, 10.4 at 296, 25.15 in the middle.
    assert (
        "Anytown scores 37.6 and the middle district of England 25.1"
        in chart.description.replace("25.2", "25.1")
    )
    assert (
        "The highest score is 39.9, in District 1, and the lowest 10.4, in District 296."
        in chart.description
    )
    assert "A higher score means more deprivation." in chart.description


def test_the_tenths_are_of_the_nation_and_not_of_the_authority():
    ranks = [
        1,
        3_375,  # a tenth of 33,755 is 3,375.5: still in the first
        3_377,
        33_755,
    ]
    page = shown(need(inputs(observations=observations(*small_areas(ranks)))))
    counts = [row[1] for row in rows_of(page, "need_tenths")]
    assert counts == ["2", "1", "0", "0", "0", "0", "0", "0", "0", "1"]


def test_the_publishers_rank_is_shown_where_only_our_areas_are_loaded():
    section = need(inputs(observations=observations(*small_areas([108, 16_000, 33_000]))))
    chart = section.context["small"]["ends_chart"]
    assert chart.title == "Anytown 001A has the highest need in Anytown: 108th of 33,755 in England"
    assert "2 of 3 small areas are in the half of England with more need" in chart.description


def test_only_both_ends_of_a_long_ranking_are_drawn():
    section = need(inputs(observations=observations(*small_areas(list(range(100, 16_100, 100))))))
    ends = section.context["small"]["ends"].frame
    assert list(ends["rank"]) == [*range(100, 900, 100), *range(15_300, 16_100, 100)]
    assert "144 small areas in between" in section.context["small"]["ends_chart"].drawings[0]


def test_another_authoritys_small_areas_are_not_ours():
    rows = small_areas([1, 2, 3], name="Anytown on Sea")
    page = shown(need(inputs(observations=observations(*rows))))
    assert "What Anytown needs cannot be shown." in page.text


@pytest.mark.parametrize(
    ("edition_on", "said"),
    [
        ("2022-07-31", "Known on the day of this pack"),
        ("2022-08-01", "Published after the day of this pack"),
    ],
)
def test_an_edition_later_than_the_pack_is_said_to_be(edition_on, said):
    rows = [{**row, "edition_on": edition_on} for row in districts(1)]
    page = shown(need(inputs(observations=observations(*rows))))
    assert rows_of(page, "need_sources")[0][3] == said


def test_the_latest_period_is_the_one_compared():
    old = [{**row, "starts_on": "2019-01-01", "ends_on": "2019-12-31"} for row in districts(200)]
    section = need(inputs(observations=observations(*old, *districts(24))))
    assert (
        section.context["lead"]
        == "In England, Anytown is the 24th most deprived of 296 districts by average score."
    )


def test_without_needs_data_the_section_says_what_would_mend_it():
    text = " ".join(shown(need(inputs())).text.split())
    assert "What Anytown needs cannot be shown." in text
    assert "load an index that covers the whole nation" in text
