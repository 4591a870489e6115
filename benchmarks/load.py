"""A million payments loaded: how long beside a bare script, in how much memory, and unchanged again.

``python -m benchmarks.load`` makes the file, then lets the bare script and our load take turns in
fresh processes. Other work on the machine slows both, so the best turn of each is compared.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.council import COUNCIL
from benchmarks.measure import Cost, Figure, measured, report
from benchmarks.payments_file import write_payments

ROWS = 1_000_000
TURNS = 3

MOST_TIMES_BARE = 3.5
MOST_MEGABYTES = 800
MOST_OF_FIRST_LOAD = 0.1

SOURCE = """
[sources.payments]
feed = "payments"
adapter = "transparency_spend"
path = "payments.csv"
slot = "spend"
edition_on = 2026-03-31
complete = true
title = "Payments to suppliers"
publisher = "Benchmark Council"
licence = "Open Government Licence v3.0"
"""


@dataclass(frozen=True)
class Turn:
    """What one turn cost: the bare script, our load, and our load of the same file again."""

    bare: Cost
    first: Cost
    again: Cost


def main() -> int:
    """Measure, print the figures and return the exit status."""
    with TemporaryDirectory(prefix="commissioning-benchmark-") as made:
        folder = Path(made)
        published = write_payments(folder / "payments.csv", ROWS)
        (folder / "benchmark.toml").write_text(COUNCIL + SOURCE)
        print(f"{ROWS:,} payments, made of the rows of {published.name}; {TURNS} turns")
        turns = [_turn(folder, number) for number in range(TURNS)]
    return report(list(_figures(turns)))


def _turn(folder: Path, number: int) -> Turn:
    home = folder / f"home-{number}"
    ours = {"COMMISSIONING_HOME": str(home), "COMMISSIONING_AUTHORITIES": str(folder)}
    database = folder / f"bare-{number}.db"
    bare = measured("benchmarks.bare", folder / "payments.csv", database)
    first, again = (
        measured("benchmarks.ordinary_load", "benchmark", "payments", environment=ours)
        for _ in ("first", "again")
    )
    database.unlink()
    return Turn(bare, first, again)


def _figures(turns: list[Turn]) -> list[Figure]:
    bare, first, again = (
        Cost(*(min(getattr(getattr(turn, part), name) for turn in turns) for name in vars(Cost())))
        for part in ("bare", "first", "again")
    )
    peak = max(turn.first.peak_mb for turn in turns)
    return [
        Figure(
            "Load, times the bare script",
            first.wall / bare.wall,
            MOST_TIMES_BARE,
            beside=f"{first.wall:.1f} s to {bare.wall:.1f} s; "
            f"of processor {first.cpu:.1f} s to {bare.cpu:.1f} s, {first.cpu / bare.cpu:.2f} times",
        ),
        Figure("Peak memory of the load's process", peak, MOST_MEGABYTES, " MB"),
        Figure(
            "Unchanged file again, part of the first load",
            again.wall / first.wall,
            MOST_OF_FIRST_LOAD,
            beside=f"{again.wall:.2f} s",
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
