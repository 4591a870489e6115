"""One unit of the service costs far more here than under the other agreements of its kind."""

from datetime import date

import pandas as pd

from commissioning.dates import YEAR_MONTHS, financial_year, months_after
from commissioning.folded_names import folded_once
from commissioning.measures.volume import last_complete_year, volumes
from commissioning.register import Register, asked, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.spend import paid_under
from commissioning.rules.thresholds import Thresholds

GROUP = ["service_category", "unit"]

SENTENCES = {
    "flagged": (
        "It cost {unit_cost_pence} per {unit} in {year}; of the {peers} agreements for "
        "{service_category} counted in that unit, more than {fence_pence} stands out, "
        "{iqr} interquartile ranges above the third quartile."
    ),
    "clear": "What a unit of it costs does not stand out among the agreements of its kind.",
    "unknown": "Whether what a unit of it costs stands out cannot be told: {missing}.",
}


def unit_cost_outlier(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    The unit cost is the spend (outturn) of the last complete financial year over the volume returned
    for it in one unit. ``flagged`` when it is above the third quartile by more than ``outlier_iqr``
    interquartile ranges of the agreements with its service category and unit, itself included;
    ``unknown`` when payments were never loaded, an input is empty, or fewer than
    ``outlier_agreements`` can be compared; ``clear`` otherwise. ``act_by`` is the notice date. Basis
    and worked cases: docs/rules/unit_cost_outlier.md.
    """
    agreements = asked(register, on)
    ids = agreements["agreement_id"]
    starts_on = last_complete_year(on, register.financial_year_start)
    paid = paid_in_year(register, starts_on, on)
    costs = unit_costs(register, paid, starts_on, on)
    compared = against_peers(costs, thresholds.outlier_iqr)
    enough = compared[compared["peers"] >= thresholds.outlier_agreements]
    dearest = enough.assign(by=enough["unit_cost"] - enough["fence"]).sort_values(
        "by", kind="stable", ascending=False
    )
    own = looked_up(ids, dearest.drop_duplicates("agreement_id").set_index("agreement_id"))
    volume_known = ids.isin(costs.loc[costs["volume"] > 0, "agreement_id"])
    has_unit = ids.isin(costs.loc[costs["unit"].notna() & (costs["volume"] > 0), "agreement_id"])
    unloaded = never_loaded(register, "payments", agreements)
    is_paid = ids.isin(paid["agreement_id"])
    category = agreements["service_category"]
    lacks = {
        "payments": unloaded,
        "payment_of_year": ~is_paid & ~unloaded,
        "volume": ~volume_known,
        "unit": volume_known & ~has_unit,
        "service_category": category.isna(),
    }
    is_short = own["fence"].isna() & ~pd.DataFrame(lacks).any(axis=1)
    return results(
        agreements,
        rule="unit_cost_outlier",
        on=on,
        # Far finer than a penny, so that a cost that is the fence itself is never above it.
        flagged=(own["unit_cost"].round(6) > own["fence"].round(6)) & ~unloaded,
        unknown=unloaded | own["fence"].isna(),
        severity="medium",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "unit_cost_pence": own["unit_cost"].round().astype("Int64"),
            "fence_pence": own["fence"].round().astype("Int64"),
            "iqr": f"{thresholds.outlier_iqr:g}",
            "unit": own["unit"],
            "peers": own["peers"].astype("Int64"),
            "service_category": category,
            "year": financial_year(starts_on, register.financial_year_start),
        },
        missing={**lacks, "peers": is_short},
        extra_row_ids=paid[["agreement_id", "row_id"]],
    )


def paid_in_year(register: Register, starts_on: date, on: date) -> pd.DataFrame:
    """Return the payments under agreements in the year that starts on that day.

    A payment is of the year it states, otherwise of the year its day falls in; with neither it counts.
    """
    paid = paid_under(register, on, "paid_on", "financial_year", "amount_pence", "row_id")
    return paid[is_of_year(paid, starts_on, register.financial_year_start)]


def is_of_year(payments: pd.DataFrame, starts_on: date, year_start: tuple[int, int]) -> pd.Series:
    """Tell which payments are of the financial year that starts on that day, as ``paid_in_year`` does."""
    next_starts_on = months_after(starts_on, YEAR_MONTHS)
    falls_in = (payments["paid_on"] >= pd.Timestamp(starts_on)) & (
        payments["paid_on"] < pd.Timestamp(next_starts_on)
    )
    stated = payments["financial_year"]
    is_stated = stated == financial_year(starts_on, year_start)
    return is_stated | (stated.isna() & (falls_in | payments["paid_on"].isna()))


def unit_costs(register: Register, paid: pd.DataFrame, starts_on: date, on: date) -> pd.DataFrame:
    """Return volume, spend and unit cost, in pence, of each agreement and unit with both."""
    agreements = register.agreements
    counted = volumes(register, starts_on=starts_on, on=on)
    of_units = counted.groupby(["agreement_id", "unit"], dropna=False)["volume"]
    volume = of_units.sum().where(of_units.count() == of_units.size()).reset_index()
    spend = paid.groupby("agreement_id")["amount_pence"].sum()
    categories = folded_once(agreements["service_category"]).set_axis(agreements["agreement_id"])
    known = volume[volume["agreement_id"].isin(spend.index)]
    return known.assign(
        service_category=looked_up(known["agreement_id"], categories),
        unit_cost=looked_up(known["agreement_id"], spend).astype("float64")
        / known["volume"].where(known["volume"] > 0),
    )


def against_peers(costs: pd.DataFrame, outlier_iqr: float) -> pd.DataFrame:
    """Return the unit costs that can be compared, with the ``fence`` of their group and its ``peers``.

    The fence is the third quartile and so many interquartile ranges; quartiles by linear interpolation.
    """
    known = costs.dropna(subset=[*GROUP, "unit_cost"])
    groups = known.groupby(GROUP)["unit_cost"]
    first, third = groups.quantile(0.25), groups.quantile(0.75)
    fences = pd.DataFrame({"fence": third + outlier_iqr * (third - first), "peers": groups.size()})
    return known.join(fences, on=GROUP)
