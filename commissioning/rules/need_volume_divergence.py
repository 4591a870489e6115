"""Need has grown, and what the service does has not kept up with it."""

from datetime import date

import pandas as pd

from commissioning.dates import YEAR_MONTHS, months_before
from commissioning.measures.volume import COUNT, last_complete_year, volumes
from commissioning.needs.change import change_percent, lower_change_percent
from commissioning.register import Register, asked, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.need import PLACE, need_of, observed_by
from commissioning.rules.result import notice_on_asked, results, worded
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "Over {years} years the need ({indicator}, {area}) changed by {need_change}, at the least by "
        "{need_lower}, and the volume delivered by {volume_change}; {points} percentage points apart "
        "are flagged."
    ),
    "clear": "What it does has kept up with the need for it, as far as that is certain.",
    "unknown": "Whether it keeps up with the need for it cannot be told: {missing}.",
}


def need_volume_divergence(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    The need is the latest value by ``on`` of the indicator that ``need_indicators`` names for its
    category, against that of ``need_years`` before; the volume that of the last complete financial
    year, likewise. ``flagged`` when the need changed by ``need_gap_points`` percentage points more
    than the volume or above, and its lower 95% limit is above the volume's; ``unknown`` when
    observations were never loaded or an input is empty; ``clear`` otherwise. ``act_by`` is the notice
    date. Basis and worked cases: docs/rules/need_volume_divergence.md.
    """
    agreements = asked(register, on)
    place = need_of(agreements, register, thresholds)
    changes = need_changes(register, on, thresholds)
    need = place.merge(changes, how="left", on=PLACE).set_axis(place.index)
    volume = looked_up(agreements["agreement_id"], volume_changes(register, on, thresholds))
    gap = (need["change"] - volume).round(9)
    unloaded = never_loaded(register, "observations", agreements)
    flagged = (gap >= thresholds.need_gap_points) & (need["lower"] > volume) & ~unloaded
    lacks = {
        "service_category": agreements["service_category"].isna(),
        "need_indicator": place["indicator"].isna() & agreements["service_category"].notna(),
        "need_values": need["change"].isna() & place["indicator"].notna(),
        "need_limits": need["change"].notna() & need["lower"].isna(),
        "volumes": volume.isna(),
    }
    return results(
        agreements,
        rule="need_volume_divergence",
        on=on,
        flagged=flagged,
        unknown=unloaded | pd.DataFrame(lacks).any(axis=1),
        severity="medium",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "years": thresholds.need_years,
            "indicator": place["indicator"],
            "area": place["area_code"],
            "need_change": worded(need["change"].where(flagged), "{:+.1f}%"),
            "need_lower": worded(need["lower"].where(flagged), "{:+.1f}%"),
            "volume_change": worded(volume.where(flagged), "{:+.1f}%"),
            "points": f"{thresholds.need_gap_points:g}",
        },
        missing={
            "observations": unloaded,
            **{name: mask & ~unloaded for name, mask in lacks.items()},
        },
        extra_row_ids=observed_rows(need.assign(agreement_id=agreements["agreement_id"])),
    )


def need_changes(register: Register, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return by indicator and area how the need changed, in per cent, and the lower limit of that."""
    observed = observed_by(register, on)
    everybody = observed[observed["group"].isna()]
    once = everybody[~everybody.duplicated([*PLACE, "period_on"], keep=False)]
    latest = once.sort_values("period_on", kind="stable").drop_duplicates(PLACE, keep="last")
    before_on = months_before(latest["period_on"], YEAR_MONTHS * thresholds.need_years)
    pairs = latest.assign(before_on=before_on).merge(
        once,
        left_on=[*PLACE, "before_on"],
        right_on=[*PLACE, "period_on"],
        suffixes=("", "_before"),
    )
    return pairs.assign(
        change=change_percent(pairs["value"], pairs["value_before"]),
        lower=lower_change_percent(
            pairs["value"], pairs["lower"], pairs["value_before"], pairs["upper_before"]
        ),
    )[[*PLACE, "change", "lower", "row_id", "row_id_before"]]


def volume_changes(register: Register, on: date, thresholds: Thresholds) -> pd.Series:
    """Return by agreement how its volume changed, in per cent: of several counts, that which grew most."""
    now, before = (
        volumes_of_whole_year(register, on, years) for years in (0, thresholds.need_years)
    )
    change = change_percent(now, before.reindex(now.index))
    return change.groupby("agreement_id").max()


def volumes_of_whole_year(register: Register, on: date, years_before: int) -> pd.Series:
    """Return the volume of each count so many years before the last complete one, where it ran all year."""
    counted = volumes(
        register,
        starts_on=last_complete_year(on, register.financial_year_start, years_before),
        on=on,
    ).set_index(COUNT)
    return counted["volume"].mask(counted["is_part"])


def observed_rows(need: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the two observations that each agreement's need was read from."""
    now = need[["agreement_id", "row_id"]]
    before = need[["agreement_id", "row_id_before"]].set_axis(["agreement_id", "row_id"], axis=1)
    return pd.concat([now, before]).dropna()
