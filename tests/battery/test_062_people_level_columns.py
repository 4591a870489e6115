"""Battery 62: a file with a column about people is refused; neither its cells nor the file are kept anywhere."""

from hashlib import sha256

import pytest

from tests.battery.feed_files import numbered, written
from tests.battery.sentences import must_have_stored_nothing, must_refuse

# The number that NHS Digital prints as an example, and two more whose check digits are right.
NUMBERS = ("943 476 5919", "4505577104", "401 023 2137")
CELLS = {
    "NHS Number": NUMBERS,
    "nhs_no": NUMBERS,
    "ServiceUserName": ("Zebedee Canary", "Yolanda Canary", "Xerxes Canary"),
    "Client name": ("Zebedee Canary", "Yolanda Canary", "Xerxes Canary"),
    "Surname": ("Canary-Smith", "Canary-Jones", "Canary-Brown"),
    "Date of Birth": ("02/03/1951", "04/05/1962", "06/07/1973"),
    "DOB": ("02/03/1951", "04/05/1962", "06/07/1973"),
    "Patient Postcode": ("ZE1 9ZZ", "ZE2 9ZZ", "ZE3 9ZZ"),
    "National Insurance Number": ("QQ123456C", "QQ123457C", "QQ123458C"),
}


def file_with(folder, column, cells):
    """Write three users' rows with one column more."""
    rows = numbered("users", len(cells))
    return written(folder, *(row | {column: cell} for row, cell in zip(rows, cells, strict=True)))


def must_be_nowhere(terminal, cells):
    """No cell is in any file of the home: no database, snapshot, log or staging."""
    for path in terminal.home.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(cell.encode() in content for cell in cells), path


@pytest.mark.parametrize(("column", "cells"), CELLS.items())
def test_a_column_about_people_is_refused_by_its_name_and_no_cell_is_kept(
    terminal, tmp_path, column, cells
):
    path = file_with(tmp_path / "file", column, cells)
    ran = terminal.load("users", path)
    must_refuse(
        ran,
        path.name,
        column=column,
        what="it is about people, and no such column is taken in",
        remedy="take the column out and send the file again; nothing of this one was kept",
    )
    assert not any(cell in ran.err for cell in cells)
    must_have_stored_nothing(terminal)
    must_be_nowhere(terminal, cells)


def test_what_a_run_killed_while_it_looked_left_goes_when_the_file_is_given_again(
    terminal, tmp_path
):
    path = file_with(tmp_path / "file", "DOB", CELLS["DOB"])
    folder = terminal.home / "snapshots" / terminal.authority
    folder.mkdir(parents=True)
    (folder / sha256(path.read_bytes()).hexdigest()).write_bytes(path.read_bytes())
    assert terminal.load("users", path).status == 2
    must_be_nowhere(terminal, CELLS["DOB"])


@pytest.mark.parametrize("column", ["ref2", "area_code"])
def test_a_column_of_nhs_numbers_is_refused_whatever_it_is_called(terminal, tmp_path, column):
    path = file_with(tmp_path / "file", column, NUMBERS)
    ran = terminal.load("users", path)
    must_refuse(
        ran, path.name, column=column, what="it holds NHS numbers", remedy="take the column out"
    )
    must_be_nowhere(terminal, NUMBERS)


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        (
            "Provider name",
            ("Jo Smith Counselling", "Beta Homes", "Gamma Trust"),
        ),  # may be one person
        ("Provider postcode", ("M5 4WT", "M6 5JG", "M7 4AB")),
        ("Telephone", ("0161 496 0000", "0161 496 0001", "0161 496 0002")),
        ("Numbers", ("4505577105", "4505577106", "4505577107")),  # ten digits, no check digit
        ("Client group", ("Older people", "Carers", "Adults")),
    ],
)
def test_what_is_about_a_provider_or_a_service_is_not_taken_for_it(
    terminal, tmp_path, column, cells
):
    ran = terminal.load("users", file_with(tmp_path / "file", column, cells))
    assert ran.document["rows_loaded"] == 3
