"""Life expectancy: bands in any order, and why an area has none."""

import pandas as pd
import pytest

from commissioning.needs.life_expectancy import START_AGES, life_expectancy


def town(area="A", **columns):
    usual = {"area": area, "start_age": START_AGES, "population": 10_000, "deaths": 200}
    return pd.DataFrame({**usual, **columns})


def changed(column, value, at=3):
    rows = town()
    rows.loc[at, column] = value
    return rows


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (changed("deaths", -1), "negative deaths"),
        (changed("population", 0), "population 0 or less"),
        (changed("deaths", 10_001), "more deaths than population"),
        (changed("start_age", 12), "not 20 age bands"),
        (town().iloc[1:], "not 20 age bands"),
        (changed("start_age", 5), "not 20 age bands"),  # given twice, and the band at 10 not at all
        (pd.concat([town(), town()]), "not 20 age bands"),  # both sexes in one group
        (changed("deaths", None), "not 20 age bands"),  # a missing number is a missing band
        (town(population=250, deaths=5), "total population 5,000 or less"),
    ],
)  # fmt: skip
def test_an_area_without_life_expectancy_says_why(rows, reason):
    found = life_expectancy(pd.concat([rows, town("B")], ignore_index=True), "area")
    ours, others = found.iloc[: len(rows)], found.iloc[len(rows) :]
    assert set(ours["suppressed_because"]) == {reason}
    assert ours.drop(columns="suppressed_because").isna().all(axis=None)
    assert others["value"].notna().all()


def test_bands_may_come_in_any_order():
    rows = pd.concat([town("A"), town("B", deaths=300)], ignore_index=True)
    mixed = rows.sample(frac=1, random_state=1)
    found = life_expectancy(mixed, "area").sort_index()
    pd.testing.assert_frame_equal(found, life_expectancy(rows, "area"))


def test_wide_limits_suppress_the_value_and_are_still_told():
    last = life_expectancy(town(population=1000, deaths=20), "area").iloc[-1]
    assert pd.isna(last["value"])
    assert last["upper"] - last["lower"] > 20
    assert last["suppressed_because"] == "95% interval wider than 20 years"


def test_without_deaths_in_the_last_band_nothing_is_told():
    found = life_expectancy(changed("deaths", 0, at=19), "area")
    assert found[["value", "lower", "upper"]].isna().all(axis=None)
