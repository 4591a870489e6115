"""Every benchmark, one after the other; the exit status is 1 when a figure does not hold."""

import sys

from benchmarks import explain, flag, history, load, mapping, matching, ocds, timetable

sys.exit(max(m.main() for m in (load, explain, flag, mapping, matching, ocds, timetable, history)))
