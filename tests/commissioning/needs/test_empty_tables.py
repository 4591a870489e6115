"""A table without rows gives one without rows: an area whose figures were never loaded stops nothing."""

import pandas as pd
import pytest

from commissioning.needs.comparison import compared, compared_with_neighbours
from commissioning.needs.funnels import proportion_significance, ratio_significance
from commissioning.needs.inequality import inequality
from commissioning.needs.life_expectancy import life_expectancy
from commissioning.needs.means import means
from commissioning.needs.proportions import proportions
from commissioning.needs.quantiles import quantiles
from commissioning.needs.rates import rates
from commissioning.needs.standardised import directly_standardised, indirectly_standardised
from commissioning.needs.trend import proportion_trend, value_trend

NONE = pd.Series([], dtype="float64")
COLUMNS = [
    *("area", "area_code", "neighbour_code", "value", "lower", "upper", "events", "population"),
    *("standard_population", "reference_events", "reference_population", "quantile", "start_age"),
    *("deaths", "year", "numerator", "denominator"),
]
EMPTY = pd.DataFrame(columns=COLUMNS)


@pytest.mark.parametrize(
    "method",
    [
        *(means, directly_standardised, indirectly_standardised, inequality),
        *(life_expectancy, value_trend, proportion_trend),
    ],
)
def test_no_rows_make_no_groups(method):
    assert method(EMPTY, "area").empty


@pytest.mark.parametrize(
    "method", [proportions, rates, proportion_significance, ratio_significance]
)
def test_no_areas_have_no_figures(method):
    assert method(NONE, NONE).empty


def test_no_areas_are_compared_with_nothing():
    assert compared(NONE, NONE, 10).empty
    assert compared_with_neighbours(EMPTY, EMPTY).empty
    assert quantiles(NONE, 5).empty
