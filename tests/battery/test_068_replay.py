"""Battery 68: a register loaded again, in another order, stores no version and loses none.

How much memory that takes is the benchmark's, of ten times as many: its limit would bind nothing here.
"""

from benchmarks import agreements

ROWS = 100_000  # a tenth of what `python -m benchmarks.agreements` loads


def test_the_same_register_in_another_order_stores_nothing_and_loses_nothing(tmp_path):
    lost, again, *_of_memory = agreements.figures(tmp_path, ROWS)
    assert lost.measured == 0
    assert again.measured == 0
