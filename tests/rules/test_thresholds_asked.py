"""Every threshold that an authority may set changes an answer of its rule, from the number on."""

from itertools import pairwise

import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import ask, register_with

pytestmark = pytest.mark.thorough

ON = "2026-02-18"
FAR = "2035-12-31"
F, C, U = "flagged", "clear", "unknown"
QUARTERS = ("2024-12-31", "2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31")
RED = {"kind": "how_well", "direction": "higher", "target": 90.0}


def red(quarters):
    """Return an agreement whose measure was red in so many quarters up to the latest, and green before."""
    values = [95.0] * (len(QUARTERS) - quarters) + [10.0] * quarters
    return {
        "ends_on": FAR,
        "measures": [{"measure": "m", **RED}],
        "returns": [{"measure": "m", "starts_on": day, "ends_on": day, "value": value} for day, value in zip(QUARTERS, values, strict=True)],
    }  # fmt: skip


def late(*days):
    """Return an agreement with returns that came so many days late."""
    due = ("2025-06-01", "2025-09-01")
    return {
        "ends_on": FAR,
        "returns": [
            {"measure": "m", "starts_on": day, "due_on": day, "received_on": f"{day[:8]}{1 + by:02d}"}
            for day, by in zip(due, days, strict=False)
        ],
    }  # fmt: skip


def changed(regime, change, **more):
    """Return an agreement awarded at £2m, changed by so many pounds."""
    return {
        "regime": regime, "value_pence": 200_000_000, "ends_on": FAR,
        "modifications": [{"decided_on": "2026-01-31", "value_change_pence": change * 100}],
        **more,
    }  # fmt: skip


def spent(pence):
    """Return an agreement of a hundred days and £100, half of both gone by the day if that is what was paid."""
    return {
        "starts_on": "2025-12-31", "ends_on": "2026-04-09", "value_pence": 10_000,
        "payments": [{"paid_on": "2026-01-31", "amount_pence": pence}],
    }  # fmt: skip


def counted(number, dearest):
    """Return so many agreements at £1 an hour, the first at another price."""
    names = [f"A{n}" for n in range(1, number + 1)]
    return {
        "reference": names, "service_category": "Care", "ends_on": FAR,
        "measures": [{"reference": n, "measure": "h", "kind": "how_much", "unit": "hour"} for n in names],
        "returns": [{"reference": n, "measure": "h", "starts_on": "2024-04-01", "ends_on": "2025-03-31", "value": 1.0} for n in names],
        "payments": [{"reference": n, "paid_on": "2024-09-30", "amount_pence": dearest if n == "A1" else 100 + 10 * (i % 3)} for i, n in enumerate(names)],
    }  # fmt: skip


def observed(need, volume, years=3):
    """Return an agreement whose need grew by so many per cent over so many years, and its volume."""
    first = {
        "starts_on": f"{2025 - years}-01-01",
        "ends_on": f"{2025 - years}-12-31",
        "value": 1000.0,
        "lower": 999.0,
        "upper": 1001.0,
    }
    last = {
        "starts_on": "2025-01-01",
        "ends_on": "2025-12-31",
        "value": 1000.0 + 10 * need,
        "lower": 999.0 + 10 * need,
        "upper": 1001.0 + 10 * need,
    }
    place = {"indicator": "Need", "area_code": "E10000016"}
    return {
        "service_category": "Care", "ends_on": FAR,
        "observations": [{**place, **first}, {**place, **last}],
        "measures": [{"measure": "h", "kind": "how_much", "unit": "hour"}],
        "returns": [
            {"measure": "h", "starts_on": f"{year}-04-01", "ends_on": f"{year + 1}-03-31", "value": value}
            for year, value in ((2024 - years, 100.0), (2024, 100.0 + volume))
        ],
    }  # fmt: skip


def reached(users, of, need=200.0):
    """Return an agreement with so many users of one group, a fifth of those in need."""
    place = {
        "indicator": "Need",
        "area_code": "E10000016",
        "starts_on": "2025-01-01",
        "ends_on": "2025-12-31",
    }
    return {
        "service_category": "Care", "ends_on": FAR,
        "observations": [{**place, "group": "a", "count": need}, {**place, "group": "b", "count": 4 * need}],
        "users": [
            {"starts_on": "2025-01-01", "ends_on": "2025-12-31", "group": group, "users": number}
            for group, number in (("a", users), ("b", of - users))
        ],
    }  # fmt: skip


def shares(*amounts):
    """Return an agreement in whose category providers were paid so many pounds each."""
    return {
        "service_category": "Care", "ends_on": FAR,
        "payments_by_provider": [
            {"provider_name": f"P{n}", "service_category": "Care", "paid_on": "2026-01-31", "amount_pence": 100 * amount}
            for n, amount in enumerate(amounts)
        ],
    }  # fmt: skip


def given(kind, days):
    """Return an agreement of a hundred days with extensions of so many days, one after another."""
    ends = ["2025-04-10", *days]
    return {
        "starts_on": "2025-01-01", "ends_on": ends[-1],
        "extensions": [
            {"decided_on": "2025-01-31", "previous_ends_on": a, "new_ends_on": b, "kind": kind}
            for a, b in pairwise(ends)
        ],
    }  # fmt: skip


NEED = {"need_indicators": {"Care": "Need"}}
CHARITY = {"provider_type": "third_sector", "provider_name": "Brook", "service_category": "Advice"}
YEARS = {"starts_on": ["2023-01-01", "2024-01-01"], "ends_on": ["2023-12-31", "2024-12-31"]}
CLIFF = {"department": "D", "service_category": "S"}
REPEATED = {"provider_name": "P", "specification": "s", "successor_reference": ["A2", None], "ends_on": FAR}  # fmt: skip

# What the first agreement is answered, and how severely, with the usual thresholds and with others.
MOVES = [
    ("expiry_within_lead_time", {"ends_on": "2027-08-19"}, {"lead_months": {"silver": 19}}, (C, F)),
    ("expiry_within_lead_time", {"ends_on": "2028-02-19", "tier": "gold"}, {"lead_months": {"gold": 25}}, (C, F)),
    ("expiry_within_lead_time", {"ends_on": "2026-11-19", "tier": "bronze"}, {"lead_months": {"bronze": 10}}, (C, F)),
    ("expiry_within_lead_time", {"ends_on": "2027-02-19"}, {"lead_high_months": 13}, ("medium", "high")),
    ("expiry_within_lead_time", {"ends_on": "2026-08-19"}, {"lead_critical_months": 7}, ("high", "critical")),
    ("notice_window_closed", {"ends_on": "2026-05-18"}, {"notice_months": 4}, (C, F)),
    ("extension_decision_due", {"ends_on": "2026-11-19", "latest_end_on": FAR}, {"extension_decision_months": 7}, (C, F)),
    ("cliff_edge", {**CLIFF, "ends_on": ["2027-03-31"] * 9}, {"cliff_agreements": 9}, (C, F)),
    ("cliff_edge", {**CLIFF, "ends_on": ["2027-03-31"] * 10 + [FAR] * 31}, {"cliff_share": 0.24}, (C, F)),
    ("cliff_edge", {**CLIFF, "ends_on": ["2027-03-24"] + ["2027-03-31"] * 9}, {"cliff_days": 8}, (C, F)),
    ("repeat_temporary_extension", given("temporary", ["2025-04-12", "2025-04-14"]), {"temporary_extensions": 3}, (F, C)),
    ("repeat_temporary_extension", given("temporary", ["2025-05-05"]), {"temporary_share": 0.24}, (C, F)),
    ("eqia_unpublished", {"equality": [{"status": "completed_unpublished", "completed_on": "2025-11-18"}]}, {"eqia_publish_months": 2}, (C, F)),
    ("eqia_stale", {"equality": [{"status": "published", "completed_on": "2023-02-18"}]}, {"eqia_stale_months": 35}, (C, F)),
    ("kpi_red_consecutive", red(1), {"red_quarters": {"medium": 1}}, (C, F)),
    ("kpi_red_consecutive", red(2), {"red_quarters": {"high": 2}}, ("medium", "high")),
    ("kpi_red_consecutive", red(3), {"red_quarters": {"critical": 3}}, ("high", "critical")),
    ("kpi_return_late", late(14), {"return_late_days": 13}, (C, F)),
    ("kpi_return_late", late(15, 15), {"returns_late_in_a_row": 3}, ("high", "medium")),
    ("spend_over_profile", spent(5_500), {"burn_medium": 1.09}, (C, F)),
    ("spend_over_profile", spent(6_250), {"burn_high": 1.24}, ("medium", "high")),
    ("modification_over_limit", changed("pa2023", 200_000), {"modification_share": 0.09}, (C, F)),
    ("modification_over_limit", changed("pa2023", 300_000, service_category="Roads"), {"works_categories": ["Roads"]}, (F, C)),
    ("modification_over_limit", changed("pa2023", 300_000, service_category="Roads"), {"modification_share_works": 0.14, "works_categories": ["Roads"]}, (C, F)),
    ("modification_over_limit", changed("psr", 499_999), {"psr_change_gbp": 400_000, "psr_change_share": 0.24}, (C, F)),
    ("unit_cost_outlier", counted(7, 900), {"outlier_agreements": 7}, (U, F)),
    ("unit_cost_outlier", counted(9, 130), {"outlier_iqr": 0.4}, (C, F)),
    ("off_contract_spend", {"provider_name": "Z", **shares(5_000)}, {"off_contract_gbp": 4_999}, (C, F)),
    ("no_social_value", {"value_pence": 9_999_999, "ends_on": FAR}, {"social_value_gbp": 99_999}, (C, F)),
    ("no_social_value", {"value_pence": 10_000_000, "regime": "psr"}, {"social_value_regimes": ["psr"]}, ("low", "medium")),
    ("repeat_solution", REPEATED, {"repeat_awards": 3}, (F, C)),
    ("need_volume_divergence", observed(30, 21), {"need_gap_points": 9, **NEED}, (C, F)),
    ("need_volume_divergence", observed(30, 20, years=2), {"need_years": 2, **NEED}, (U, F)),
    ("group_not_reached", reached(160, 1000), {"reach_ratio": 0.81, **NEED}, (C, F)),
    ("group_not_reached", reached(8, 100, need=29.0), {"reach_need": 29, **NEED}, (U, F)),
    ("provider_concentration", shares(25, 25, 25, 25), {"hhi": 2_499}, (C, F)),
    ("provider_concentration", shares(30, 18, 18, 17, 17), {"provider_share": 0.29}, (C, F)),
    ("term_below_norm", {**CHARITY, "starts_on": "2024-01-01", "ends_on": "2026-12-31"}, {"norm_months": 37}, (C, F)),
    ("serial_annual", {**CHARITY, **YEARS}, {"annual_awards": 2}, (C, F)),
    ("late_confirmation", {**CHARITY, "awarded_on": "2023-10-03", "starts_on": "2024-01-01"}, {"confirmation_days": 91}, (C, F)),
    ("monitoring_gap", {"tier": "gold", "starts_on": "2025-12-18"}, {"review_months": {"gold": 2}}, (F, C)),
    ("needs_assessment_stale", {"service_category": "Care", "needs_assessments": [{"service_category": "Care", "completed_on": "2023-02-18"}]}, {"needs_stale_months": 35}, (C, F)),
    ("no_exit_plan", {"ends_on": "2027-02-19"}, {"exit_plan_months": 13}, (C, F)),
    ("service_gap", {"ends_on": ["2026-03-31", FAR], "starts_on": [None, "2026-04-02"], "successor_reference": ["A2", None]}, {"gap_days": 2}, (F, C)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "register", "thresholds", "answers"), MOVES)
def test_a_threshold_moves_the_answer(rule, register, thresholds, answers):
    # What only lets another threshold be asked about stands before and after.
    kept = {name for name in ("need_indicators", "works_categories") if len(thresholds) > 1}
    usual = {name: value for name, value in thresholds.items() if name in kept}
    column = "status" if {*answers} & {F, C, U} else "severity"
    asked = register_with(**register)
    both = [Thresholds(**each) for each in (usual, thresholds)]
    assert tuple(ask(rule, asked, ON, each).iloc[0][column] for each in both) == answers


def test_every_threshold_is_moved():
    assert {name for _, _, moved, _ in MOVES for name in moved} == set(Thresholds.model_fields)
