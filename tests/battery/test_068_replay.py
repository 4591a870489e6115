"""Battery 68: a register loaded again stores no version, loses none, and is not held whole in memory."""

from benchmarks import agreements

# A tenth of what `python -m benchmarks.agreements` loads, whose memory does not hold: benchmarks/README.md says by how much.
ROWS = 100_000


def test_the_same_register_in_another_order_stores_nothing_and_takes_little_memory(tmp_path):
    figures = list(agreements.figures(tmp_path, ROWS))
    assert len(figures) == 4
    assert [figure for figure in figures if not figure.holds] == []
