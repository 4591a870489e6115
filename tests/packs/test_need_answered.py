"""A contract manager's pack says which need each agreement answers, its figure and which way it goes."""

import pytest

from commissioning.packs.need_answered import need_answered
from commissioning.rules.thresholds import Thresholds
from tests.packs.builders import inputs, three_agreements
from tests.packs.builders import observations as observed
from tests.packs.page_read import rows_of, shown

HERE, WARD = "E10000016", "E05000001"
BY_DEBT = Thresholds(need_indicators={"Advice": "In debt"})


def told(*observations, thresholds=BY_DEBT, by_department=None, **columns):
    """Return the section of three agreements, all of them advice unless told otherwise, on 31 July 2022."""
    given = {"service_category": "Advice", **columns}
    rows = [{"indicator": "In debt", "area_code": HERE, **one} for one in observations]
    register = three_agreements(observations=rows, **given)
    named = observed({"area_code": WARD, "area_name": "Ashford"})
    own = {"area_code": HERE, "area_name": "Kent", "observations": named}
    sets = {"thresholds": thresholds, "own": by_department or {}}
    return shown(need_answered(inputs(register, **sets, **own)))


def year(number, value, **more):
    return {"starts_on": f"{number}-01-01", "ends_on": f"{number}-12-31", "value": value, **more}


@pytest.mark.parametrize(
    ("values", "direction"),
    [
        ([40.0, 50.5], "Up from 40.0 in 2020"),
        ([50.5, 40.0], "Down from 50.5 in 2020"),
        ([40.0, 40.0], "Unchanged since 2020"),
        ([None, 40.0], "No earlier figure recorded"),
    ],
)
def test_the_latest_figure_stands_beside_the_one_before(values, direction):
    page = told(year(2020, values[0]), year(2021, values[1]), year(2022, 99.0))  # 2022 is not over
    row = rows_of(page, "need_answered")[0]
    assert row == ["A1Day care", "In debtKent", f"{values[1]}2021", direction]


def test_the_figure_is_of_the_area_that_an_agreement_names_and_of_everybody():
    page = told(
        year(2021, 40.0),
        year(2021, 7.0, group="Carers"),
        year(2021, 80.0, area_code=WARD),
        area_codes=[None, WARD, f"{WARD};{HERE}"],
    )
    found = [(row[1], row[2]) for row in rows_of(page, "need_answered")]
    assert found == [
        ("In debtKent", "40.02021"),
        ("In debtAshford", "80.02021"),
        ("In debtKent", "40.02021"),  # several areas: the authority's own
    ]


def test_a_figure_that_is_told_twice_of_one_period_is_not_told():
    page = told(year(2021, 40.0), year(2021, 41.0))
    assert [row[2] for row in rows_of(page, "need_answered")] == ["Not recorded"] * 3
    assert "of 3 no figure is recorded" in page.text


def test_it_opens_with_how_many_rose_and_how_many_have_no_indicator():
    page = told(year(2020, 40.0), year(2021, 41.0), service_category=["Advice", "Meals", None])
    assert (
        "1 of 3 live agreements answer a need for which the profile names an indicator: of 1 it rose."
        in page.text
    )


@pytest.mark.parametrize(
    ("thresholds", "said"),
    [
        (Thresholds(), "No indicator of need is named for the kind of service"),
        (None, "Which indicator measured the need is no longer known"),
    ],
)
def test_where_it_cannot_be_told_it_says_so(thresholds, said):
    assert said in told(year(2021, 40.0), thresholds=thresholds).text


def test_a_departments_own_indicator_is_that_of_its_agreements_however_its_name_is_written():
    alone = {"People": Thresholds(need_indicators={"Advice": "Alone"})}
    page = told(
        year(2021, 40.0),
        year(2021, 7.0, indicator="Alone"),
        by_department=alone,
        department=["PEOPLE", "Place", None],
    )
    assert [row[1:3] for row in rows_of(page, "need_answered")] == [
        ["AloneKent", "7.002021"],
        ["In debtKent", "40.02021"],
        ["In debtKent", "40.02021"],  # no department recorded
    ]
