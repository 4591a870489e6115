"""Every benchmark, one after the other; the exit status is 1 when a figure does not hold."""

import sys

from benchmarks import explain, history, load, timetable

sys.exit(max(load.main(), explain.main(), history.main(), timetable.main()))
