"""A month published again, and a month published corrected: no payment is doubled and none is lost."""

from pathlib import Path
from shutil import copytree

import pytest

from benchmarks.spend_files import SHIPPED
from tests.battery.invariants import check_invariants
from tests.battery.sentences import must_balance
from tests.commands import Terminal
from tests.maps.files import pence_of

pytestmark = pytest.mark.thorough

EXTRACTS = Path(__file__).parent / "extracts"
APRIL, MAY = EXTRACTS / "NEBD_01_-_April.csv", EXTRACTS / "NEBD_02_-_May.csv"
MAP = ("--map", SHIPPED / "barking-and-dagenham-2020.toml")


@pytest.fixture(scope="module")
def two_months(tmp_path_factory):
    """A home in which April and May are loaded."""
    opened = Terminal(tmp_path_factory.mktemp("months") / "home")
    for month in (APRIL, MAY):
        must_balance(opened.load("payments", month, *MAP), rows_set_aside=0)
    return opened.home


@pytest.fixture
def terminal(two_months, tmp_path):
    """A terminal at a copy of it; after the test the invariants hold."""
    opened = Terminal(Path(copytree(two_months, tmp_path / "home")))
    yield opened
    check_invariants(f"sqlite:///{opened.home / 'commissioning.db'}", opened.home)


def lines_of(path):
    """Return the header and the rows of a month as they are written."""
    header, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    return header, rows


def standing(terminal):
    """Return how many payments stand and their pence: what is retracted is taken off."""
    [found] = terminal.ask(
        "SELECT sum(CASE retracted WHEN 0 THEN 1 ELSE -1 END), "
        "sum(CASE retracted WHEN 0 THEN amount_pence ELSE -amount_pence END) FROM payment_version"
    )
    return found


def pence(rows):
    """Return the sum of the rows' amounts, which stand last in quotation marks."""
    return sum(
        pence_of(row.rsplit(',"', 1)[1].strip('"'))
        if row.endswith('"')
        else pence_of(row.rsplit(",", 1)[1])
        for row in rows
    )


def test_two_months_stand_beside_one_another(terminal):
    rows = [*lines_of(APRIL)[1], *lines_of(MAY)[1]]
    assert standing(terminal) == (132 + 85, pence(rows))


def test_a_month_published_again_changes_nothing(terminal):
    before = standing(terminal)
    ran = terminal.load("payments", APRIL, *MAP)
    assert ran.document["unchanged"] is True
    assert standing(terminal) == before


@pytest.mark.parametrize("name", ["NEBD_01_-_April.csv", "NEBD April 2020 revised.csv"])
def test_a_corrected_month_replaces_what_it_corrects_and_nothing_else(terminal, tmp_path, name):
    header, rows = lines_of(APRIL)
    changed = rows[0].replace('"88,664.31"', '"80,000.00"')
    added = 'Department of Health,NHS Barking And Dagenham CCG,30/04/2020,Rent,ESTATES,NEW LTD,999,"1,000.50"'
    corrected = [changed, *rows[2:], added]  # the second row is dropped
    assert changed != rows[0]
    path = tmp_path / name
    path.write_text("\n".join([header, *corrected, ""]), encoding="utf-8")

    slot = () if path.stem == APRIL.stem else ("--slot", APRIL.stem)
    must_balance(terminal.load("payments", path, *MAP, *slot), rows_in=132, rows_loaded=132)
    may = lines_of(MAY)[1]
    assert standing(terminal) == (132 + 85, pence([*corrected, *may]))
    written = terminal.ask(
        "SELECT count(*), sum(retracted) FROM payment_version WHERE known_from = 3"
    )
    assert written == [(4, 2)]  # two that are gone, two that came: 130 rows were left alone


def test_two_equal_rows_are_two_payments_and_stay_two(terminal, tmp_path):
    header, rows = lines_of(APRIL)
    path = tmp_path / APRIL.name
    path.write_text("\n".join([header, *rows, rows[0], ""]), encoding="utf-8")
    must_balance(terminal.load("payments", path, *MAP), rows_in=133, rows_loaded=133)
    assert standing(terminal)[0] == 133 + 85
