"""What every benchmark shares: a module measured in a fresh process, and figures held to their limits."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Cost:
    """What a piece of work cost: seconds by the clock, seconds of processor, and the process's peak memory."""

    wall: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0


@dataclass(frozen=True)
class Figure:
    """One stated figure: what was measured, and the most it may be."""

    name: str
    measured: float
    limit: float
    unit: str = ""
    beside: str = ""

    @property
    def holds(self) -> bool:
        """Whether the measured figure is within its limit."""
        return self.measured <= self.limit


@contextmanager
def costed() -> Iterator[Cost]:
    """Yield a cost that is filled in when the block ends; memory is of the whole process so far."""
    cost, wall, cpu = Cost(), perf_counter(), process_time()
    yield cost
    cost.wall, cost.cpu = perf_counter() - wall, process_time() - cpu
    cost.peak_mb = peak_mb()


def peak_mb() -> float:
    """Return this process's own peak memory; ``getrusage`` has that of whoever started it where it was larger."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [kilobytes] = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) * 1024 / 1e6


def tell(cost: Cost) -> None:
    """Print a cost on standard output, for the process that asked."""
    print(json.dumps(vars(cost)))


def measured(module: str, *arguments: str | Path, environment: Mapping[str, str] = {}) -> Cost:
    """Run a module in a fresh process and return the cost that it tells."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    ran = subprocess.run(  # noqa: S603 (this interpreter, a module of ours)
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True
    )
    return Cost(**json.loads(ran.stdout))


def report(figures: Sequence[Figure]) -> int:
    """Print the figures and whether each holds; return the exit status."""
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        verdict = "holds" if figure.holds else "DOES NOT HOLD"
        shown = f"{figure.measured:8.2f} of at most {figure.limit:g}{figure.unit}"
        print(f"{figure.name:<{width}}  {shown:<30}  {verdict:<13}  {figure.beside}".rstrip())
    return int(not all(figure.holds for figure in figures))
