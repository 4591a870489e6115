"""Every benchmark, one after the other; the exit status is 1 when a figure does not hold."""

import sys

from benchmarks import explain, history, load, mapping, matching, ocds, timetable

sys.exit(max(m.main() for m in (load, explain, mapping, matching, ocds, timetable, history)))
