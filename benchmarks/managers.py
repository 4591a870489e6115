"""A council whose agreements are shared among many contract managers: its canonical files, made by rule."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.council import COUNCIL

AGREEMENTS_EACH = 3
MEASURES = (
    ("Visits in time", "how_well"),
    ("People helped", "how_much"),
    ("Goals met", "better_off"),
)
MONTHS = 15
STARTS_ON, ON = date(2025, 4, 1), date(2026, 6, 30)

Row = dict[str, object]


def write_files(folder: Path, home: Path, managers: int) -> dict[str, Path]:
    """Write the profile into the home and the files into the folder; return them by feed, in order of loading."""
    (home / "authorities").mkdir(parents=True)
    (home / "authorities" / "benchmark.toml").write_text(COUNCIL, encoding="utf-8")
    agreements = list(agreements_of(managers))
    files = {
        "agreements": agreements,
        "measures": measures_of(agreements),
        "returns": returns_of(agreements),
        "payments": payments_of(agreements),
    }
    return {feed: written(folder / f"{feed}.csv", rows) for feed, rows in files.items()}


def agreements_of(managers: int) -> Iterator[Row]:
    """Yield each manager's agreements: of different lengths, values, departments and providers."""
    for number in range(managers * AGREEMENTS_EACH):
        yield {
            "reference": f"A{number:06}",
            "title": f"Service {number}",
            "instrument": "contract",
            "regime": "pa2023",
            "service_category": f"Category {number % 40}",
            "department": f"Department {number % 12}",
            "commissioner": f"Manager {number // AGREEMENTS_EACH:05}",
            "provider_name": f"Provider {number % (managers or 1)} Limited",
            "procurement_method": "open",
            "awarded_on": "2025-02-01",
            "starts_on": STARTS_ON.isoformat(),
            "ends_on": (ON + timedelta(days=30 * (number % 30))).isoformat(),
            "value_gbp": f"{100_000 + 1_000 * (number % 500)}.00",
            "tier": ("gold", "silver", "bronze")[number % 3],
            "status": "active",
        }


def measures_of(agreements: Iterable[Row]) -> Iterator[Row]:
    """Yield what each agreement is measured by, with its target."""
    for agreement in agreements:
        for name, kind in MEASURES:
            yield {
                **{"reference": agreement["reference"], "measure": name, "kind": kind},
                **{"unit": "%", "direction": "higher", "target": 90, "tolerance": 0.1},
                "frequency": "monthly",
            }


def returns_of(agreements: Iterable[Row]) -> Iterator[Row]:
    """Yield a return of each measure for each month, some below their target."""
    months = [month(number) for number in range(MONTHS + 1)]
    for at, agreement in enumerate(agreements):
        for nth, (name, _kind) in enumerate(MEASURES):
            for number in range(MONTHS):
                yield {
                    **{"reference": agreement["reference"], "measure": name},
                    "starts_on": months[number].isoformat(),
                    "ends_on": (months[number + 1] - timedelta(days=1)).isoformat(),
                    "value": 75 + (7 * at + 11 * nth + 13 * number) % 25,
                }


def payments_of(agreements: Iterable[Row]) -> Iterator[Row]:
    """Yield what each agreement was paid each month."""
    for at, agreement in enumerate(agreements):
        for number in range(MONTHS):
            yield {
                "payment_id": f"{agreement['reference']}-{number}",
                "paid_on": month(number).isoformat(),
                "department": agreement["department"],
                "provider_name": agreement["provider_name"],
                "reference": agreement["reference"],
                "basis": "outturn",
                "amount_gbp": f"{2_000 + 10 * (at % 90) + number}.00",
            }


def month(number: int) -> date:
    """Return the first day of the month so many after the first."""
    months = STARTS_ON.month - 1 + number
    return date(STARTS_ON.year + months // 12, months % 12 + 1, 1)


def written(path: Path, rows: Iterable[Row]) -> Path:
    """Write rows as a canonical file."""
    rows = iter(rows)
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(first), lineterminator="\n")
        out.writeheader()
        out.writerow(first)
        out.writerows(rows)
    return path
