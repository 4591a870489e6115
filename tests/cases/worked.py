"""One council's files, in which what each rule turns on turns between two days: 18 and 19 February 2026.

18 February 2026 is the latest start worked out in docs/explanation/timetable.md; every other day here is
counted from it by hand.
"""

from typing import Any

from tests.rules.outcomes import FAR, agreement, count, paid, volume

DAY, NEXT, YEAR_END = "2026-02-18", "2026-02-19", "2026-03-31"
PROFILE = '[thresholds]\nworks_categories = ["Roads"]\nneed_indicators = {Care = "Living alone"}\n'

Row = dict[str, Any]
THIRD = {"provider_type": "third_sector"}


def together(group: str, ends: dict[str, int]) -> list[Row]:
    """Return agreements of one department, and category, by how many end on each day."""
    days = [day for day, number in ends.items() for _ in range(number)]
    return [
        agreement(f"{group}-{n}", department=group, service_category=group, ends_on=day)
        for n, day in enumerate(days, 1)
    ]


ENDS = {  # what the rules about the end turn on: the day itself, and the day after
    "gold": {"ends_on": "2028-02-19", "tier": "gold"},
    "silver": {"ends_on": "2027-08-19", "latest_end_on": "2027-08-19"},
    "bronze": {"ends_on": "2026-11-19", "tier": "bronze", "latest_end_on": "2027-11-19"},
    "year": {"ends_on": "2027-02-19", "tier": "silver"},
    "half": {"ends_on": "2026-08-19", "tier": "silver"},
    "31-august": {"ends_on": "2026-08-31"},
    "29-february": {"ends_on": "2028-02-29"},
    "31-march": {"ends_on": "2028-03-31"},
    "31-may": {"ends_on": "2026-05-31", "tier": "bronze"},
    "timetable": {"ends_on": "2027-03-31"},
    "timetable-decided": {"ends_on": "2027-03-31"},
    "timetable-followed": {"ends_on": "2027-03-31", "successor_reference": "next-day"},
    "notice-3": {"ends_on": "2026-05-18"},
    "notice-1": {"ends_on": "2026-05-18", "notice_months": "1"},  # three months at the least
    "notice-6": {"ends_on": "2026-08-18", "notice_months": "6"},
    "decided-next": {"ends_on": "2026-04-30"},
    "decided-undated": {"ends_on": "2026-04-30"},
    "option-unsaid": {"ends_on": "2026-11-19"},
    "ended": {"ends_on": DAY},
    "ended-extended": {"ends_on": DAY},
    "ended-unsaid": {"ends_on": DAY, "status": ""},
    "ended-planned": {"ends_on": "2026-01-31", "status": "planned"},
    "planned-by": {"ends_on": "2027-02-18", "exit_plan_on": NEXT},
    "old": {"ends_on": "2026-03-31", "successor_reference": "next-day"},
    "old-late": {"ends_on": "2026-03-31", "successor_reference": "day-late"},
    "old-closed": {"ends_on": "2026-03-31", "successor_reference": "day-late"},
    "next-day": {"starts_on": "2026-04-01", "ends_on": FAR},
    "day-late": {"starts_on": "2026-04-02", "ends_on": FAR},
    "awaits": {"ends_on": "2026-05-18"},
    "awarded-next": {"ends_on": "2026-04-30", "awarded_on": NEXT},
}

# Value as awarded and regime; the changes of value or days; the days of its change notices.
MODIFIED: dict[str, tuple[Row, list[tuple[str, str, str]], list[str]]] = {
    name: ({"value_gbp": value, "regime": regime, **more}, changes, notices)
    for name, regime, value, more, changes, notices in (
        ("pa-10", "pa2023", "1000000", {}, [("2026-01-31", "100000", "")], []),
        ("pa-over", "pa2023", "1000000", {}, [("2026-01-31", "100001", "")], []),
        ("pa-less", "pa2023", "1000000", {}, [("2026-01-31", "-100001", "")], []),
        ("pa-added", "pa2023", "1000000", {}, [("2026-01-01", "60000", ""), ("2026-01-31", "40001", "")], []),
        ("pa-offset", "pa2023", "1000000", {}, [("2026-01-01", "100000", ""), ("2026-01-31", "-100000", "")], []),
        ("pa-noticed", "pa2023", "1000000", {}, [("2026-01-31", "100001", "")], ["2026-01-31"]),
        ("pa-noticed-late", "pa2023", "1000000", {}, [("2026-01-31", "100001", "")], ["2026-02-01"]),
        ("pa-tomorrow", "pa2023", "1000000", {}, [(NEXT, "100001", "")], []),
        # A hundred days, the first and the last inside.
        ("pa-term-10", "pa2023", "", {"starts_on": "2026-01-01", "ends_on": "2026-04-10"}, [("2026-01-31", "", "10")], []),
        ("pa-term-over", "pa2023", "", {"starts_on": "2026-01-01", "ends_on": "2026-04-10"}, [("2026-01-31", "", "11")], []),
        ("works-15", "pa2023", "1000000", {"service_category": "Roads"}, [("2026-01-31", "150000", "")], []),
        ("works-over", "pa2023", "1000000", {"service_category": "Roads"}, [("2026-01-31", "150001", "")], []),
        ("light-touch", "pa2023_light_touch", "1000000", {}, [("2026-01-31", "100001", "")], []),
        ("grant", "grant", "1000000", {}, [("2026-01-31", "100001", "")], []),
        ("legacy", "pcr2015_legacy", "1000000", {}, [("2026-01-31", "100001", "")], []),
        ("psr-28", "psr", "1600000", {}, [("2026-01-31", "450000", "")], []),
        ("psr-20", "psr", "3000000", {}, [("2026-01-31", "600000", "")], []),
        ("psr-37", "psr", "1600000", {}, [("2026-01-31", "600000", "")], []),
        ("psr-25", "psr", "2000000", {}, [("2026-01-31", "500000", "")], []),
    )
}  # fmt: skip

PAID = {"spend-130": "75000.00", "spend-over": "75000.01", "spend-110": "66000.00"}
TWO_YEARS = {"starts_on": "2025-04-01", "ends_on": "2027-03-31", "value_gbp": "120000.00"}
QUARTERS = {
    "2025-12-31": "2025-10-01",
    "2025-09-30": "2025-07-01",
    "2025-06-30": "2025-04-01",
    "2025-03-31": "2025-01-01",
}
# A target of 90 and a tenth: 80.9 is red and 81 is not. The latest quarter first.
RETURNED = {
    "red-2": ["80.9", "80.9", "81"],
    "red-3": ["80.9", "80.9", "80.9", "81"],
    "red-4": ["80.9", "80.9", "80.9", "80.9"],
    "red-grey-red": ["80.9", "", "80.9", "80.9"],
    "grey": ["", "80.9", "80.9"],
    "again-3": ["80.9", "80.9"],
}
DUE = {  # the day a return was due, and the day it came
    "late-awaited": [("2026-02-04", "")],
    "late-14": [("2026-01-01", "2026-01-15")],
    "late-15": [("2026-01-01", "2026-01-16")],
    "late-twice": [("2025-10-01", "2025-10-16"), ("2026-01-01", "2026-01-16")],
    "late-apart": [("2025-07-01", "2025-07-16"), ("2025-10-01", "2025-10-15"), ("2026-01-01", "2026-01-16")],
}  # fmt: skip
ASSESSED = {  # the status of an equality impact assessment, and the day it was completed
    "unpublished": ("completed_unpublished", "2025-11-18"),
    "unpublished-ended": ("completed_unpublished", "2025-11-18"),
    "unpublished-30": ("completed_unpublished", "2025-11-30"),
    "stale": ("published", "2023-02-18"),
    "decided-same": ("published", "2026-01-31"),
    "decided-before": ("published", "2026-02-01"),
    "decided-needless": ("not_required", ""),
}
REVIEWED = {
    "gold-reviewed": ("gold", "2026-01-18"),
    "untiered-reviewed": ("", "2025-11-18"),
    "bronze-reviewed": ("bronze", "2025-02-18"),
}
TERMS = {  # awarded on, starts on, ends on: of a charity
    "months-36": ("2023-10-03", "2024-01-01", "2026-12-31"),
    "months-35": ("2023-10-05", "2024-01-02", "2026-12-31"),
}
STOPGAPS = {"temporary-25": "2025-05-05", "temporary-26": "2025-05-06"}

AGREEMENTS = [
    *(agreement(name, **columns) for name, columns in ENDS.items()),
    *together("seven-days", {"2027-03-25": 9, "2027-03-31": 1}),
    *together("eight-days", {"2027-03-24": 9, "2027-03-31": 1}),
    *together("quarter", {"2027-03-31": 10, FAR: 30}),
    *together("less", {"2027-03-31": 10, FAR: 31}),
    *together("passing", {DAY: 10}),
    *(agreement(name, **{"ends_on": FAR, **own}) for name, (own, _, _) in MODIFIED.items()),
    *(agreement(name, **TWO_YEARS) for name in PAID),
    *(agreement(name, ends_on=FAR) for name in RETURNED if name != "again-3"),
    *(agreement(name, ends_on=FAR) for name in DUE),
    *(agreement(name, ends_on=FAR, status="ended" if name.endswith("ended") else "active") for name in ASSESSED),
    *(agreement(name, ends_on=FAR, tier=tier) for name, (tier, _) in REVIEWED.items()),
    agreement("gold-unreviewed", starts_on="2026-01-18", ends_on=FAR, tier="gold"),
    *(
        agreement(name, awarded_on=awarded, starts_on=start, ends_on=end, **THIRD)
        for name, (awarded, start, end) in TERMS.items()
    ),
    *(agreement(name, starts_on="2025-01-01", ends_on=end) for name, end in STOPGAPS.items()),
    *(
        agreement(f"again-{n}", ends_on=FAR, provider_name="Same Again", specification=text, successor_reference=after)
        for n, (text, after) in enumerate((("Drop-in", "again-2"), ("drop-in ", "again-3"), ("DROP-IN", "")), 1)
    ),
    *(agreement(name, ends_on=FAR, service_category="Care") for name in ("users-100", "users-25", "volume-20", "volume-21")),
    *(agreement(name, ends_on=FAR, service_category=name) for name in ("shares", "quarters")),
    *(agreement(name, ends_on=FAR, service_category=name) for name in ("assessed", "unassessed")),
    agreement("insured", ends_on=FAR, provider_org_id="GB-COH-00000001", provider_name="Insured Ltd"),
    agreement("jobs", ends_on=FAR, value_gbp="100000.00"),
    agreement("no-jobs", ends_on=FAR, value_gbp="100000.00"),
    agreement("few-jobs", ends_on=FAR, value_gbp="99999.99"),
]  # fmt: skip

FILES: dict[str, list[Row]] = {
    "agreements": AGREEMENTS,
    "grants": [
        {"reference": f"G{n}", "title": "Grant", "department": "CLS", "provider_name": f"Body {n % 4}", "awarded_on": "2025-05-01", "value_gbp": "100.00"}
        for n in range(7)
    ],
    "extensions": [
        {"reference": name, "decided_on": "2026-01-31", "previous_ends_on": before, "new_ends_on": after, "kind": kind, "authority_reference": "CAB/1"}
        for name, before, after, kind in (
            ("ended-extended", "2025-12-31", NEXT, "option"),
            # A hundred days, then 25 or 26 more.
            *((name, "2025-04-10", end, "temporary") for name, end in STOPGAPS.items()),
        )
    ],
    "decisions": [
        {"reference": name, "outcome": outcome, "decided_on": day}
        for name, outcome, day in (
            ("timetable-decided", "extend", DAY),
            ("decided-next", "let_lapse", NEXT),
            ("decided-undated", "let_lapse", ""),
            ("awaits", "recommission", "2026-01-31"),
            ("old-closed", "decommission", "2026-01-31"),
            *((name, "extend", "2026-01-31") for name in ("decided-same", "decided-before", "decided-needless")),
        )
    ],
    "equality": [
        {"reference": name, "status": status, "completed_on": day}
        for name, (status, day) in ASSESSED.items()
    ],
    "modifications": [
        {"reference": name, "decided_on": day, "value_change_gbp": value and f"{value}.00", "term_change_days": days}
        for name, (_, changes, _) in MODIFIED.items()
        for day, value, days in changes
    ],
    "notices": [
        {"ocid": f"ocds-b5fd17-{name}", "notice_type": "UK10", "published_on": day, "reference": name}
        for name, (_, _, days) in MODIFIED.items()
        for day in days
    ],
    "measures": [
        *(
            {"reference": name, "measure": "seen in time", "kind": "how_well", "unit": "%", "direction": "higher", "target": "90", "tolerance": "0.10"}
            for name in RETURNED
        ),
        *(count(name) for name in ("volume-20", "volume-21")),
    ],
    "returns": [
        *(
            {"reference": name, "measure": "seen in time", "starts_on": start, "ends_on": end, "value": value, "due_on": end, "received_on": end}
            for name, values in RETURNED.items()
            for value, (end, start) in zip(values, QUARTERS.items(), strict=False)
        ),
        *(
            {"reference": name, "measure": "calls", "starts_on": due, "ends_on": due, "value": "1", "due_on": due, "received_on": came}
            for name, days in DUE.items()
            for due, came in days
        ),
        *(volume(name, 2021, "100") for name in ("volume-20", "volume-21")),
        volume("volume-20", 2024, "120"),
        volume("volume-21", 2024, "121"),
    ],
    "payments": [
        *(paid(name, "2025-12-31", amount, reference=name) for name, amount in PAID.items()),
        paid("past-its-end", "2026-02-01", "1.00", reference="ended-planned"),
        paid("off-5000", "2026-01-31", "5000.00", provider_name="Five Thousand Ltd"),
        paid("off-a-year-ago", NEXT.replace("2026", "2025"), "5000.01", provider_name="Last Year Ltd"),
        *(
            paid(f"share-{amount}", "2025-12-31", amount, provider_name=f"Share {amount}", service_category="shares")
            for amount in ("50.00", "30.00", "20.00")
        ),
        *(
            paid(f"quarter-{n}", "2025-12-31", "25.00", provider_name=f"Quarter {n}", service_category="quarters")
            for n in range(4)
        ),
    ],
    "social_value": [{"reference": "jobs", "commitment": "local jobs", "committed": "10", "delivered": "6"}],
    "observations": [
        {"indicator": "Living alone", "area_code": "E10000016", "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31", "sex": "Persons", "group": group, "value": value, "lower": lower, "upper": upper, "count": number}
        for year, group, value, lower, upper, number in (
            (2022, "", "1000", "990", "1010", ""),
            (2025, "", "1300", "1290", "1310", ""),
            (2025, "Asian", "200", "", "", "200"),
            (2025, "White", "800", "", "", "800"),
        )
    ],
    "users": [
        {"reference": name, "starts_on": "2025-04-01", "ends_on": "2025-12-31", "area_code": "E10000016", "group": group, "users": users}
        for name, group, users in (
            ("users-100", "Asian", "8"),
            ("users-100", "White", "92"),
            ("users-25", "Asian", "2"),
            ("users-25", "White", "23"),
        )
    ],
    "reviews": [{"reference": name, "reviewed_on": day} for name, (_, day) in REVIEWED.items()],
    "needs_assessments": [{"service_category": "assessed", "completed_on": "2023-02-18", "title": "Needs"}],
    "providers": [
        {"provider_org_id": "GB-COH-00000001", "provider_name": "Insured Ltd", "insolvency": "no", "accounts_overdue": "no", "regulator_rating": "good", "insurance_expires_on": DAY, "excluded": "no"}
    ],
}  # fmt: skip
