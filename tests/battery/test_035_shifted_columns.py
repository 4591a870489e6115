"""A row too long or too short is refused: cells never move into the column beside theirs."""

import pytest

from tests.battery.files import LAYOUTS, OURS
from tests.battery.sentences import must_balance, must_have_stored_nothing, must_refuse


def loaded(terminal, tmp_path, published, lines):
    path = tmp_path / "register.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return terminal.load(published.feed, path, authority=published.authority)


@pytest.fixture(params=LAYOUTS)
def published(request):
    return LAYOUTS[request.param]


def test_one_row_too_long_is_refused(terminal, tmp_path, published):
    lines, fields = published.lines(), len(published.header)
    lines[4] += ",and more"
    must_refuse(
        loaded(terminal, tmp_path, published, lines),
        "register.csv",
        line=5,
        what=f"{fields + 1} fields where the header has {fields}",
        remedy="put a cell that holds ',' in quotation marks",
    )
    must_have_stored_nothing(terminal)


def test_every_row_one_too_long_is_refused(terminal, tmp_path, published):
    header, *lines = published.lines()
    fields = len(published.header)
    must_refuse(
        loaded(terminal, tmp_path, published, [header, *(line + "," for line in lines)]),
        "register.csv",
        line=2,
        what=f"{fields + 1} fields where the header has {fields}",
        remedy="name every column",
    )
    must_have_stored_nothing(terminal)


def test_a_row_too_short_is_refused(terminal, tmp_path, published):
    lines, fields = published.lines(), len(published.header)
    lines[4] = lines[4].rpartition(",")[0]
    must_refuse(
        loaded(terminal, tmp_path, published, lines),
        "register.csv",
        line=5,
        what=f"{fields - 1} fields where the header has {fields}",
        remedy="mend the row",
    )
    must_have_stored_nothing(terminal)


def test_a_comma_in_a_sum_of_money_is_refused_and_not_split(terminal, tmp_path):
    lines = OURS.lines()
    lines[3] = lines[3].replace("1000.50", "1,000.50")
    ran = loaded(terminal, tmp_path, OURS, lines)
    must_refuse(
        ran, "register.csv", line=4, what="7 fields where the header has 6", remedy="quotation"
    )
    must_have_stored_nothing(terminal)


def test_empty_columns_to_the_right_of_everything_are_left_out(terminal, tmp_path):
    ran = loaded(terminal, tmp_path, OURS, [line + ",," for line in OURS.lines()])
    must_balance(ran, rows_in=6, rows_loaded=6, pence_loaded=6 * 1000_50)
