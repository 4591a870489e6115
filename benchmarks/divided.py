"""Every rule asked of one large register: in one process, in two threads, and in two processes of Dask's.

``python -m benchmarks.divided [AGREEMENTS]``. Needs ``distributed`` beside our own environment, which no part of
the product does. Each way is measured in a fresh process; sentences and storing, which no way divides, are left out.
"""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time

from benchmarks.drawn import ON
from benchmarks.flag_register import NEED, large_register
from benchmarks.measure import ROOT
from commissioning.register import Register
from commissioning.rules import ASKED_FIRST, RULES
from commissioning.rules.answers import Answers

AGREEMENTS = 200_000
AT_ONCE = 2
NAMES = [*ASKED_FIRST, *(name for name in RULES if name not in ASKED_FIRST)]

Used = tuple[float, float]  # seconds of processor, and the peak in MB


def main(agreements: int = AGREEMENTS) -> int:
    """Measure each way in a fresh process, which prints its figures; return the exit status."""
    for way in WAYS:
        words = [sys.executable, "-m", "benchmarks.divided", str(agreements), way]
        subprocess.run(words, cwd=ROOT, check=True)  # noqa: S603 (this interpreter, a module of ours)
    return 0


def ask(name: str, register: Register) -> Answers:
    """Return what one rule answers."""
    return RULES[name](register, on=ON, thresholds=NEED)


def used() -> Used:
    """Return what this process has used of the processor so far, and its peak memory."""
    return process_time(), getrusage(RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def in_one_process(register: Register) -> list[Used]:
    """Ask rule after rule."""
    before = process_time()
    answers = [ask(name, register) for name in NAMES]
    assert len(answers) == len(RULES)
    seconds, peak = used()
    return [(seconds - before, peak)]


def in_threads(register: Register) -> list[Used]:
    """Ask two rules at a time in threads."""
    before = process_time()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda name: ask(name, register), NAMES))
    assert len(answers) == len(RULES)
    seconds, peak = used()
    return [(seconds - before, peak)]


def in_processes(register: Register) -> list[Used]:
    """Hand the register to two processes, have each asked a rule at a time, and gather the answers."""
    from distributed import Client, LocalCluster

    workers = {"n_workers": AT_ONCE, "threads_per_worker": 1, "memory_limit": 0}
    with (
        LocalCluster(**workers, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        before, before_here = client.run(used), process_time()
        there = client.scatter(register, broadcast=True)
        asked = [client.submit(ask, name, there, pure=False) for name in NAMES]
        assert len(client.gather(asked)) == len(RULES)
        after = client.run(used)
        seconds, peak = used()
        others = [(after[one][0] - before[one][0], after[one][1]) for one in after]
        return [(seconds - before_here, peak), *others]


WAYS: dict[str, Callable[[Register], list[Used]]] = {
    "one process": in_one_process,
    "two threads": in_threads,
    "two processes of Dask's": in_processes,
}


def measure(agreements: int, way: str) -> None:
    """Measure one way, making of the register left out, and print what it came to."""
    register = large_register(agreements)
    began = perf_counter()
    of_each = WAYS[way](register)
    wall = perf_counter() - began
    seconds, peak = (sum(each) for each in zip(*of_each, strict=True))
    print(f"{way:<24} {wall:6.1f} s by the clock, {seconds:6.1f} s of processor, {peak:6,.0f} MB")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [number, way]:
            measure(int(number), way)
        case numbers:
            sys.exit(main(*map(int, numbers)))
