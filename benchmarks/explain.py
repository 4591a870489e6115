"""How long a person waits for one agreement's story: ``commissioning explain`` after a load.

``python -m benchmarks.explain`` loads Salford's register, asks the rules of it, and then runs the
command as a person does, each time in a fresh process. The middle of five runs counts.
"""

import os
import subprocess
import sys
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.measure import ROOT, Figure, report

RUNS = 5
MOST_SECONDS = 2.5


def main() -> int:
    """Measure, print the figure and return the exit status."""
    with TemporaryDirectory(prefix="commissioning-benchmark-") as home:
        _command(home, "refresh-register", "--authority", "salford")
        _command(home, "flag-contracts", "--authority", "salford", "--on", "2022-07-31")
        waits = [_command(home, "explain", "S1152", "--authority", "salford") for _ in range(RUNS)]
    seconds = ", ".join(f"{wait:.2f}" for wait in sorted(waits))
    return report(
        [Figure("explain S1152", median(waits), MOST_SECONDS, " s", beside=f"of {seconds}")]
    )


def _command(home: str, *words: str) -> float:
    """Run one of our commands in a fresh process and return the seconds it took."""
    began = perf_counter()
    subprocess.run(  # noqa: S603 (this interpreter, a module of ours)
        [sys.executable, "-m", "deployments.cli", *words],
        cwd=ROOT,
        env={**os.environ, "COMMISSIONING_HOME": home},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
