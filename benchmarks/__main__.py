"""Every benchmark, one after the other; the exit status is 1 when a figure does not hold."""

import sys

from benchmarks import (
    agreements,
    explain,
    flag,
    history,
    load,
    mapping,
    matching,
    needs,
    needs_methods,
    ocds,
    orchestration,
    packs,
    soak,
    timetable,
)

TOLD = (
    load,
    agreements,
    explain,
    flag,
    mapping,
    matching,
    needs,
    needs_methods,
    ocds,
    packs,
    timetable,
    orchestration,
    soak,
    history,
)
sys.exit(max(benchmark.main() for benchmark in TOLD))
