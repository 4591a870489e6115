"""What Prefect costs: ``make cycle`` when there is nothing new, beside the same plain functions in one process.

``python -m benchmarks.orchestration`` runs the cycle of both examples once, then again through Prefect as
``make cycle`` does, and again without Prefect with one process for both. The quicker of two turns counts.
"""

import os
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.measure import ROOT, Figure, report

# As the Makefile has it.
CYCLE = ["run-cycle", "--authority", "salford", "--on", "2022-07-31"]
CYCLE += ["--authority", "trafford", "--on", "2026-03-31"]
PLAIN = ["--plain", "--workers", "1"]
TURNS = 2
MOST_SECONDS, MOST_ORCHESTRATION = 60, 25


def main() -> int:
    """Measure, print the figures and return the exit status."""
    with TemporaryDirectory(prefix="commissioning-benchmark-") as home:
        run(home)
        cycle = min(run(home) for _ in range(TURNS))
        plain = min(run(home, *PLAIN) for _ in range(TURNS))
    return report(
        [
            Figure("make cycle, nothing new", cycle, MOST_SECONDS, " s"),
            Figure("of which orchestration", cycle - plain, MOST_ORCHESTRATION, " s",
                   beside=f"the plain functions in one process took {plain:.1f} s"),
        ]
    )  # fmt: skip


def run(home: str, *words: str) -> float:
    """Run the cycle in a fresh process and return the seconds it took by the clock."""
    known = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    known |= {"COMMISSIONING_HOME": home}
    known.pop("COMMISSIONING_DATABASE_URL", None)
    began = perf_counter()
    subprocess.run(  # noqa: S603 (this interpreter, a module of ours)
        [sys.executable, "-m", "deployments.cli", *CYCLE, *words],
        cwd=ROOT,
        env=known,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
