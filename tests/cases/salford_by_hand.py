"""What Salford's register of July 2022 comes to, rule by rule, counted from its file without any of our code.

The register says nothing of tiers, tenders, decisions, successors, areas or groups; it lists contracts of
before the Procurement Act 2023, and is loaded with payments of 2011 alone. What the columns mean is what
docs/sources/salford_register.md says of them.
"""

import calendar
import csv
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

PUBLISHED = (
    Path(__file__).parents[3]
    / "shared/data/contracts_register/salford_contracts_register_2022-07.csv"
)
ON = date(2022, 7, 31)
YEAR_STARTS = date(2022, 4, 1)
# Needs review, design, consultation, notice, tender, evaluation, standstill and mobilisation.
DAYS_TO_REPLACE = 60 + 60 + 84 + 28 + 30 + 42 + 12 + 90
DIRECT = ("Direct Call-Off", "CSO Exception")
COMPETED = ("ITT", "RFQ", "Mini-Comp")

Row = dict[str, str]


@cache
def rows() -> list[Row]:
    """Return the rows of the file, its first column's name without the byte order mark."""
    text = PUBLISHED.read_text(encoding="utf-8").removeprefix("ï»¿")
    return [
        {k: v.strip() for k, v in row.items()}
        for row in csv.DictReader(text.splitlines(keepends=True))
    ]


def day(text: str) -> date | None:
    """Return the day, or None where the cell has none: TBC, X, N/A, a dash, 22/04/222."""
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None


def months_earlier(of: date, months: int) -> date:
    """Return the day so many months earlier, no later than its month's end."""
    number = of.year * 12 + of.month - 1 - months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(of.day, calendar.monthrange(year, month)[1]))


def end(row: Row) -> date | None:
    return day(row["Current Expiry Date"])


def marks(row: Row) -> int:
    """Return how many extensions are marked as taken."""
    return sum(row[f"Extension {n} Taken?"] in ("Yes", "1") for n in (1, 2))


def is_extended(row: Row) -> bool:
    expiry, first = end(row), day(row["End Date"])
    return marks(row) > 0 or bool(expiry and first and expiry > first)


def latest_end(row: Row) -> date | None:
    """Return the last possible end: none where several options are offered, or none beside their months."""
    text, offered = row["Option to extend (months)"], row["How many extensions"]
    expiry = end(row)
    months = int(text) if text.isdigit() else None
    one = months is not None and 1 <= months <= 1200 and offered == "1"
    if expiry is None or (months != 0 and not one):
        return None
    if months == 0 or is_extended(row):
        return expiry
    assert months is not None
    return months_earlier(expiry + timedelta(days=1), -months) - timedelta(days=1)


def by_end(row: Row, turned: Callable[[date], bool]) -> str:
    """Return flagged where the end has turned, unknown where there is none."""
    expiry = end(row)
    return "unknown" if expiry is None else "flagged" if turned(expiry) else "clear"


def by_latest_end(row: Row, months: int, is_wrong: Callable[[date, date], bool]) -> str:
    """Return what follows from the last possible end, once the end is so many months off."""
    expiry, latest = end(row), latest_end(row)
    if expiry is None:
        return "unknown"
    if months_earlier(expiry, months) > ON:
        return "clear"
    return "unknown" if latest is None else "flagged" if is_wrong(expiry, latest) else "clear"


def cliff(row: Row, everything: list[Row]) -> str:
    """Return flagged where ten ends and a quarter of the group lie within seven days that hold this one."""
    expiry = end(row)
    if expiry is None:
        return "unknown"
    if expiry < ON:
        return "clear"
    for column in ("Directorate Name", "ProClass Description"):
        if not row[column]:
            continue
        group = [
            e for r in everything if r[column] == row[column] and (e := end(r)) and e >= YEAR_STARTS
        ]
        for back in range(7):
            first = expiry - timedelta(days=back)
            held = sum(first <= each < first + timedelta(days=7) for each in group)
            if held >= 10 and 4 * held >= len(group):
                return "flagged"
    return "clear" if row["Directorate Name"] and row["ProClass Description"] else "unknown"


def how_let(row: Row, direct: str, competed: str, untold: str) -> str:
    process = row["Process Used"]
    return direct if process in DIRECT else competed if process in COMPETED else untold


def not_competed(row: Row) -> str:
    # Under a framework the ground is the framework; that of an exception is not published.
    found = how_let(row, "flagged", "clear", "unknown")
    return "clear" if row["Process Used"] == "Direct Call-Off" else found


def of_third_sector(row: Row) -> str:
    """Return what a rule about charities says: a public company, a partnership or an NHS trust is none, and of the others nothing tells."""
    name = row["Supplier Company Name"].casefold()
    return (
        "not_applicable" if re.search(r"\b(plc|llp)$|\bnhs foundation trust\b", name) else "unknown"
    )


def has_started(row: Row) -> bool:
    starts = day(row["Start Date"])
    return starts is None or starts <= ON


BY_HAND: dict[str, Callable[[Row], str]] = {
    "expiry_within_lead_time": lambda row: by_end(row, lambda e: months_earlier(e, 18) <= ON),
    "latest_start_passed": lambda row: by_end(row, lambda e: e - timedelta(DAYS_TO_REPLACE) < ON),
    "notice_window_closed": lambda row: by_end(row, lambda e: months_earlier(e, 3) < ON),
    "extension_decision_due": lambda row: by_latest_end(row, 9, lambda e, latest: latest > e),
    "extension_exhausted": lambda row: by_latest_end(row, 18, lambda e, latest: latest <= e),
    "cliff_edge": lambda row: cliff(row, rows()),
    # Every row is in force, and no extension goes past the expiry that the row has.
    "rolled_over_past_end": lambda row: by_end(row, lambda e: e < ON),
    # On whose authority is not in the file.
    "extended_without_authority": lambda row: (
        "unknown" if is_extended(row) and end(row) else "clear"
    ),
    "repeat_temporary_extension": lambda row: "clear",  # options, and no stopgaps
    "no_exit_plan": lambda row: by_end(row, lambda e: months_earlier(e, 12) <= ON),
    "not_competed": not_competed,
    "single_bidder": lambda row: how_let(row, "not_applicable", "unknown", "unknown"),
    # No payment of 2011 carries a reference of this register.
    "spend_over_profile": lambda row: "unknown" if has_started(row) else "clear",
    **dict.fromkeys(("term_below_norm", "serial_annual", "late_confirmation"), of_third_sector),
    **dict.fromkeys(("no_successor", "repeat_solution", "service_gap"), lambda row: "clear"),
    **dict.fromkeys(
        (
            *("eqia_missing", "eqia_unpublished", "eqia_stale"),
            *(
                "kpi_red_consecutive",
                "kpi_return_late",
                "value_exceeded",
                "modification_over_limit",
            ),
            *(
                "unit_cost_outlier",
                "no_social_value",
                "need_volume_divergence",
                "group_not_reached",
            ),
            *("provider_concentration", "duplicate_service", "monitoring_gap"),
            "needs_assessment_stale",
        ),
        lambda row: "unknown",
    ),
}


def counts(rule: str) -> Counter[str]:
    """Return how many rows have each answer to a rule."""
    return Counter(BY_HAND[rule](row) for row in rows())
