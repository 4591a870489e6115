"""The summary of what is known of each indicator, over every kind of area and as known at a load."""

import pytest

from models.store.engine import open_engine, reading
from models.store.indicators_known import indicators_known
from tasks.indicators import latest_of_indicators
from tests.cases.council import with_profile, written

pytestmark = pytest.mark.thorough

DISTRICTS = (("E08000006", "12.5"), ("E08000009", "9.5"), ("E08000003", ""))


def observed(year, values, indicator="smoking"):
    return [
        {
            "indicator": indicator,
            "area_code": area,
            "starts_on": f"{year}-01-01",
            "ends_on": f"{year}-12-31",
            "value": value,
        }
        for area, value in values
    ]


@pytest.fixture
def terminal(tmp_path):
    terminal = with_profile(tmp_path, "elsewhere")
    rows = [
        *observed(2024, [("E92000001", "11.9"), *DISTRICTS]),
        *observed(2023, [("E08000006", "13.0")]),
    ]
    ran = terminal.load("observations", written(tmp_path / "first.csv", rows), "--complete")
    assert (ran.status, ran.document["rows_loaded"]) == (0, 5), ran.err
    return terminal


def engine_of(terminal):
    return open_engine(f"sqlite:///{terminal.home / 'commissioning.db'}")


def test_areas_of_one_kind_and_period_are_summed_up_together_and_no_others(terminal):
    with reading(engine_of(terminal)) as connection:
        known = indicators_known(connection, "elsewhere", load_no=1)
    told = known[["area_level", "areas", "values", "lowest", "mean", "highest"]]
    assert told.values.tolist() == [
        ["country", 1, 1, 11.9, 11.9, 11.9],
        ["district", 1, 1, 13.0, 13.0, 13.0],  # 2023
        ["district", 3, 2, 9.5, 11.0, 12.5],  # Manchester's value is not given
    ]


def test_the_latest_period_is_shown_and_what_was_known_before_stays_so(terminal, tmp_path):
    # Three of the five rows: Manchester's, and that of 2023, are no longer listed.
    areas = [("E92000001", "12.1"), ("E08000006", "14.5"), ("E08000009", "9.5")]
    later = observed(2024, areas)
    ran = terminal.load("observations", written(tmp_path / "first.csv", later), "--complete")
    assert ran.status == 0, ran.err
    engine = engine_of(terminal)

    shown = latest_of_indicators(engine, "elsewhere")

    assert [(row["area_level"], row["areas"], row["highest"]) for row in shown] == [
        ("country", 1, 12.1),
        ("district", 2, 14.5),
    ]
    assert {row["period"] for row in shown} == {"2024-01-01 to 2024-12-31"}
    with reading(engine) as connection:
        assert indicators_known(connection, "elsewhere", load_no=1)["areas"].tolist() == [1, 1, 3]
