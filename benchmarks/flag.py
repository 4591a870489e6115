"""What it takes to ask every rule of 1,000,000 agreements, and to keep the answer.

``python -m benchmarks.flag`` makes a register at random in a fresh process, judges it, makes the
sentence of every flagged and every unknown result, stores the judgement and its cases in a new SQLite
database, and stores the next day's, in which everything is answered as before. Another process answers
eight of the rules by a plain pandas script too. ``python -m benchmarks.flag 100000`` does the same to so many.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.drawn import ON
from benchmarks.flag_register import NEED, large_register
from benchmarks.measure import ROOT, Cost, Figure, costed, report
from commissioning.decisions.in_force import decisions_in_force
from commissioning.memory import give_back_memory
from commissioning.rules import judge_register
from commissioning.rules.outcomes import Outcomes
from models.store.engine import open_engine
from models.store.judgements import Asking
from models.store.lease import lease
from models.store.schema import migrate
from tasks.store import save_results

AGREEMENTS, FEW = 1_000_000, 10_000
MOST_SECONDS_JUDGED, MOST_SECONDS_STORED = 30.0, 60.0
MOST_MB = 3_000
MOST_OF_FIRST_DAY = 0.1
MOST_ABOVE_LINEAR = 1.25
MOST_TIMES_BY_HAND = 1.5

Costs = dict[str, Cost]


def main(agreements: int = AGREEMENTS) -> int:
    """Measure, print the figures and return the exit status."""
    few, many = told_by_a_process(FEW), told_by_a_process(agreements)
    each = {name: many[name].cpu / agreements for name in ("judge", "first")}
    # A small register pays what any does once; a hundredth of the large one is what linear means.
    grown = {name: each[name] / (few[name].cpu / FEW) for name in each}
    by_hand = told_by("benchmarks.flag_by_hand", str(agreements))
    return report(
        [
            *times_by_hand(by_hand),
            figure("judged, with its sentences", many["judge"], MOST_SECONDS_JUDGED),
            figure("stored", many["first"], MOST_SECONDS_STORED),
            Figure(
                "stored again, nothing changed",
                many["second"].wall / many["first"].wall,
                MOST_OF_FIRST_DAY,
                beside=f"{many['second'].wall:.1f} s",
            ),
            Figure("peak memory", many["second"].peak_mb, MOST_MB, " MB"),
            *(
                Figure(f"an agreement's share against {FEW:,}: {name}", share, MOST_ABOVE_LINEAR)
                for name, share in grown.items()
            ),
        ]
    )


def figure(name: str, cost: Cost, limit: float) -> Figure:
    """Return the seconds by the clock, with those of processor beside them."""
    return Figure(name, cost.wall, limit, " s", beside=f"{cost.cpu:.1f} s of processor")


def times_by_hand(seconds: Mapping[str, Mapping[str, float]]) -> list[Figure]:
    """Return the processor's seconds of eight rules as times those of the script, and without its slowest."""
    slowest = max(seconds, key=lambda rule: seconds[rule]["by_hand"])
    figures = []
    for name, rules in (
        ("eight rules, times a script", seconds),
        (f"without {slowest}", seconds.keys() - {slowest}),
    ):
        ours, script = (
            sum(seconds[rule][whose] for rule in rules) for whose in ("ours", "by_hand")
        )
        beside = f"{ours:.1f} s to {script:.1f} s of processor"
        figures.append(Figure(name, ours / script, MOST_TIMES_BY_HAND, beside=beside))
    return figures


def told_by_a_process(agreements: int) -> Costs:
    """Measure so many agreements in a fresh process."""
    costs = told_by("benchmarks.flag", "measure", str(agreements))
    return {name: Cost(**cost) for name, cost in costs.items()}


def told_by(module: str, *arguments: str) -> dict[str, Any]:
    """Return what a module tells in a fresh process."""
    ran = subprocess.run(  # noqa: S603 (this interpreter, a module of ours)
        [sys.executable, "-m", module, *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def measure(agreements: int) -> Costs:
    """Judge a register of so many agreements and store the judgement, twice."""
    costs: Costs = {}

    @contextmanager
    def named(name: str) -> Iterator[None]:
        with costed() as costs[name]:
            yield

    register = large_register(agreements)
    with named("judge"):
        outcomes = judge_register(register, on=ON, thresholds=NEED)
        for each in outcomes.answers:
            each.sentences(np.sort(np.concatenate([each.flagged, each.unknown])))
    decided = decisions_in_force(register, ON)
    del register
    give_back_memory()
    with TemporaryDirectory(prefix="commissioning-benchmark-") as folder:
        engine = open_engine(f"sqlite:///{folder}/benchmark.db")
        migrate(engine)
        for name, days in (("first", 0), ("second", 1)):
            asking = Asking("anytown", ON + timedelta(days=days), 1, "rules", "thresholds")
            with named(name), lease(engine, asking.authority, "judge") as held:
                save_results(outcomes, decided, engine=engine, asking=asking, lease=held)
    tell_size(outcomes)
    return costs


def tell_size(outcomes: Outcomes) -> None:
    """Say how much there was to judge, on standard error."""
    flags = sum(len(each.flagged) for each in outcomes.answers)
    unknown = sum(len(each.unknown) for each in outcomes.answers)
    print(f"{len(outcomes):,} results: {flags:,} flagged, {unknown:,} unknown", file=sys.stderr)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["measure", number]:
            print(json.dumps({name: vars(cost) for name, cost in measure(int(number)).items()}))
        case [number]:
            sys.exit(main(int(number)))
        case _:
            sys.exit(main())
