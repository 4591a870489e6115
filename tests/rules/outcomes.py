"""One council's canonical files, in which every rule has something to say with each of its answers."""

from typing import Any

ON = "2026-04-30"
THRESHOLDS = '[thresholds.need_indicators]\nCare = "Living alone"\n'

Row = dict[str, Any]


def agreement(reference: str, **columns: Any) -> Row:
    """Return an agreement that nothing is known of but what is given, and that it is active."""
    return {"reference": reference, "title": reference, "status": "active", **columns}


def year_of(reference: str, spend: str, hours: str) -> dict[str, list[Row]]:
    """Return what one agreement was paid, and did, in the financial year 2025/26."""
    return {
        "payments": [paid(f"pay-{reference}", "2025-09-30", spend, reference=reference)],
        "measures": [count(reference)],
        "returns": [volume(reference, 2025, hours)],
    }


def paid(payment_id: str, day: str, amount: str, **columns: Any) -> Row:
    """Return a payment made; it names nobody unless it says whom."""
    return {
        **{"payment_id": payment_id, "paid_on": day, "provider_name": "", "basis": "outturn"},
        **{"amount_gbp": amount, **columns},
    }


def count(reference: str) -> Row:
    """Return a measure that counts hours."""
    return {"reference": reference, "measure": "hours", "kind": "how_much", "unit": "hour"}


def volume(reference: str, year: int, hours: str) -> Row:
    """Return the hours of one financial year."""
    return {
        **{"reference": reference, "measure": "hours", "starts_on": f"{year}-04-01"},
        **{"ends_on": f"{year + 1}-03-31", "value": hours, "due_on": f"{year + 1}-04-30"},
        "received_on": f"{year + 1}-04-10",
    }


def quarter(reference: str, ends_on: str, value: str) -> Row:
    """Return a quarter's return of a measure, in time."""
    starts_on = {"2025-12-31": "2025-10-01", "2026-03-31": "2026-01-01"}[ends_on]
    return {
        **{"reference": reference, "measure": "seen in time", "starts_on": starts_on},
        **{"ends_on": ends_on, "value": value, "due_on": ends_on, "received_on": ends_on},
    }


FAR = "2035-12-31"
CHANGES = {  # regime, value as awarded and its change: the cases of sections 75 and regulation 13
    "pa-within": ("pa2023", "1000000.00", "100000.00"),
    "pa-over": ("pa2023", "1000000.00", "100001.00"),
    "light-touch": ("pa2023_light_touch", "1000000.00", "100001.00"),
    "legacy": ("pcr2015_legacy", "1000000.00", "100001.00"),
    "psr-28": ("psr", "1600000.00", "450000.00"),
    "psr-20": ("psr", "3000000.00", "600000.00"),
    "psr-37": ("psr", "1600000.00", "600000.00"),
    "psr-25": ("psr", "2000000.00", "500000.00"),
}
THIRD = {"provider_type": "third_sector"}
DUPLICATE = {"service_category": "Advice", "starts_on": "2025-04-01", "ends_on": FAR}
UNITS = {
    f"unit-{n}": f"{amount}.00" for n, amount in enumerate((18, 19, 20, 20, 20, 21, 22, 26), 1)
}

AGREEMENTS = [
    agreement("soon", ends_on="2026-06-30"),
    agreement("far", ends_on=FAR),
    agreement("endless"),
    agreement("option", ends_on="2026-12-31", latest_end_on="2027-12-31"),
    agreement("last", ends_on="2026-06-30", latest_end_on="2026-06-30"),
    *(
        agreement(f"cliff-{n}", department="Cliff", service_category="Cliff", ends_on="2027-03-31")
        for n in range(10)
    ),
    agreement("alone", department="Alone", service_category="Alone", ends_on=FAR),
    agreement("past", ends_on="2026-01-31"),
    agreement("past-unsaid", ends_on="2026-01-31", status=""),
    agreement("unauthorised", ends_on=FAR, latest_end_on=FAR),
    agreement("authorised", ends_on=FAR),
    agreement("stopgap", starts_on="2024-04-01", ends_on="2027-04-30"),
    agreement("stopgap-undated", ends_on="2027-04-30"),
    agreement("decided", ends_on=FAR),
    agreement("assessed", ends_on=FAR),
    agreement("ended", ends_on="2026-01-31", status="ended"),
    agreement("unpublished", ends_on=FAR),
    agreement("red", ends_on=FAR),
    agreement("grey", ends_on=FAR),
    agreement("late", ends_on=FAR),
    agreement("undue", ends_on=FAR),
    agreement("fast", starts_on="2025-04-01", ends_on="2027-03-31", value_gbp="120000.00"),
    agreement("future", starts_on="2027-04-01", ends_on=FAR, value_gbp="120000.00"),
    agreement("overspent", ends_on=FAR, value_gbp="1000.00"),
    *(
        agreement(name, ends_on=FAR, regime=regime, value_gbp=value)
        for name, (regime, value, _) in CHANGES.items()
    ),
    *(agreement(name, ends_on=FAR, service_category="Units") for name in UNITS),
    agreement("held", provider_name="Held Ltd", starts_on="2025-04-01", ends_on=FAR),
    agreement("perhaps", provider_name="Perhaps Ltd", starts_on="2025-04-01"),
    agreement("large", ends_on=FAR, value_gbp="100000.00"),
    agreement("small", ends_on=FAR, value_gbp="99999.99"),
    agreement("one-bid", ends_on=FAR, procurement_method="open", tenderers="1"),
    agreement("two-bids", ends_on=FAR, procurement_method="open", tenderers="2"),
    agreement("direct", ends_on=FAR, procurement_method="direct"),
    agreement("a-grant", ends_on=FAR, instrument="grant"),
    *(
        agreement(name, ends_on=FAR, provider_name="Same", specification=text, successor_reference=after)
        for name, text, after in (
            ("again-1", "Drop-in", "again-2"),
            ("again-2", "drop-in", ""),
            ("unlisted", "Drop-in", "elsewhere"),
        )
    ),
    *(
        agreement(f"risk-{n}", ends_on=FAR, provider_org_id=f"GB-COH-0000000{n}", provider_name=name)
        for n, name in enumerate(("Trouble Ltd", "Sound Ltd", "Unsaid Ltd"), 1)
    ),
    agreement("lagging", ends_on=FAR, service_category="Care"),
    agreement("keeping-up", ends_on=FAR, service_category="Care"),
    agreement("reached", ends_on=FAR, service_category="Care"),
    agreement("missed", ends_on=FAR, service_category="Care"),
    agreement("few", ends_on=FAR, service_category="Few"),
    agreement("many", ends_on=FAR, service_category="Many"),
    agreement("twin-1", groups="carers", area_codes="E05000001", specification="a", **DUPLICATE),
    agreement("twin-2", groups="carers", area_codes="E05000001", specification="b", **DUPLICATE),
    agreement("single", groups="carers", area_codes="E05000002", specification="c", **DUPLICATE),
    agreement("short", starts_on="2025-04-01", ends_on="2026-12-31", awarded_on="2025-03-01", **THIRD),
    agreement("long", starts_on="2025-04-01", ends_on=FAR, awarded_on="2025-01-01", **THIRD),
    agreement("undated", awarded_on="", ends_on=FAR, **THIRD),
    agreement("private", ends_on=FAR, provider_type="private"),
    *(
        agreement(
            f"annual-{year}", provider_name="Brook", service_category="Drop-in",
            starts_on=f"{year}-04-01", ends_on=f"{year + 1}-03-31", **THIRD,
        )
        for year in (2023, 2024, 2025)
    ),
    agreement("longer", provider_name="Else", service_category="Drop-in", starts_on="2025-04-01", ends_on=FAR, **THIRD),
    agreement("unreviewed", starts_on="2025-04-01", ends_on=FAR),
    agreement("new", starts_on="2026-04-01", ends_on=FAR, tier="bronze"),
    agreement("recommission", ends_on="2026-06-30"),
    agreement("recommission-endless"),
    agreement("followed-late", ends_on="2026-06-30", successor_reference="follower"),
    agreement("follower", starts_on="2026-07-02", ends_on=FAR),
]  # fmt: skip

FILES: dict[str, list[Row]] = {
    "agreements": AGREEMENTS,
    "extensions": [
        {"reference": name, "decided_on": day, "previous_ends_on": before, "new_ends_on": after, "kind": kind, "authority_reference": said}
        for name, day, before, after, kind, said in (
            ("unauthorised", "2026-01-31", "2026-03-31", FAR, "option", ""),
            ("authorised", "2026-01-31", "2026-03-31", FAR, "option", "CAB/1"),
            ("stopgap", "2026-01-31", "2027-03-31", "2027-04-15", "temporary", "CAB/1"),
            ("stopgap", "2026-02-28", "2027-04-15", "2027-04-30", "temporary", "CAB/1"),
            ("stopgap-undated", "2026-01-31", "2027-03-31", "2027-04-30", "temporary", "CAB/1"),
        )
    ],
    "decisions": [
        {"reference": name, "outcome": outcome, "decided_on": "2026-01-31"}
        for name, outcome in (
            ("decided", "extend"),
            ("assessed", "extend"),
            ("recommission", "recommission"),
            ("recommission-endless", "recommission"),
        )
    ],
    "equality": [
        {"reference": name, "status": status, "completed_on": day}
        for name, status, day in (
            ("assessed", "published", "2025-01-31"),
            ("ended", "completed_unpublished", "2026-01-29"),
            ("unpublished", "completed_unpublished", ""),
            ("last", "published", "2023-04-29"),
        )
    ],
    "modifications": [
        {"reference": name, "decided_on": "2026-01-31", "value_change_gbp": change}
        for name, (_, _, change) in CHANGES.items()
    ],
    "measures": [
        *(
            {"reference": name, "measure": "seen in time", "kind": "how_well", "unit": "%", "direction": "higher", "target": "90", "tolerance": "0.10"}
            for name in ("red", "grey", "alone")
        ),
        *(count(name) for name in (*UNITS, "lagging", "keeping-up")),
    ],
    "returns": [
        quarter("red", "2025-12-31", "80.9"),
        quarter("red", "2026-03-31", "70"),
        quarter("alone", "2025-12-31", "80.9"),
        quarter("alone", "2026-03-31", "81"),
        quarter("grey", "2026-03-31", ""),
        {**quarter("late", "2026-03-31", "90"), "due_on": "2026-04-01", "received_on": "2026-04-16"},
        {**quarter("undue", "2026-03-31", "90"), "due_on": ""},
        *(volume(name, 2025, "1") for name in UNITS),
        *(volume(name, 2022, "500") for name in ("lagging", "keeping-up")),
        volume("lagging", 2025, "510"),
        volume("keeping-up", 2025, "640"),
    ],
    "payments": [
        paid("1", "2025-12-31", "90000.00", reference="fast"),
        paid("2", "2025-12-31", "1000.01", reference="overspent"),
        *(paid(name, "2025-09-30", cost, reference=name) for name, cost in UNITS.items()),
        paid("3", "2025-12-31", "1.00", reference="large"),
        *(
            paid(f"off-{n}", "2025-12-31", "5000.01", provider_name=name)
            for n, name in enumerate(("Paid Alone Ltd", "Held Ltd", "Perhaps Ltd"))
        ),
        *(
            paid(f"few-{n}", "2025-12-31", amount, provider_name=f"Few {n}", service_category="Few")
            for n, amount in enumerate(("50.00", "30.00", "20.00"))
        ),
        *(
            paid(f"many-{n}", "2025-12-31", "25.00", provider_name=f"Many {n}", service_category="Many")
            for n in range(4)
        ),
        paid("4", "2025-12-31", "10.00", provider_name="Few 1", department="Unaware"),
        paid("5", "2025-12-31", "10.00", department="Nameless"),
    ],
    "social_value": [{"reference": "pa-over", "commitment": "jobs", "committed": "10"}],
    "observations": [
        *(
            {"indicator": "Living alone", "area_code": "E10000016", "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31", "sex": "Persons", "group": group, "value": value, "lower": lower, "upper": upper, "count": number}
            for year, group, value, lower, upper, number in (
                (2022, "", "1000", "950", "1050", ""),
                (2025, "", "1300", "1240", "1360", ""),
                (2025, "Asian", "200", "", "", "200"),
                (2025, "White", "800", "", "", "800"),
            )
        ),
    ],
    "users": [
        {"reference": name, "starts_on": "2025-04-01", "ends_on": "2026-03-31", "area_code": "E10000016", "group": group, "users": users}
        for name, group, users in (
            ("missed", "Asian", "8"),
            ("missed", "White", "92"),
            ("reached", "Asian", "2"),
            ("reached", "White", "23"),
        )
    ],
    "reviews": [{"reference": "far", "reviewed_on": "2026-04-01"}],
    "needs_assessments": [
        {"service_category": "Care", "completed_on": "2025-04-30", "title": "Care"},
        {"service_category": "Few", "completed_on": "2023-04-29", "title": "Few"},
    ],
    "notices": [{"ocid": "ocds-b5fd17-1", "notice_type": "UK7", "published_on": "2026-01-31", "reference": "pa-over"}],
    "providers": [
        {"provider_org_id": f"GB-COH-0000000{n}", "provider_name": name, "insolvency": insolvency, "accounts_overdue": "no", "regulator_rating": "not regulated", "insurance_expires_on": "2026-04-30", "excluded": excluded}
        for n, name, insolvency, excluded in ((1, "Trouble Ltd", "yes", "no"), (2, "Sound Ltd", "no", "no"), (3, "Unsaid Ltd", "no", ""))
    ],
}  # fmt: skip

# Which subject of these files gets which answer, rule by rule, by hand.
OUTCOMES: dict[str, dict[str, str]] = {
    "expiry_within_lead_time": {"soon": "flagged", "far": "clear", "endless": "unknown"},
    "latest_start_passed": {"soon": "flagged", "far": "clear", "endless": "unknown"},
    "notice_window_closed": {"soon": "flagged", "far": "clear", "endless": "unknown"},
    "extension_decision_due": {"option": "flagged", "far": "clear", "endless": "unknown"},
    "extension_exhausted": {"last": "flagged", "far": "clear", "soon": "unknown"},
    "cliff_edge": {"cliff-1": "flagged", "alone": "clear", "endless": "unknown"},
    "rolled_over_past_end": {"past": "flagged", "far": "clear", "past-unsaid": "unknown"},
    "extended_without_authority": {
        **{"unauthorised": "flagged", "far": "clear", "authorised": "unknown"},
    },
    "repeat_temporary_extension": {
        **{"stopgap": "flagged", "far": "clear", "stopgap-undated": "unknown"},
    },
    "eqia_missing": {"decided": "flagged", "assessed": "clear", "far": "unknown"},
    "eqia_unpublished": {"ended": "flagged", "far": "clear", "unpublished": "unknown"},
    "eqia_stale": {"last": "flagged", "far": "clear", "unpublished": "unknown"},
    "kpi_red_consecutive": {"red": "flagged", "alone": "clear", "grey": "unknown"},
    "kpi_return_late": {"late": "flagged", "red": "clear", "undue": "unknown"},
    "spend_over_profile": {"fast": "flagged", "future": "clear", "far": "unknown"},
    "value_exceeded": {"overspent": "flagged", "large": "clear", "far": "unknown"},
    "modification_over_limit": {
        **{"pa-within": "clear", "pa-over": "flagged", "light-touch": "not_applicable"},
        **{"legacy": "unknown", "far": "unknown", "a-grant": "unknown"},
        **{"psr-28": "clear", "psr-20": "clear", "psr-37": "flagged", "psr-25": "flagged"},
    },
    "unit_cost_outlier": {"unit-8": "flagged", "unit-7": "clear", "far": "unknown"},
    "off_contract_spend": {
        **{"provider:Paid Alone Ltd": "flagged", "provider:Held Ltd": "clear"},
        "provider:Perhaps Ltd": "unknown",
    },
    "no_social_value": {
        **{"large": "flagged", "small": "clear", "pa-over": "clear", "far": "unknown"},
    },
    "single_bidder": {
        **{"one-bid": "flagged", "two-bids": "clear", "direct": "not_applicable", "far": "unknown"},
    },
    "not_competed": {
        **{"direct": "flagged", "one-bid": "clear", "a-grant": "not_applicable", "far": "unknown"},
    },
    "repeat_solution": {"again-2": "flagged", "far": "clear", "unlisted": "unknown"},
    "provider_at_risk": {
        **{"provider:GB-COH-00000001": "flagged", "provider:GB-COH-00000002": "clear"},
        "provider:GB-COH-00000003": "unknown",
    },
    "need_volume_divergence": {"lagging": "flagged", "keeping-up": "clear", "few": "unknown"},
    "group_not_reached": {"missed": "flagged", "reached": "clear", "far": "unknown"},
    "provider_concentration": {"few": "flagged", "many": "clear", "far": "unknown"},
    "duplicate_service": {"twin-1": "flagged", "single": "clear", "far": "unknown"},
    "term_below_norm": {
        **{"short": "flagged", "long": "clear", "private": "not_applicable", "far": "unknown"},
    },
    "serial_annual": {
        **{"annual-2025": "flagged", "longer": "clear", "private": "not_applicable"},
        "far": "unknown",
    },
    "late_confirmation": {
        **{"short": "flagged", "long": "clear", "private": "not_applicable", "undated": "unknown"},
    },
    "monitoring_gap": {"unreviewed": "flagged", "far": "clear", "endless": "unknown"},
    "needs_assessment_stale": {"few": "flagged", "lagging": "clear", "far": "unknown"},
    "no_exit_plan": {
        "soon": "flagged",
        "far": "clear",
        "new": "not_applicable",
        "endless": "unknown",
    },
    "no_successor": {
        **{"recommission": "flagged", "far": "clear", "recommission-endless": "unknown"},
    },
    "service_gap": {"followed-late": "flagged", "far": "clear", "unlisted": "unknown"},
    "unrecognised_commissioning": {
        **{"department:Unaware": "flagged", "department:Alone": "clear"},
        "department:Nameless": "unknown",
    },
}
