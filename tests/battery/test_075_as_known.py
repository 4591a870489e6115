"""Battery 75: what was known at a load of a long history is answered rightly, and by an index."""

import pytest

from benchmarks.history import ask_all, whole_readings
from benchmarks.history_databases import postgres, sqlite
from benchmarks.history_register import write_history

VERSIONS = 100_000  # a hundredth of what `python -m benchmarks.history` asks, which also times it
ASKED = 100


@pytest.mark.parametrize("database", [sqlite, pytest.param(postgres, marks=pytest.mark.postgres)])
def test_an_agreement_a_page_and_the_count_are_as_written_and_no_plan_reads_every_version(database):
    with database(VERSIONS) as engine:
        history = write_history(engine, VERSIONS)
        with whole_readings(engine) as whole:
            asked = list(ask_all(engine, history, ASKED))  # each answer is compared as it is read
        assert len(asked) == 3
        assert whole == set()
