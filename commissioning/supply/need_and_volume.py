"""How need changed over three years, and how what is done about it changed beside it."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked, looked_up
from commissioning.rules.need import PLACE, need_of
from commissioning.rules.need_volume_divergence import need_changes, volume_changes
from commissioning.rules.thresholds import Thresholds
from commissioning.supply.missing import named_where

COLUMNS = (
    *("agreement_id", "reference", "title", "service_category", "indicator", "area_code"),
    *("need_change", "need_lower", "volume_change", "gap", "missing"),
)


def need_and_volume(register: Register, *, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return one row for each live agreement whose category has an indicator of need.

    ``need_change``, ``need_lower`` (its lower 95% limit) and ``volume_change`` are per cent over
    ``need_years``, ``gap`` their difference in percentage points; each is missing where it cannot be
    told, and ``missing`` says why. The widest gap comes first.
    """
    agreements = asked(register, on)
    place = need_of(agreements, register, thresholds)
    counted = agreements.assign(**place)[place["indicator"].notna()]
    need = looked_up_place(counted, need_changes(register, on, thresholds))
    volume = looked_up(counted["agreement_id"], volume_changes(register, on, thresholds))
    rows = counted.assign(
        need_change=need["change"],
        need_lower=need["lower"],
        volume_change=volume,
        gap=(need["change"] - volume).round(9),
        missing=named_where(
            {
                "need_values": need["change"].isna(),
                "need_limits": need["change"].notna() & need["lower"].isna(),
                "volumes": volume.isna(),
            }
        ),
    )
    ordered = rows.sort_values(["gap", "reference"], ascending=[False, True], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


def looked_up_place(rows: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the change of the need that each row names, by indicator and area."""
    found = rows[PLACE].merge(changes, how="left", on=PLACE)
    return found.set_axis(rows.index, axis="index")
