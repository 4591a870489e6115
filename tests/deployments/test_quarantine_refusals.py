"""A corrected file that is not as it was exported, and an export that cannot be made: one sentence each."""

import pytest

from tests.battery.files import OURS, SALFORD, agreement
from tests.battery.invariants import check_invariants
from tests.battery.sentences import must_be_one_sentence
from tests.commands import Terminal
from tests.deployments.correcting import REGISTER, Sheet, corrected_by_a_person, exporting, loading

pytestmark = pytest.mark.thorough


@pytest.fixture
def terminal(tmp_path):
    opened = Terminal(tmp_path / "home")
    yield opened
    check_invariants(f"sqlite:///{opened.home / 'commissioning.db'}", opened.home)


@pytest.fixture
def load(terminal, tmp_path):
    return loading(terminal, tmp_path)


@pytest.fixture
def export(terminal, tmp_path):
    return exporting(terminal, tmp_path)


def renamed(sheet):
    sheet.rows.cell(1, sheet.columns["value_gbp"]).value = "Value"


def with_a_column_more(sheet):
    sheet.rows.cell(1, sheet.rows.max_column + 1).value = "Comment"


def with_another_number(sheet):
    sheet.cell(2, "row").value = str(sheet.cell(2, "row").value).replace(":2:", ":3:")


def with_a_row_twice(sheet):
    sheet.rows.append([cell.value for cell in sheet.rows[3]])


def with_a_word(sheet):
    sheet.type(2, "leave_out", "perhaps")


def with_a_blank_mark(sheet):
    sheet.cell(2, "row").value = None


def without_marks(sheet):
    sheet.rows.delete_cols(1)


def without_rows(sheet):
    sheet.rows.delete_rows(2, 20)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (renamed, "line 1, column value_gbp: the file has no such column; rename Value back to it"),
        (
            with_a_column_more,
            "line 1, column Comment: the publisher's file has no such column; delete",
        ),
        (with_another_number, "this is no row of salford's load 1; name the authority"),
        (with_a_row_twice, "the row stands on line 3 already; keep one of the two lines"),
        (with_a_word, "line 2, column leave_out, value 'perhaps': only yes is understood here"),
        (
            with_a_blank_mark,
            "line 2, column row, value '': this row was not in the export; delete it: a total is not needed",
        ),
        (without_marks, "the file has no column row, which says what each row is"),
        (without_rows, "the file has no rows"),
    ],
)
def test_a_file_that_is_not_as_it_was_exported_is_refused_with_the_place(
    load, export, terminal, change, told
):
    load(OURS.having(*REGISTER))
    sheet = export()
    change(sheet)
    ran = terminal("quarantine", "load", sheet.save())
    assert (ran.status, ran.out) == (2, "")
    assert told in must_be_one_sentence(ran.err)
    assert terminal.count("load") == 1


def test_another_authority_s_file_is_refused(load, export, terminal, tmp_path):
    load(OURS.having(*REGISTER))
    theirs = export().save("theirs.xlsx")
    elsewhere = Terminal(tmp_path / "elsewhere", "trafford")
    path = tmp_path / "register.csv"
    told = must_be_one_sentence(elsewhere("quarantine", "load", theirs).err)
    assert "trafford has no load 1; name the authority that the file was exported for" in told
    assert elsewhere.load("agreements", path).status == 0  # the very same file, and its load 1
    told = must_be_one_sentence(elsewhere("quarantine", "load", theirs).err)
    assert "this is no row of trafford's load 1" in told


def test_a_row_settled_already_is_named(load, export, terminal):
    load(OURS.having(*REGISTER))
    sheet = export()
    assert terminal("quarantine", "load", corrected_by_a_person(Sheet(sheet.path))).status == 0
    told = must_be_one_sentence(terminal("quarantine", "load", sheet.path).err)
    assert told.startswith("rows.xlsx, line 2, column row, value '1:2:")
    assert "the row was settled by load 2 already; delete it from the file" in told


def test_rows_of_an_edition_that_was_replaced_are_refused(load, export, terminal):
    load(OURS.having(*REGISTER))
    file = corrected_by_a_person(export())
    load(OURS.having(agreement("A1"), agreement("A9", value_gbp="x")))
    told = must_be_one_sentence(terminal("quarantine", "load", file).err)
    assert "load 1 is no longer in force, so its rows are set aside no more" in told
    assert [row["load_no"] for row in terminal("quarantine", "list", "--json").document] == [2]


def test_of_several_sources_one_must_be_named(load, export, terminal, tmp_path):
    load(OURS.having(*REGISTER))
    first = SALFORD.rows[0]
    load(SALFORD.having(first, first | {SALFORD.identifier: ""}), name="salford.csv")
    ran = terminal("quarantine", "export", "--output", tmp_path / "rows.csv")
    assert (ran.status, ran.err) == (
        2,
        "Rows of several sources are set aside: canonical_agreements (load 1: 6), "
        "register (load 2: 1); name one with --source.\n",
    )
    assert export("--source", "register", name="one.xlsx").cell(2, "Contract Title").value
    ran = terminal("quarantine", "export", "--source", "needs", "--output", tmp_path / "rows.csv")
    assert ran.err.startswith("--source needs has no rows set aside; these have: ")


def test_where_no_row_is_set_aside_nothing_is_exported(load, terminal, tmp_path):
    load(OURS.having(agreement("A1")))
    ran = terminal("quarantine", "export", "--output", tmp_path / "rows.csv")
    assert (ran.status, ran.err) == (
        2,
        "No rows of salford are set aside, so there is nothing to export.\n",
    )
    assert not (tmp_path / "rows.csv").exists()
