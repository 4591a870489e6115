"""What a unit costs under each agreement beside the others of its kind."""

from datetime import date

import pandas as pd

from commissioning.dates import financial_year
from commissioning.measures.volume import last_complete_year
from commissioning.register import Register, asked
from commissioning.rules.thresholds import Thresholds
from commissioning.rules.unit_cost_outlier import GROUP, against_peers, paid_in_year, unit_costs

COLUMNS = {
    "agreement_id": "int64",
    "unit": "str",
    "year": "str",
    "volume": "float64",
    "unit_cost_pence": "Int64",
    "before_pence": "Int64",
    "middle_pence": "Int64",
    "fence_pence": "Int64",
    "peers": "Int64",
    "is_above": "boolean",
}


def no_unit_costs() -> pd.DataFrame:
    """Return the unit costs of an authority of which none can be told."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def compared_unit_costs(
    register: Register, *, on: date, thresholds: Thresholds | None
) -> pd.DataFrame:
    """Return the unit cost of each live agreement in the last complete financial year: ``COLUMNS``.

    It is what the rule unit_cost_outlier compares: spend over volume; ``before_pence`` is the same a year
    before, ``middle_pence`` the median of the ``peers`` with the same service category and unit, itself and
    those no longer live included, and ``fence_pence`` the rule's fence, missing where they are fewer than
    it asks for or ``thresholds`` are not known.
    """
    starts_on = last_complete_year(on, register.financial_year_start)
    costs = unit_costs(register, paid_in_year(register, starts_on, on), starts_on, on)
    costs = costs[costs["unit_cost"].notna()]
    if costs.empty:
        return no_unit_costs()
    year_before = last_complete_year(on, register.financial_year_start, 1)
    paid_before = paid_in_year(register, year_before, on)
    earlier = unit_costs(register, paid_before, year_before, on).dropna(subset="unit")
    before = earlier.set_index(["agreement_id", "unit"])["unit_cost"].rename("before")
    costs = costs.join(before, on=["agreement_id", "unit"])
    groups = costs.dropna(subset=GROUP).groupby(GROUP)["unit_cost"]
    of_groups = pd.DataFrame({"middle": groups.median(), "peers": groups.size()})
    found = costs.join(of_groups, on=GROUP).assign(fence=float("nan"))
    if thresholds is not None:
        compared = against_peers(costs, thresholds.outlier_iqr)
        enough = compared["peers"] >= thresholds.outlier_agreements
        found["fence"] = compared["fence"].where(enough).reindex(found.index)
    pence = {
        name: found[name].round().astype("Int64")
        for name in ("unit_cost", "before", "middle", "fence")
    }
    is_above = (found["unit_cost"].round(6) > found["fence"].round(6)).astype("boolean")
    every = (
        found[["agreement_id", "unit", "volume", "peers"]]
        .assign(
            year=financial_year(starts_on, register.financial_year_start),
            unit_cost_pence=pence["unit_cost"],
            before_pence=pence["before"],
            middle_pence=pence["middle"],
            fence_pence=pence["fence"],
            is_above=is_above.mask(found["fence"].isna()),
        )[list(COLUMNS)]
        .astype(COLUMNS)
        .sort_values(["agreement_id", "unit"])
    )
    is_asked = every["agreement_id"].isin(asked(register, on)["agreement_id"])
    return every[is_asked].reset_index(drop=True)
