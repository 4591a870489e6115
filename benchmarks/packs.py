"""A thousand contract managers' packs: processor and memory a pack, and one that fails among them.

``python -m benchmarks.packs [MANAGERS]``: each has three agreements with three measures, fifteen months of
returns and of payments. A tenth of the managers is measured first, then all of them with one whose pack
fails, then once more without the fault. The packs are made by the flow behind the ordinary command.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.managers import ON, write_files
from benchmarks.measure import ROOT, Cost, Figure, measured, report

MANAGERS = 1_000
MOST_SECONDS, MOST_MEGABYTES = 1.5, 500
MOST_OF_FEW = 1.25  # a pack among many, to one among a tenth of them
FAILING = "Manager 00007"


def main(managers: int = MANAGERS) -> int:
    """Measure, print the figures and return the exit status."""
    few, many = managers // 10, managers
    with TemporaryDirectory(prefix="commissioning-benchmark-") as folder:
        home = council(Path(folder) / "few", few)
        of_few = made(home, "")
        home = council(Path(folder) / "many", many)
        first = made(home, FAILING)
        issued = packs_in(home)
        again = made(home, "")
        issued_again = packs_in(home)
    seconds, seconds_of_few = first.cpu / many, of_few.cpu / few
    return report(
        [
            Figure(
                "Seconds of processor a pack", seconds, MOST_SECONDS, " s", f"{first.wall:.0f} s"
            ),
            Figure(
                f"A pack of {many:,}, times one of {few:,}",
                seconds / seconds_of_few,
                MOST_OF_FEW,
                beside=f"{seconds_of_few:.2f} s of processor each of {few:,}",
            ),
            Figure("Peak memory", first.peak_mb, MOST_MEGABYTES, " MB", f"{of_few.peak_mb:.0f} MB"),
            Figure("Packs that one failing pack stopped", many - 1 - issued, 0),
            Figure(
                "Packs issued by the next run, beside the one that had failed",
                issued_again - issued - 1,
                0,
                beside=f"{again.cpu:.0f} s of processor",
            ),
        ]
    )


def council(folder: Path, managers: int) -> Path:
    """Load the files of a council of so many managers; return its home."""
    home = folder / "home"
    for feed, file in write_files(folder, home, managers).items():
        command = [sys.executable, "-m", "deployments.cli", "load", feed, str(file)]
        subprocess.run(  # noqa: S603 (this interpreter, a module of ours)
            [*command, "--authority", "benchmark", "--home", str(home)],
            cwd=ROOT,
            env=dict(os.environ),
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return home


def made(home: Path, failing: str) -> Cost:
    """Return what making every manager's pack cost, in a fresh process."""
    environment = {"COMMISSIONING_HOME": str(home)}
    return measured("benchmarks.packs_made", ON.isoformat(), failing, environment=environment)


def packs_in(home: Path) -> int:
    """Return how many packs there are."""
    return len(list((home / "packs").glob("benchmark/*/manager-*.html")))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
