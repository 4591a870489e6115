"""Standardised rates, means and quantiles: what is refused, what is missing, and the standard population."""

import pandas as pd
import pytest

from commissioning.errors import RequestError
from commissioning.needs.means import means
from commissioning.needs.quantiles import quantiles
from commissioning.needs.standardised import (
    EUROPEAN_STANDARD_POPULATION_2013,
    directly_standardised,
    indirectly_standardised,
)


def bands(**columns):
    """Return two areas of two age bands."""
    usual = {
        "area": ["A", "A", "B", "B"],
        "events": [10, 20, 3, 4],
        "population": 1000,
        "standard_population": [1, 3, 1, 3],
        "reference_events": [50, 100, 50, 100],
        "reference_population": 10_000,
    }
    return pd.DataFrame({**usual, **columns})


def test_fewer_than_ten_events_have_no_directly_standardised_rate():
    found = directly_standardised(bands(), "area").loc["B"]
    assert found[["value", "lower", "upper"]].isna().all()
    assert found["statistic"] == "dsr NA for total count < 10"
    assert found["events"] == 7


def test_people_with_several_events_widen_the_limits():
    alone = directly_standardised(bands(events=[10, 20, 10, 20]), "area").loc["B"]
    twice = pd.concat(
        [
            bands(events=[4, 8, 4, 8], event_frequency=1),
            bands(events=[3, 6, 3, 6], event_frequency=2),  # 3 people of 2 events, 6 of 2
        ]
    )
    found = directly_standardised(twice, "area").loc["B"]
    assert (found["events"], found["population"]) == (30, 2000)
    assert found["value"] == pytest.approx(alone["value"])
    assert found["lower"] < alone["lower"] < alone["upper"] < found["upper"]


def test_groups_may_be_told_by_several_columns():
    rows = pd.concat(
        [bands().assign(sex="Female"), bands(events=[20, 40, 6, 8]).assign(sex="Male")]
    )
    found = directly_standardised(rows, ["area", "sex"])["value"]
    assert found.loc[("A", "Male")] == pytest.approx(2 * found.loc[("A", "Female")])


@pytest.mark.parametrize(
    ("method", "columns", "said"),
    [
        (directly_standardised, {"events": [10, -1, 3, 4]}, "events below nought in row 1"),
        (directly_standardised, {"population": [1, 1, 1, 0]}, "the population is missing or not above"),
        (directly_standardised, {"standard_population": [1, 3, 1, None]}, "the standard population is"),
        (directly_standardised, {"standard_population": [1, 3, 1, 1]}, "first group in row B"),
        (directly_standardised, {"area": ["A", "A", "B", None]}, "the group is missing in row 3"),
        (indirectly_standardised, {"events": [10, -1, 3, 4]}, "events below nought in row 1"),
        (indirectly_standardised, {"reference_population": [1, 1, 1, 0]}, "the reference population"),
    ],
)  # fmt: skip
def test_bands_that_give_no_rate_are_refused_by_their_row(method, columns, said):
    with pytest.raises(RequestError, match=said):
        method(bands(**columns), "area")


def test_no_event_expected_gives_no_ratio():
    found = indirectly_standardised(bands(reference_events=0), "area")
    assert found[["ratio", "ratio_lower", "rate", "rate_upper"]].isna().all(axis=None)


def test_the_european_standard_population_is_that_of_2013():
    # Eurostat, 2013: 100,000 people, of whom 19,500 are 65 or over.
    assert EUROPEAN_STANDARD_POPULATION_2013.sum() == 100_000
    assert EUROPEAN_STANDARD_POPULATION_2013.loc["65-69":].sum() == 19_500


def test_a_missing_observation_is_left_out_of_the_mean():
    rows = pd.DataFrame({"area": ["A", "A", "A", "B"], "value": [4, None, 6, None]})
    found = means(rows, "area")
    assert found.loc["A", ["count", "value"]].to_list() == [2, 5]
    assert found.loc["B", "count"] == 0
    assert found.loc["B"].drop("count").isna().all()


def test_each_group_is_cut_into_quantiles_by_itself():
    values = pd.Series([1, 2, 9, 8, 5, None])
    found = quantiles(values, 2, by=pd.Series(list("AABBCC")))
    assert found.iloc[:4].to_list() == [2, 1, 1, 2]
    assert found.iloc[4:].isna().all()  # one value cannot be halved


def test_values_are_cut_into_one_part_or_more():
    with pytest.raises(RequestError, match="cannot be cut into 0 parts"):
        quantiles(pd.Series([1, 2]), 0)
