"""Every column of every feed left out, renamed and emptied in turn: the right sentence each time.

A column renamed by accident is never taken for one with nothing in it, and an empty cell is never "no" or nought.
"""

from decimal import Decimal

import pytest

from commissioning.sources.canonical import RECORDED
from models.feeds import FEEDS
from tests.battery.feed_files import (
    COLUMNS,
    TABLES,
    example,
    numbered,
    renamed,
    without,
    written,
)
from tests.battery.invariants import check_invariants
from tests.battery.sentences import (
    must_balance,
    must_be_one_sentence,
    must_have_stored_nothing,
    must_refuse,
    must_set_aside,
)
from tests.commands import Terminal

REQUIRED = [(feed, name) for feed, name in COLUMNS if FEEDS[feed].column(name).required]
OPTIONAL = [pair for pair in COLUMNS if pair not in REQUIRED]
WITH_MONEY = [feed for feed in FEEDS if FEEDS[feed].value]
# Left out of a first file, it leaves rows that cannot be told from another; they are set aside.
NEVER_LEFT_OUT = [("extensions", "new_ends_on"), ("returns", "starts_on")]


def spoken(column):
    """Return the name as a spreadsheet's author writes it: Ends On."""
    return column.replace("_", " ").title()


@pytest.fixture(scope="module")
def before():
    """A home for each feed in which its example is loaded; the tests only look."""
    return {}


@pytest.fixture
def loaded(before, tmp_path_factory):
    """Return a terminal where the feed's last file had every column."""

    def _loaded(feed):
        if feed not in before:
            home = tmp_path_factory.mktemp(feed)
            before[feed] = Terminal(home / "home")
            ran = before[feed].load(feed, written(home / "first", example(feed)), "--complete")
            must_balance(ran, rows_in=1, rows_loaded=1)
            check_invariants(f"sqlite:///{home / 'home' / 'commissioning.db'}", home / "home")
        return before[feed]

    return _loaded


@pytest.fixture(scope="module")
def nothing_loaded(tmp_path_factory):
    """A home into which nothing was ever loaded; the tests only look."""
    return Terminal(tmp_path_factory.mktemp("nothing") / "home")


@pytest.mark.parametrize(("feed", "column"), REQUIRED)
def test_a_required_column_left_out_is_named(nothing_loaded, tmp_path, feed, column):
    row = without(example(feed), column)
    ran = nothing_loaded.load(feed, written(tmp_path, row), "--check")
    must_refuse(
        ran,
        "export.csv",
        line=1,
        what=f"it has no layout known for {feed}: its columns are {', '.join(row)}",
        remedy=f"which needs {', '.join(FEEDS[feed].required)}; not there: {column}; rename its columns",
    )


@pytest.mark.parametrize("name", [spoken, lambda column: f"{column}_text"])
@pytest.mark.parametrize(("feed", "column"), REQUIRED)
def test_a_required_column_renamed_is_named_with_its_likely_new_name(
    nothing_loaded, tmp_path, feed, column, name
):
    row = renamed(example(feed), column, name(column))
    must_refuse(
        nothing_loaded.load(feed, written(tmp_path, row), "--check"),
        "export.csv",
        line=1,
        what=f"it has no layout known for {feed}",
        remedy=f"not there: {column}; probable renames: {name(column)} may be {column}; rename",
    )


@pytest.mark.parametrize("feed", FEEDS)
def test_columns_that_no_file_had_may_be_left_out(nothing_loaded, tmp_path, feed):
    needed = [*FEEDS[feed].required, *(name for of, name in NEVER_LEFT_OUT if of == feed)]
    row = {name: value for name, value in example(feed).items() if name in needed}
    ran = nothing_loaded.load(feed, written(tmp_path, row), "--check")
    assert ran.err == ""
    must_balance(ran, rows_in=1, rows_loaded=1)


@pytest.mark.parametrize(("feed", "column"), NEVER_LEFT_OUT)
def test_a_column_that_tells_rows_apart_is_missed_in_each(nothing_loaded, tmp_path, feed, column):
    path = written(tmp_path, without(example(feed), column))
    ran = nothing_loaded.load(feed, path, "--check")
    must_set_aside(ran, "export.csv", (2, column, None))


@pytest.mark.parametrize(("feed", "column"), OPTIONAL)
def test_a_column_that_the_last_file_had_is_missed(loaded, tmp_path, feed, column):
    must_refuse(
        loaded(feed).load(feed, written(tmp_path, without(example(feed), column)), "--check"),
        "export.csv",
        what=f"no column {column}",
        remedy="likely cause: the publisher renamed or dropped a column that the last file had",
    )


@pytest.mark.parametrize(("feed", "column"), OPTIONAL)
def test_a_column_that_the_last_file_had_is_recognised_under_its_new_name(
    loaded, tmp_path, feed, column
):
    row = renamed(example(feed), column, f"{column}_text")
    must_refuse(
        loaded(feed).load(feed, written(tmp_path, row), "--check"),
        "export.csv",
        what=f"no column {column} (the nearest is '{column}_text')",
        remedy="what was loaded before stands; put the file right and load it again",
    )


@pytest.mark.parametrize(("feed", "column"), [p for p in OPTIONAL if p not in NEVER_LEFT_OUT])
def test_a_column_misnamed_in_the_first_file_is_told_of(nothing_loaded, tmp_path, feed, column):
    row = renamed(example(feed), column, spoken(column))
    ran = nothing_loaded.load(feed, written(tmp_path, row), "--check")
    must_balance(ran, rows_in=1, rows_loaded=1)
    told = must_be_one_sentence(ran.err)
    assert told == f"Note: not loaded: {spoken(column)} (rename it if it is {column})."


@pytest.mark.parametrize("feed", FEEDS)
def test_a_row_without_what_tells_it_apart_is_set_aside(terminal, tmp_path, feed):
    rows = [row | {name: ""} for row, name in zip(numbered(feed, 9), RECORDED[feed], strict=False)]
    ran = terminal.load(feed, written(tmp_path, *rows))
    cells = [(line, name, "") for line, name in enumerate(RECORDED[feed], start=2)]
    must_set_aside(
        ran, "export.csv", *cells, expectation="likely cause: fill it in: the cell was left empty"
    )
    must_balance(ran, rows_in=len(rows), rows_loaded=0, rows_set_aside=len(rows))
    assert terminal.count(TABLES[feed]) == 0


@pytest.mark.parametrize("feed", FEEDS)
def test_any_other_empty_cell_is_missing_and_neither_no_nor_nought(terminal, tmp_path, feed):
    names = [c.name for c in FEEDS[feed].columns if c.name not in RECORDED[feed]]
    rows = [row | {name: ""} for row, name in zip(numbered(feed, 99), names, strict=False)]
    ran = terminal.load(feed, written(tmp_path, *rows))
    must_balance(ran, rows_in=len(rows), rows_loaded=len(rows), rows_set_aside=0)

    kept = ", ".join(f'"{FEEDS[feed].column(name).frame_name}" IS NULL' for name in names)
    empty = terminal.ask(f"SELECT {kept} FROM {TABLES[feed]} ORDER BY row_no")
    assert empty == [tuple(int(name == emptied) for name in names) for emptied in names]


@pytest.mark.parametrize("feed", WITH_MONEY)
def test_pounds_that_became_thousands_are_told_of(loaded, tmp_path, feed):
    row = example(feed)
    money = next(c.name for c in FEEDS[feed].columns if c.frame_name == FEEDS[feed].value)
    row[money] = str(Decimal(row[money]) / 1000)
    ran = loaded(feed).load(feed, written(tmp_path, row), "--check", "--complete")
    must_balance(ran, rows_in=1, rows_loaded=1)
    assert ran.err == "Note: the mean row is one 1,000th of the last load's.\n"


@pytest.mark.parametrize("feed", FEEDS)
def test_a_column_added_is_told_of_and_columns_may_change_places(loaded, tmp_path, feed):
    row = dict(reversed(example(feed).items())) | {"Zzz": "7"}
    ran = loaded(feed).load(feed, written(tmp_path, row), "--check")
    must_balance(ran, rows_in=1, rows_loaded=1)
    assert ran.err == "Note: not loaded: Zzz.\n"


@pytest.mark.parametrize("feed", FEEDS)
def test_a_refused_file_leaves_nothing_behind(terminal, tmp_path, feed):
    row = without(example(feed), FEEDS[feed].required[0])
    assert terminal.load(feed, written(tmp_path, row)).status == 2
    must_have_stored_nothing(terminal)
