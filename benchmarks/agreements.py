"""A million agreements loaded and loaded again: how much memory above the imports, and nothing stored twice.

``python -m benchmarks.agreements [AGREEMENTS]`` makes the register and loads it by the ordinary load, each
time in a fresh process. The second time its lines are in another order, so that it is another file and every
row is looked at again.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from benchmarks.council import COUNCIL
from benchmarks.measure import Cost, Figure, measured, report

AGREEMENTS = 1_000_000
MOST_MEGABYTES = 300
SEED = 68

SOURCE = """
[sources.register]
feed = "agreements"
adapter = "canonical_agreements"
path = "register.csv"
slot = "register"
edition_on = 2026-03-31
complete = true
title = "Contracts register"
publisher = "Benchmark Council"
licence = "Open Government Licence v3.0"
"""


def main(agreements: int = AGREEMENTS) -> int:
    """Measure, print the figures and return the exit status."""
    with TemporaryDirectory(prefix="commissioning-benchmark-") as folder:
        return report(list(figures(Path(folder), agreements)))


def figures(folder: Path, agreements: int) -> Iterator[Figure]:
    """Yield what the two loads stored and how much memory each took beside the imports."""
    (folder / "benchmark.toml").write_text(COUNCIL + SOURCE)
    write_register(folder / "register.csv", agreements, 1)
    imports, first = loaded(folder, ""), loaded(folder, "register")
    stored = versions(folder)
    yield Figure("Agreements lost by the load", agreements - stored, 0, beside=told(first))
    write_register(folder / "register.csv", agreements, -1)
    again = loaded(folder, "register")
    yield Figure(
        "Versions stored by the load of the same again",
        versions(folder) - stored,
        0,
        beside=told(again),
    )
    for name, cost in (("first", first), ("second", again)):
        above = cost.peak_mb - imports.peak_mb
        beside = f"{cost.peak_mb:.0f} MB in all"
        yield Figure(f"Memory above the imports, {name} load", above, MOST_MEGABYTES, " MB", beside)


def write_register(file: Path, agreements: int, order: int) -> None:
    """Write the register in the order of its references, or with ``order`` -1 the other way round."""
    draw = np.random.default_rng(SEED)
    number = np.arange(agreements)
    year, month = draw.integers(2026, 2034, agreements), draw.integers(1, 13, agreements)
    columns = {
        "reference": [f"C{each:07}" for each in number],
        "title": [f"Services under agreement {each}" for each in number],
        "provider_name": [f"Provider {each % 9973} Limited" for each in number],
        "starts_on": ["2024-04-01"] * agreements,
        "ends_on": [f"{y}-{m:02}-28" for y, m in zip(year, month, strict=True)],
        "value_gbp": draw.integers(1_000, 10_000_000, agreements),
        "department": [f"Department {each % 40}" for each in number],
        "tier": [("gold", "silver", "bronze")[each % 3] for each in number],
    }
    table = pa.table(columns).take(number[::order])
    pc.write_csv(table, file, pc.WriteOptions(quoting_style="none"))


def loaded(folder: Path, source: str) -> Cost:
    """Return what a load cost in a fresh process, or of no source what its imports do."""
    ours = {"COMMISSIONING_HOME": str(folder / "home"), "COMMISSIONING_AUTHORITIES": str(folder)}
    return measured("benchmarks.ordinary_load", "benchmark", source, environment=ours)


def versions(folder: Path) -> int:
    """Return how many versions of agreements are stored."""
    with closing(sqlite3.connect(folder / "home" / "commissioning.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM agreement_version").fetchone()[0])


def told(cost: Cost) -> str:
    """Return how long a load took."""
    return f"{cost.wall:.0f} s, {cost.cpu:.0f} s of processor"


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
