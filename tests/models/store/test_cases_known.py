"""Cases as they stood at a cut: later days, later loads and later acts are as if they had never been."""

import pytest
from sqlalchemy import insert

from models.case import CaseEvent
from models.metadata import table_of
from models.store.cases_known import cases_known_at
from models.store.engine import publishing, reading
from tests.models.store.test_cases import APRIL, JUNE, MAY, ask, clear, events, flag

__all__ = ["ask", "events"]  # fixtures


@pytest.fixture
def known(engine):
    """Return number, kind and day of each case as known on a day at a load."""

    def read(on, load_no):
        with reading(engine) as connection:
            found = cases_known_at(connection, "anytown", on=on, load_no=load_no)
        days = found["on_day"].dt.date, found["opened_on"].dt.date
        return list(zip(found["case_no"], found["kind"], *days, strict=True))

    return read


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_case_stands_as_its_last_event_by_that_day_and_load(ask, known):
    ask(APRIL, flag(1), flag(2))
    ask(MAY, clear(1), flag(2, severity="critical"))
    ask(JUNE, flag(1), flag(2, severity="critical"))
    assert known(APRIL, 99) == [(1, "opened", APRIL, APRIL), (2, "opened", APRIL, APRIL)]
    assert known(MAY, 99) == [(1, "closed", MAY, APRIL), (2, "updated", MAY, APRIL)]
    assert known(JUNE, 99) == [
        *((1, "closed", MAY, APRIL), (2, "updated", MAY, APRIL), (3, "opened", JUNE, JUNE)),
    ]
    # What a judgement of a later load found was not known at the first.
    assert known(JUNE, 1) == known(APRIL, 99)


def test_an_act_counts_from_the_load_it_is_recorded_by(ask, events, known, engine):
    ask(APRIL, flag())
    acted = {
        **events()[-1].model_dump(),
        **{"event_no": 2, "kind": "handed_over", "on_day": MAY, "load_no": 5, "owner": "J. Smith"},
    }
    with publishing(engine) as connection:
        connection.execute(insert(table_of(CaseEvent)), [acted])
    assert known(MAY, 4) == [(1, "opened", APRIL, APRIL)]
    assert known(MAY, 5) == [(1, "handed_over", MAY, APRIL)]
    assert known(APRIL, 5) == [(1, "opened", APRIL, APRIL)]
