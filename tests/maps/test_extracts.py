"""A few rows of the published spend files, read by the maps shipped for them: each publisher's own faults."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.spend_files import SHIPPED
from commissioning.mapping.column_map import read_map
from commissioning.mapping.source import mapped_source
from commissioning.mapping.suggestion import suggest

EXTRACTS = Path(__file__).parent / "extracts"


def read(extract, map_name):
    """Return what the map makes of an extract: payments, problems, and how many rows are no data."""
    source = mapped_source(read_map(SHIPPED / f"{map_name}.toml"))
    table = source.open(EXTRACTS / extract, extract)
    parsed = [source.parse(chunk) for chunk in table.chunks()]
    payments = pd.concat(each.frames["payments"] for each in parsed)
    problems = pd.concat(each.problems for each in parsed)
    return payments, problems, table.rows - len(payments) - problems["row_no"].nunique()


def test_brackets_are_below_zero():
    payments, problems, _ = read("gla_2013-P01.csv", "gla-2013")
    assert payments["amount_pence"].iloc[0] == 12_700_000_00
    assert payments["amount_pence"].iloc[-1] == -2_076_25
    assert payments["paid_on"].iloc[-1] == pd.Timestamp("2013-04-24")
    assert set(payments["basis"]) == {"outturn"}
    assert problems.empty


def test_a_cell_beyond_the_header_in_every_row_hinders_nothing():
    payments, problems, not_data = read("newcastle_2022-08.csv", "newcastle-2022")
    assert list(payments["amount_pence"].iloc[:3]) == [1_847_04, 1_847_04, 450_00]
    assert (len(payments), len(problems), not_data) == (6, 0, 0)


def test_a_print_out_is_read_below_its_titles_and_rows_that_lost_a_comma_are_set_aside():
    payments, problems, not_data = read("lambeth_2012-06.csv", "lambeth-2012")
    assert payments["amount_pence"].iloc[0] == 1_534_24
    assert payments["provider_name"].iloc[0] == "170 Community Project"
    assert set(problems["expectation"]) == {"has_every_cell"}
    assert set(problems["severity"]) == {"critical"}
    assert (len(payments), len(problems), not_data) == (8, 2, 5)


def test_the_mark_at_the_foot_of_a_quarter_is_no_payment():
    payments, problems, not_data = read("oxford_2014-q1.csv", "oxford-2014")
    assert (len(payments), len(problems), not_data) == (2, 0, 1)
    assert payments["paid_on"].iloc[0] == pd.Timestamp("2014-01-21")


@pytest.mark.parametrize(
    ("extract", "map_name", "year"),
    [
        ("darlington_2010-09.csv", "darlington-2010", "2010/11"),
        ("gateshead_2022-08.csv", "gateshead-2022", "2022/23"),
    ],
)
def test_a_period_gives_its_financial_year_and_never_a_day(extract, map_name, year):
    payments, problems, _ = read(extract, map_name)
    assert set(payments["financial_year"]) == {year}
    assert payments["paid_on"].isna().all()
    assert problems.empty


@pytest.mark.parametrize("extract", sorted(EXTRACTS.glob("*.csv")), ids=lambda path: path.name)
def test_a_map_is_proposed_for_each_that_reads_the_amounts(extract):
    proposed = suggest(extract, extract.name)
    assert proposed.kind.name == "payments"
    assert proposed.is_complete, proposed
    assert {"amount_gbp", "provider_name"} <= {each.canonical for each in proposed.placed}


def test_a_whole_month_is_read_to_the_day():
    payments, problems, not_data = read("NEBD_01_-_April.csv", "barking-and-dagenham-2020")
    assert (len(payments), len(problems), not_data) == (132, 0, 0)
    assert set(payments["paid_on"].dt.date) <= {date(2020, 4, day) for day in range(1, 31)}


def test_the_day_a_ledger_was_updated_is_no_day_of_payment():
    proposed = suggest(EXTRACTS / "gateshead_2022-08.csv", "gateshead.csv", without={"gateshead"})
    placed = {each.canonical: each.published for each in proposed.placed}
    assert "paid_on" not in placed
    assert placed["financial_year"] == "Period"
    assert ("Updated", "days") in proposed.unplaced
