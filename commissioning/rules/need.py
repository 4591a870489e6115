"""The need a service is for: what the indicator of its category says of its area."""

from datetime import date

import pandas as pd

from commissioning.folded_names import folded_once, of_each_writing
from commissioning.register import Register, looked_up
from commissioning.rules.thresholds import Thresholds

PLACE = ["indicator", "area_code"]
EVERYBODY = ("persons", "all")
ALL_AGES = ("all ages", "all")


def need_of(agreements: pd.DataFrame, register: Register, thresholds: Thresholds) -> pd.DataFrame:
    """Return for each agreement the ``indicator`` of its category and the ``area_code`` to read it in.

    The area is the one it names; where it names none or several, the authority's own. The indicator
    is missing where the profile names none for the category.
    """
    by_category = pd.Series(thresholds.need_indicators, dtype="str")
    by_category.index = folded_once(pd.Series(by_category.index, dtype="str"))
    category = folded_once(agreements["service_category"])

    def own_area(written: pd.Series) -> pd.Series:
        areas = written.str.strip()
        is_one = areas.notna() & ~areas.str.contains(";", regex=False).eq(True)
        return areas.where(is_one, register.area_code)

    return pd.DataFrame(
        {
            "indicator": looked_up(category, by_category),
            "area_code": of_each_writing(agreements["area_codes"], own_area),
        }
    )


def observed_by(register: Register, on: date) -> pd.DataFrame:
    """Return the observations of both sexes together whose period, ``period_on``, was over by that day.

    Where an indicator is told by age and for all ages too, only the latter.
    """
    observations = register.observations
    period_on = observations["ends_on"].fillna(observations["starts_on"])
    sex, age = (observations[name].str.strip().str.casefold() for name in ("sex", "age"))
    is_told = (sex.isna() | sex.isin(EVERYBODY)) & (period_on <= pd.Timestamp(on))
    told = observations.assign(period_on=period_on, is_all_ages=age.isna() | age.isin(ALL_AGES))
    told = told[is_told]
    has_all_ages = told.groupby("indicator")["is_all_ages"].transform("any")
    return told[told["is_all_ages"] | ~has_all_ages]
