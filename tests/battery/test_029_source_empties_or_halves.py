"""A source that comes back empty, or with half its rows, stops: its agreements have not all ended."""

import pytest

from tests.battery.files import (
    GRANTS,
    LAYOUTS,
    OURS,
    SALFORD_REGISTER,
    TRAFFORD_GRANTS,
    agreement,
    rows_of,
)
from tests.battery.sentences import (
    facts_stored,
    must_balance,
    must_have_stored_nothing,
    must_refuse,
)

REGISTER = SALFORD_REGISTER.read_text(encoding="utf-8").splitlines(keepends=True)
ALL_GRANTS = rows_of(TRAFFORD_GRANTS.read_text(encoding="utf-8"))
GRANTS_FILE = TRAFFORD_GRANTS.name


@pytest.fixture
def register(tmp_path):
    """Write Salford's register with so many of its 229 rows, under the name it is published under."""

    def _write(rows):
        path = tmp_path / SALFORD_REGISTER.name
        path.write_text("".join(REGISTER[: 1 + rows]), encoding="utf-8")
        return path

    return _write


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_first_file_without_rows_is_refused(terminal, tmp_path, layout):
    published = LAYOUTS[layout]
    path = tmp_path / "empty.csv"
    path.write_text(published.lines()[0] + "\n", encoding="utf-8")
    ran = terminal.load(published.feed, path, authority=published.authority)
    must_refuse(ran, "empty.csv", what="no rows of data", remedy="load it again")
    must_have_stored_nothing(terminal)


def test_a_file_of_a_total_and_blank_rows_has_no_rows_of_data(terminal, tmp_path):
    path = tmp_path / "totals.csv"
    path.write_text(OURS.lines()[0] + "\n,,,,,\nTotal,,,,,6003.00\n", encoding="utf-8")
    must_refuse(
        terminal.load("agreements", path), "totals.csv", what="no rows of data", remedy="load it"
    )


def test_a_file_of_no_bytes_is_refused(terminal, tmp_path):
    path = tmp_path / "nothing.csv"
    path.touch()
    must_refuse(
        terminal.load("agreements", path), "nothing.csv", what="0 bytes", remedy="fetch it again"
    )


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (0, "no rows of data"),
        (114, "114 rows, where the last complete load had 229"),  # half, by one row
    ],
)
def test_a_register_that_empties_or_halves_leaves_everything_in_force(
    terminal, register, rows, what
):
    must_balance(terminal.load("agreements", register(229)), rows_in=229, rows_loaded=229)
    before = facts_stored(terminal)
    explained = terminal("explain", "S1196").out

    ran = terminal.load("agreements", register(rows))
    must_refuse(ran, SALFORD_REGISTER.name, what=what, remedy="what was loaded before stands")
    assert facts_stored(terminal) == before
    assert terminal.ask("SELECT count(*) FROM agreement_version WHERE retracted") == [(0,)]
    assert terminal("explain", "S1196").out == explained

    # What rests on it is known to be stale, until a file is taken again.
    doctor = terminal("doctor", authority="")
    assert doctor.status == 1
    assert (
        f"WRONG  salford sources: 1 loaded; register: {SALFORD_REGISTER.name}: {what}" in doctor.out
    )
    must_balance(terminal.load("agreements", register(115)), rows_in=115, rows_loaded=115)
    assert "WRONG" not in terminal("doctor", authority="").out


def test_grants_that_halve_are_not_taken_for_the_end_of_grants(terminal, tmp_path):
    path = tmp_path / GRANTS_FILE
    for rows, status in ((555, 0), (277, 2), (278, 0)):  # 277 of 555 is less than half
        path.write_text(GRANTS.having(*ALL_GRANTS[:rows]).text(), encoding="utf-8")
        assert terminal.load("grants", path, authority="trafford").status == status


def test_our_own_layout_is_held_to_its_last_complete_file(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(OURS.text(), encoding="utf-8")
    terminal.load("agreements", path, "--complete")
    path.write_text(OURS.having(agreement("A1")).text(), encoding="utf-8")
    must_refuse(
        terminal.load("agreements", path, "--complete"),
        "register.csv",
        what="1 rows, where the last complete load had 6",
        remedy="likely cause: the export was cut short",
    )


def test_a_file_that_is_only_a_part_is_not_held_to_the_size_of_another_part(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(OURS.text(), encoding="utf-8")
    terminal.load("agreements", path)
    path.write_text(OURS.having(agreement("A9")).text(), encoding="utf-8")
    must_balance(terminal.load("agreements", path), rows_in=1, rows_loaded=1)
    assert terminal.count("agreement_now") == 7
