"""A byte-order mark, another delimiter, another line end: the same file, and the same register."""

import pytest

from tests.battery.files import OURS, SALFORD, TRAFFORD, Publication
from tests.battery.sentences import must_balance, must_have_stored_nothing, must_refuse

BOM = "\ufeff"
MISREAD_BOM = "ï»¿"  # as Salford publishes it


def agreements_stored(terminal):
    return terminal.ask(
        "SELECT label, title, starts_on, ends_on, value_pence"
        " FROM agreement_version JOIN agreement USING (agreement_id) ORDER BY label"
    )


def redone(published: Publication, *, mark: str = "", delimiter: str = ",", newline: str = "\n"):
    """Return the file's bytes with another mark, delimiter and line end; no cell of it has a comma."""
    return (mark + newline.join([*published.lines(), ""]).replace(",", delimiter)).encode()


@pytest.mark.parametrize(
    "as_written",
    [
        {"mark": BOM, "newline": "\r\n"},
        {"mark": BOM + BOM, "delimiter": "|"},  # saved twice
        {"newline": "\r"},
        {"delimiter": ";"},
        {"delimiter": "\t", "mark": MISREAD_BOM},
    ],
    ids=repr,
)
def test_our_own_file_is_read_right_however_it_was_saved(terminal, tmp_path, as_written):
    path = tmp_path / "register.csv"
    path.write_bytes(redone(OURS, **as_written))
    must_balance(
        terminal.load("agreements", path), rows_in=6, rows_loaded=6, pence_loaded=6 * 1000_50
    )
    assert agreements_stored(terminal) == [
        (f"A{n}", f"Service A{n}", "2024-04-01", "2027-03-31", 1000_50) for n in range(1, 7)
    ]


def test_a_mark_read_as_text_is_told_of(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(redone(OURS, mark=MISREAD_BOM))
    ran = terminal("load", "agreements", path, "--check")
    assert "Note: a byte-order mark before the first column name was taken off." in ran.out


@pytest.mark.parametrize(
    "published", [SALFORD, TRAFFORD], ids=["salford's register", "trafford's spend"]
)
def test_a_publishers_file_is_read_right_with_semicolons_and_a_mark(terminal, tmp_path, published):
    path = tmp_path / "saved.csv"
    path.write_bytes(redone(published, mark=BOM, delimiter=";"))
    must_balance(
        terminal.load(published.feed, path, authority=published.authority), rows_in=6, rows_loaded=6
    )


def test_semicolons_with_a_decimal_comma_shift_nothing_and_guess_nothing(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(redone(OURS, delimiter=";").replace(b"1000.50", b"1000,50"))
    ran = terminal.load("agreements", path)
    must_balance(ran, rows_in=6, rows_loaded=0, rows_set_aside=6)
    assert (
        "register.csv, line 2, column value_gbp, value '1000,50': set aside (is_money)" in ran.err
    )


def test_two_delimiters_that_fit_alike_are_not_chosen_between(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("reference,title;ends_on\nA1,Day centre;2027-03-31\n", encoding="utf-8")
    must_refuse(
        terminal.load("agreements", path),
        "register.csv",
        line=1,
        what="',' and ';' both part every line alike",
        remedy="declare the delimiter",
    )
    must_have_stored_nothing(terminal)
