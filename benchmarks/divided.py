"""Every rule asked of one large register: in one process, in two threads, and in two processes of Dask's.

``python -m benchmarks.divided [AGREEMENTS]``. Needs ``distributed`` beside our own environment, which no part of
the product does. Each way is measured in a fresh process, from when its threads or processes are there; sentences
and storing, which no way divides, are left out.
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import process_time

from benchmarks.drawn import ON
from benchmarks.flag_register import NEED, large_register
from benchmarks.measure import Cost, Figure, costed, measured, peak_mb, report, tell
from commissioning.register import Register
from commissioning.rules import ASKED_FIRST, RULES
from commissioning.rules.answers import Answers

AGREEMENTS = 200_000
AT_ONCE = 2
NAMES = [*ASKED_FIRST, *(name for name in RULES if name not in ASKED_FIRST)]
ALONE = "one process"
# One process is to take no more than any other way, but for what two measurements of the same differ by.
MOST = 1.1

AskAll = Callable[[Register], list[Answers]]
Beside = Callable[[], list[Cost]]  # what the processes beside this one have cost so far


def main(agreements: int = AGREEMENTS) -> int:
    """Measure each way, print what one process takes against it and return the exit status."""
    costs = {way: measured("benchmarks.divided", str(agreements), way) for way in WAYS}
    return report([figure for way, cost in costs.items() for figure in _figures(way, cost, costs)])


def _figures(way: str, cost: Cost, costs: dict[str, Cost]) -> Iterator[Figure]:
    alone = costs[ALONE]
    beside = f"{cost.cpu:.1f} s, {cost.wall:.1f} s by the clock"
    yield Figure(f"Processor of one process, part of {way}", alone.cpu / cost.cpu, MOST, "", beside)
    beside = f"{cost.peak_mb:,.0f} MB"
    part = alone.peak_mb / cost.peak_mb
    yield Figure(f"Peak memory of one process, part of {way}", part, MOST, "", beside)


def ask(name: str, register: Register) -> Answers:
    """Return what one rule answers."""
    return RULES[name](register, on=ON, thresholds=NEED)


def so_far() -> Cost:
    """Return what this process has used of the processor so far, and its peak memory."""
    return Cost(cpu=process_time(), peak_mb=peak_mb())


@contextmanager
def alone() -> Iterator[tuple[AskAll, Beside]]:
    """Yield what asks rule after rule."""
    yield lambda register: [ask(name, register) for name in NAMES], list


@contextmanager
def in_threads() -> Iterator[tuple[AskAll, Beside]]:
    """Yield what asks two rules at a time in threads."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        yield lambda register: list(threads.map(lambda name: ask(name, register), NAMES)), list


@contextmanager
def in_processes() -> Iterator[tuple[AskAll, Beside]]:
    """Yield what hands the register to two processes, has each asked a rule at a time, and gathers the answers."""
    from distributed import Client, LocalCluster

    workers = {"n_workers": AT_ONCE, "threads_per_worker": 1, "memory_limit": 0}
    with (
        LocalCluster(**workers, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):

        def ask_all(register: Register) -> list[Answers]:
            there = client.scatter(register, broadcast=True)
            return client.gather([client.submit(ask, name, there, pure=False) for name in NAMES])

        yield ask_all, lambda: list(client.run(so_far).values())


WAYS = {ALONE: alone, "two threads": in_threads, "two processes of Dask's": in_processes}


def measure(agreements: int, way: str) -> Cost:
    """Return what one way cost in all its processes; making the register is left out."""
    register = large_register(agreements)
    with WAYS[way]() as (ask_all, beside):
        before = beside()
        with costed() as cost:
            answers = ask_all(register)
        assert len(answers) == len(RULES)
        for began, ended in zip(before, beside(), strict=True):
            cost.cpu += ended.cpu - began.cpu
            cost.peak_mb += ended.peak_mb
    return cost


if __name__ == "__main__":
    match sys.argv[1:]:
        case [number, way]:
            tell(measure(int(number), way))
        case numbers:
            sys.exit(main(*map(int, numbers)))
