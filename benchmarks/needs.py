"""Ten million observations of small areas: checked, stored and summed up, in how much time and memory.

``python -m benchmarks.needs`` makes the file, loads it by the ordinary load in a fresh process, and sums up
what is then known of each indicator in another. ``python -m benchmarks.needs INDICATORS AREAS`` takes fewer.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.council import COUNCIL
from benchmarks.measure import Cost, Figure, costed, measured, report, tell
from benchmarks.observations_file import AREAS, INDICATORS, YEARS, write_observations

MOST_SECONDS = 300
MOST_MEGABYTES = 700
SUMMARY = "summary"

SOURCE = """
[sources.observations]
feed = "observations"
adapter = "canonical_observations"
path = "observations.csv"
slot = "observations"
edition_on = 2025-01-01
complete = true
title = "Observations of small areas"
publisher = "Benchmark Council"
licence = "Open Government Licence v3.0"
"""


def main(indicators: int = INDICATORS, areas: int = AREAS) -> int:
    """Measure, print the figures and return the exit status."""
    with TemporaryDirectory(prefix="commissioning-benchmark-") as folder:
        return report(figures(*costs(Path(folder), indicators, areas)))


def costs(folder: Path, indicators: int, areas: int) -> tuple[Cost, Cost]:
    """Make the file in a folder and return what its load cost and what summing up what is then known."""
    rows = write_observations(folder / "observations.csv", indicators, areas)
    size = (folder / "observations.csv").stat().st_size
    print(f"{rows:,} observations of {indicators} indicators, {size / 1e6:,.0f} MB")
    (folder / "benchmark.toml").write_text(COUNCIL + SOURCE)
    ours = {"COMMISSIONING_HOME": str(folder / "home"), "COMMISSIONING_AUTHORITIES": str(folder)}
    load = measured("benchmarks.ordinary_load", "benchmark", "observations", environment=ours)
    return load, measured("benchmarks.needs", SUMMARY, str(indicators), environment=ours)


def figures(load: Cost, summary: Cost) -> list[Figure]:
    """Return the figures that are held to their limits."""
    return [
        Figure(
            "Checked, stored and summed up",
            load.wall + summary.wall,
            MOST_SECONDS,
            " s",
            f"load {load.wall:.0f} s, {load.cpu:.0f} s of processor; "
            f"summary {summary.wall:.0f} s, {summary.cpu:.0f} s of processor",
        ),
        Figure("Peak memory of the load's process", load.peak_mb, MOST_MEGABYTES, " MB"),
        Figure("Peak memory of the summary's process", summary.peak_mb, MOST_MEGABYTES, " MB"),
    ]


def _sum_up(indicators: int) -> None:
    """Sum up what is known, as after each refresh of needs data, and tell what it cost."""
    from flows.workplace import open_workplace
    from tasks.indicators import latest_of_indicators

    engine = open_workplace("benchmark").engine
    with costed() as cost:
        shown = latest_of_indicators(engine, "benchmark")
    if len(shown) != indicators or not all(str(YEARS[-1]) in str(row["period"]) for row in shown):
        raise SystemExit(f"{len(shown)} indicators are summed up, where {indicators} were loaded")
    tell(cost)


if __name__ == "__main__":
    if sys.argv[1:2] == [SUMMARY]:
        _sum_up(int(sys.argv[2]))
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
