"""A quotation mark too many never makes rows disappear into a cell."""

import pytest

from tests.battery.files import LAYOUTS, OURS, agreement
from tests.battery.sentences import must_balance, must_have_stored_nothing, must_refuse


def loaded(terminal, tmp_path, published, lines):
    path = tmp_path / "register.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return terminal.load(published.feed, path, authority=published.authority)


def with_quotes(published, *cells: tuple[int, int]):
    """Return the file's lines with a quotation mark put before a cell, or after it where it is minus."""
    lines = [line.split(",") for line in published.lines()]
    for line, cell in cells:
        text = lines[line][abs(cell)]
        lines[line][abs(cell)] = f'"{text}' if cell >= 0 else f'{text}"'
    return [",".join(line) for line in lines]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_quotation_mark_never_closed_is_refused_where_it_opens(terminal, tmp_path, layout):
    published = LAYOUTS[layout]
    ran = loaded(terminal, tmp_path, published, with_quotes(published, (3, 1)))
    must_refuse(ran, "register.csv", line=4, what="never closed", remedy="close it")
    must_have_stored_nothing(terminal)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("last", [3, 5])  # swallowing one row, and three
def test_a_pair_of_quotation_marks_that_swallows_rows_is_refused(terminal, tmp_path, layout, last):
    published = LAYOUTS[layout]
    ran = loaded(terminal, tmp_path, published, with_quotes(published, (2, 1), (last, -1)))
    what = f"a pair of quotation marks joins {last - 1} lines that are each a whole row"
    must_refuse(ran, "register.csv", line=3, what=what, remedy="remove the stray quotation marks")
    must_have_stored_nothing(terminal)


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ('"Day" centre', "text after a closing quotation mark"),
        ('Day "centre"', "a quotation mark inside a cell"),
        ('5" pipes', "a quotation mark inside a cell"),
    ],
)
def test_quotation_marks_that_readers_disagree_about_are_refused(terminal, tmp_path, title, what):
    lines = OURS.lines()
    lines[2] = lines[2].replace("Service A2", title)
    ran = loaded(terminal, tmp_path, OURS, lines)
    must_refuse(ran, "register.csv", line=3, what=what, remedy="double")
    must_have_stored_nothing(terminal)


def test_quotation_marks_and_line_breaks_that_belong_to_a_cell_are_kept(terminal, tmp_path):
    titles = ['The "Day" centre', "Home care,\nnorth, and south", "Meals\n\nat home"]
    rows = [agreement(f"A{n}", title=title) for n, title in enumerate(titles)]
    ran = loaded(terminal, tmp_path, OURS, OURS.having(*rows).lines())
    must_balance(ran, rows_in=3, rows_loaded=3)
    stored = terminal.ask("SELECT title FROM agreement_version ORDER BY version_no")
    assert {title for (title,) in stored} == set(titles)
