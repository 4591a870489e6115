"""A thousand contract managers' packs: processor and memory a pack, and one that fails among them.

    python -m benchmarks.packs [MANAGERS]

The register is made: each manager has three agreements with three measures each, twelve months of returns and
payments. The packs are made by the ordinary command's flow, in a process of its own.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.managers import write_council

MANAGERS, FEW = 1_000, 100
ON = "2026-06-30"
MOST_SECONDS, MOST_MEGABYTES, MOST_GROWTH = 1.5, 500, 1.25
FAILING = "Manager 0007"


def main(managers: int = MANAGERS) -> int:
    """Measure the packs of few managers and of many, print the figures and return 1 if one does not hold."""
    few = measured(max(2, managers // 10))
    many = measured(managers)
    again = many["again"]
    held = {
        f"seconds of processor a pack: {many['a_pack']:.2f}, at most {MOST_SECONDS}": (
            many["a_pack"] <= MOST_SECONDS
        ),
        f"that of {managers:,} packs to that of {few['packs']:,}: "
        f"{many['a_pack'] / few['a_pack']:.2f}, at most {MOST_GROWTH}": (
            many["a_pack"] / few["a_pack"] <= MOST_GROWTH
        ),
        f"peak memory: {many['megabytes']:,.0f} MB, at most {MOST_MEGABYTES}": (
            many["megabytes"] < MOST_MEGABYTES
        ),
        f"one pack failed and {many['packs']:,} of {managers:,} were issued": (
            many["failed"] == 1 and many["packs"] == managers - 1
        ),
        f"the run after it issued {again['packs']:,}": again["packs"] == 1,
    }
    for said, holds in held.items():
        print(f"{'holds' if holds else 'DOES NOT HOLD'}: {said}")
    print(f"clock: {many['clock']:.0f} s for {managers:,}; the run after it {again['clock']:.0f} s")
    return 0 if all(held.values()) else 1


def measured(managers: int) -> dict:
    """Return what making the packs of so many managers took: once with one that fails, then once more."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        write_council(Path(folder), home, managers)
        first = run(home, FAILING)
        return {**first, "again": run(home, "")}


def run(home: Path, failing: str) -> dict:
    """Return what one run took, in a fresh process."""
    environment = {**os.environ, "COMMISSIONING_HOME": str(home)}
    command = [sys.executable, "-m", "benchmarks.packs", "--run", failing]
    done = subprocess.run(  # noqa: S603 (a command of ours)
        command, env=environment, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def run_here(failing: str) -> dict:
    """Make the packs in this process, but for the failing one; return how many, and what it took."""
    from time import perf_counter, process_time

    import tasks.render
    from commissioning.errors import CommissioningError
    from commissioning.packs.inputs import PackError
    from flows.monitoring import build_packs
    from tasks.deliver import deliver

    real, issued, failed = tasks.render.build, [], 0

    def build_others(inputs):
        if inputs.scope.label == failing:
            raise PackError("The pack was not built: it is the one that fails.")
        return real(inputs)

    def counted(*given, **named):
        issued.append(1)
        return deliver(*given, **named)

    tasks.render.build = build_others
    import tasks.issue

    tasks.issue.deliver = counted
    began, spent = perf_counter(), process_time()
    try:
        build_packs.fn(authority="benchmark", audience="manager", on=_day(ON))
    except CommissioningError as error:
        print(error, file=sys.stderr)
        failed = 1
    clock, processor = perf_counter() - began, process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    made = max(len(issued), 1)
    return {
        **{"packs": len(issued), "failed": failed, "clock": clock, "processor": processor},
        **{"a_pack": processor / made, "megabytes": peak},
    }


def _day(text: str):
    from datetime import date

    return date.fromisoformat(text)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(run_here(sys.argv[2])))
    else:
        sys.exit(main(*map(int, sys.argv[1:2])))
