"""Need and supply of a plan as plain values for a program."""

import pandas as pd

from commissioning.plans.choice_section import concentrated
from commissioning.plans.gaps import evidence_missing, without_service
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.need_section import changes
from commissioning.plans.options_section import appraised
from commissioning.plans.services import by_category
from commissioning.plans.ways import led, norm, personal
from commissioning.records import records
from commissioning.supply.personal_budgets import change_points

RANKED = (
    *("rank", "reference", "title", "department", "service_category", "first", "reasons"),
    *("latest_start_on", "ends_on", "annual_cost_pence"),
)
REACHED = (
    *("service_category", "area_code", "group", "indicator", "users", "all_users", "need"),
    *("all_need", "ratio", "lower", "upper", "status", "counted", "need_counted", "missing"),
)
CHANGED = (
    *("reference", "title", "service_category", "indicator", "area_code", "need_change"),
    *("need_lower", "volume_change", "gap", "status", "missing"),
)
SERVICES = (
    *("service_category", "agreements", "providers", "annual_cost_pence", "costed"),
    *("first_ends_on", "to_replace", "late"),
)
OPTIONS = (
    *("service_category", "reference", "title", "provider_name", "annual_cost_pence"),
    *("social_value", "committed", "appraisal", "missing"),
)
OUTCOMES = (
    *("reference", "title", "measure", "year", "spend_pence", "outcomes", "users"),
    *("cost_per_outcome_pence", "cost_per_user_pence", "counted", "missing"),
)
CHOICE = ("service_category", "area_code", "agreements", "providers", "status", "missing")
MARKETS = (
    *("service_category", "paid_pence", "providers", "hhi", "top_provider", "top_share"),
    "is_concentrated",
)
DUPLICATED = ("service_category", "group", "area_code", "agreements", "references")
REPEATED = ("references", "provider_name", "service_category", "awards", "repeat")


def supply_shape(inputs: PlanInputs) -> dict[str, object]:
    """Return need, supply and the order of commissioning in the documented shape."""
    supply = inputs.supply
    terms, areas, years = norm(inputs), led(inputs), personal(inputs)
    return {
        "priorities": named(inputs.ranked, RANKED),
        "need": named(changes(inputs), CHANGED),
        "reach": named(inputs.of_categories(supply.reach_shown), REACHED),
        "services": named(by_category(inputs), SERVICES),
        "options": named(appraised(inputs), OPTIONS),
        "cost_per_outcome": named(inputs.of_own(supply.outcomes), OUTCOMES),
        "duplication": named(inputs.of_several(supply.duplicates), DUPLICATED),
        "choice": named(inputs.of_categories(supply.choice), CHOICE),
        "markets": named(concentrated(inputs), MARKETS),
        "repeats": named(inputs.of_several(supply.repeats), REPEATED),
        "three_year_norm": {
            "long": terms.long,
            "short": terms.short,
            "unknown": terms.unknown,
            "share": terms.share,
            "norm": terms.is_norm,
        },
        "personal_budgets": {
            "years": records(years),
            "change_points": change_points(years),
        },
        "user_led": {
            "share": areas.share,
            "having": len(areas.having),
            "without": list(areas.without),
            "unknown": list(areas.unknown),
        },
        "gaps": {
            "without_service": without_service(inputs),
            "evidence": records(evidence_missing(inputs)),
        },
    }


def named(rows: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, object]]:
    """Return these columns of the rows as plain values."""
    return records(rows[list(columns)])
