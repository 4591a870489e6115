"""A council asked about its service agreements: its dates and counts are given, its files are written here."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.commands import Terminal

PROFILE = """
name = "{name}"
title = "A council"
kind = "county"
jurisdiction = "england"
regimes = ["below_threshold"]
holidays = "england-and-wales"
area_code = "E10000016"
area_name = "A county"
{more}
"""


def written(file: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write rows as a canonical file with every column that any of them has."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", newline="", encoding="utf-8") as stream:
        out = csv.DictWriter(stream, columns, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    return file


def with_profile(folder: Path, name: str, more: str = "") -> Terminal:
    """Return a terminal at a new home that has the profile of an authority without sources."""
    home = folder / name
    (home / "authorities").mkdir(parents=True)
    (home / "authorities" / f"{name}.toml").write_text(PROFILE.format(name=name, more=more))
    return Terminal(home, name)


def with_files(
    folder: Path, files: Mapping[str, Sequence[Mapping[str, Any]]], more: str = ""
) -> Terminal:
    """Return a terminal at a new home into which these rows are loaded, feed by feed, and none set aside."""
    terminal = with_profile(folder, "elsewhere", more)
    for feed, rows in files.items():
        ran = terminal.load(feed, written(folder / f"{feed}.csv", rows))
        assert (ran.status, ran.document["rows_set_aside"]) == (0, 0), ran.err
    return terminal


def answers_on(terminal: Terminal, day: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return every result of ``flag-contracts`` on a day, by rule and subject."""
    told = terminal("flag-contracts", "--on", day, "--json").document
    return {(each["rule"], each["reference"]): each for each in told["results"]}


@dataclass(frozen=True)
class Council:
    """Agreements by the day they end: a few during the year, the rest on its last day."""

    during: Mapping[date, int]
    last_day: date
    on_last_day: int
    spent: str
    planned: str
    years: tuple[str, str]
    extended_to: date | None = None
    department: str = "Social Care"
    spent_by: str = "Social Care"
    references: list[str] = field(default_factory=list)

    def agreements(self) -> list[dict[str, Any]]:
        """Return the agreements, those that end first being numbered first."""
        ends = [day for day, count in sorted(self.during.items()) for _ in range(count)]
        ends += [self.last_day] * self.on_last_day
        return [
            {
                **{"reference": f"A-{number}", "title": f"Agreement {number}", "instrument": "sla"},
                **{"service_category": "Safeguarding", "department": self.department},
                **{"provider_type": "third_sector", "ends_on": day},
            }
            for number, day in enumerate(ends, start=1)
        ]

    def load(self, folder: Path, terminal: Terminal, *, without: Iterable[str] = ()) -> None:
        """Load everything by the ordinary commands."""
        folder.mkdir(parents=True, exist_ok=True)
        during = sum(self.during.values())
        previous = self.extended_to and _months_before(self.extended_to, 6)
        files = {
            "agreements": self.agreements(),
            "extensions": [
                {
                    **{"reference": row["reference"], "decided_on": ""},
                    **{"previous_ends_on": previous, "new_ends_on": self.extended_to},
                    "kind": "temporary",
                }
                for row in self.agreements()
                if row["ends_on"] == self.extended_to
            ],
            "equality": [
                {
                    **{"reference": f"A-{number}", "status": "completed_unpublished"},
                    **{"risk": "low", "completed_on": "2011-07-21"},
                }
                for number in range(1, during + 1)
            ],
            "payments": [
                payment("spent", self.spent_by, "outturn", self.years[0], self.spent),
                payment(
                    "planned", self.department, "planned_commitment", self.years[1], self.planned
                ),
            ],
            "engagement": [
                {
                    "reference": row["reference"],
                    "held_on": "2011-07-21",
                    "kind": "provider_notified",
                }
                for row in self.agreements()
            ],
        }
        for feed, rows in files.items():
            if feed not in without and rows:
                done = terminal.load(feed, written(folder / f"{feed}.csv", rows))
                assert done.status == 0, done.err


def payment(name: str, department: str, basis: str, year: str, amount: str, **more: Any) -> dict:
    """Return one payment as a canonical file has it."""
    return {
        **{"payment_id": name, "paid_on": "", "department": department, "provider_name": ""},
        **{"service_category": "Safeguarding", "basis": basis, "financial_year": year},
        "amount_gbp": amount,
        **more,
    }


def _months_before(day: date, months: int) -> date:
    """Return the end of the month so many months before a month's end."""
    first = (day.year * 12 + day.month - 1) - months + 1
    return date(first // 12, first % 12 + 1, 1) - timedelta(days=1)
