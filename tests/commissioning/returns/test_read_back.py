"""A form that comes back: figures are taken, and whatever was changed is set aside with the reason."""

import pandas as pd
import pytest

from commissioning.errors import BadFile
from commissioning.ingest.headers import recognise_file
from tests.commissioning.returns.forms import (
    BROOK,
    Filled,
    faults,
    form_of,
    parsed,
    published,
    read,
    sent,
    typed,
    untouched,
)
from tests.workbooks import changed

pytestmark = pytest.mark.thorough


@pytest.fixture
def path(tmp_path):
    return tmp_path / "returned.xlsx"


def test_the_form_is_known_as_it_is_and_saved_again(path):
    for content in (sent(), Filled().content()):
        path.write_bytes(content)
        source, _ = recognise_file("returns", path, path.name)
        assert source.name == "return_template"


def test_figures_are_taken_and_rows_without_any_are_no_data(path):
    filled = Filled().type("People attending", value=104).type("Satisfied", comment="Not asked yet")
    found = read(filled.save(path))
    [row] = found.frames["returns"].to_dict("records")
    assert (row["reference"], row["measure"], row["value"]) == ("A1", "People attending", 104)
    days = [str(row[name].date()) for name in ("starts_on", "ends_on", "due_on", "received_on")]
    assert days == ["2026-04-01", "2026-06-30", "2026-06-30", "2026-07-15"]
    assert found.not_data["reason"].tolist() == ["the figure was not filled in"] * 2
    assert found.problems.empty


def test_nought_is_a_figure_and_an_empty_cell_is_none():
    found = typed("People attending", {"value": "0"}, {"value": " "})
    assert found.frames["returns"]["value"].tolist() == [0]
    assert found.not_data["row_no"].tolist() == [2]


CHANGES = (
    ({"target": "80"}, ("Target", "80", "is_as_given")),
    ({"agreement_title": "Other"}, ("Agreement title", "Other", "is_as_given")),
    ({"unit": "per cent"}, ("Unit", "per cent", "is_as_given")),
    ({"due_on": "2026-09-01"}, ("Due on", "2026-09-01", "is_as_given")),
    ({"reference": "A2"}, ("Reference", "A2", "agreement_is_asked_for")),
    ({"measure": "Smiles"}, ("Measure", "Smiles", "measure_is_asked_for")),
    ({"starts_on": "2026-01-01"}, ("Starts on", "2026-01-01", "period_is_asked_for")),
    ({"ends_on": "soon"}, ("Ends on", "soon", "period_is_asked_for")),
    ({"value": "many"}, ("Value", "many", "is_a_number")),
    ({"value": "85%"}, ("Value", "85%", "is_a_number")),
    ({"value": "TRUE"}, ("Value", "TRUE", "is_a_number")),
    ({"value": "2026-04-03"}, ("Value", "2026-04-03", "is_a_number")),  # 3/4, as Excel has it
    ({"value": ""}, ("Value", "", "is_recorded")),
    ({"numerator": "201"}, ("Numerator", "201", "numerator_within_whole")),
    ({"value": "0.85", "numerator": "170"}, ("Value", "0.85", "value_is_per_cent")),
    ({"row_code": "abc"}, ("Row code", "abc", "row_is_of_the_form")),
    ({"row_code": ""}, ("Row code", "", "row_is_of_the_form")),
)


def test_a_row_that_was_changed_or_cannot_be_right_is_set_aside():
    figures = {"value": "88.5", "numerator": "177", "denominator": "200"}
    found = typed("Satisfied", *(figures | changes for changes, _fault in CHANGES))
    assert faults(found) == [fault for _changes, fault in CHANGES]
    assert found.problems["row_no"].tolist() == [*range(1, len(CHANGES) + 1)]


def test_a_given_cell_that_says_the_same_in_another_way_is_not_changed():
    found = typed(
        "Satisfied",
        {"value": "88.5", "starts_on": "2026-04-01", "ends_on": "30/06/2026"},  # days as text
        {"value": "88.5", "target": "90.0"},  # a number as text
        {"value": "88.5", "agreement_title": " Day  centre "},  # blanks that a program added
    )
    assert faults(found) == []
    assert found.frames["returns"]["ends_on"].tolist() == [pd.Timestamp("2026-06-30")] * 3


def test_an_average_may_be_of_more_than_it_is_counted_out_of():
    counts = {"numerator": "300", "denominator": "20"}
    assert faults(typed("Days to first contact", counts | {"value": "15"})) == []
    assert faults(typed("Days to first contact", counts | {"value": "6.7"})) == [
        ("Numerator", "300", "numerator_within_whole")
    ]


def test_a_share_without_counts_is_only_doubted():
    found = typed("Satisfied", {"value": "0.85"})
    assert faults(found) == []
    assert found.problems["expectation"].tolist() == ["value_is_per_cent"]


def test_a_row_of_another_provider_s_form_is_set_aside_and_so_is_one_added(path):
    filled, other = Filled().type("Satisfied", value=88), Filled(sent(BROOK))
    other.type("People reached", value=50)
    last = filled.sheet.max_row
    for name, column in other.columns.items():
        filled.sheet.cell(last + 2, column).value = filled.cell("Satisfied", name).value
        filled.sheet.cell(last + 1, column).value = other.cell("People reached", name).value
    filled.sheet.cell(last + 2, filled.columns["Row code"]).value = None
    filled.sheet.cell(last + 3, 1).value = "Signed: A. Manager"
    found = read(filled.save(path))
    assert [fault[2] for fault in faults(found)] == ["row_is_of_this_form", "row_is_of_the_form"]
    assert found.not_data["reason"].tolist()[-1] == "this is no row of the form"


def test_a_form_of_another_authority_brings_nothing():
    rows = untouched().assign(Value="88")
    found = faults(parsed(rows, authority="trafford"))
    assert [fault[2] for fault in found] == ["row_is_of_this_form"] * 3


@pytest.mark.thorough
def test_text_made_safe_for_a_spreadsheet_comes_back_as_it_was(path):
    measures = [{"measure": "=1+1", "frequency": "quarterly", "unit": "-"}]
    content = form_of(measures=measures, returns=())
    found = read(Filled(content).type("'=1+1", value=2).save(path))
    assert faults(found) == []
    assert found.frames["returns"]["measure"].tolist() == ["=1+1"]


def test_a_figure_that_is_known_already_came_when_it_first_did():
    rows = untouched().assign(Value=["", "104", "88"])
    known = pd.DataFrame(
        {
            "reference": "A1",
            "measure": ["People attending", "Satisfied"],
            "starts_on": pd.Timestamp("2026-04-01").as_unit("s"),
            "value": [104.0, 87.0],
            **dict.fromkeys(("numerator", "denominator"), float("nan")),
            "received_on": pd.Timestamp("2026-07-02").as_unit("s"),
        }
    )
    returned = parsed(rows, known).frames["returns"].set_index("measure")
    assert returned["received_on"].dt.strftime("%Y-%m-%d").to_dict() == {
        "People attending": "2026-07-02",
        "Satisfied": "2026-07-15",
    }


@pytest.mark.thorough
def test_a_sheet_renamed_hidden_moved_or_with_rows_above_is_read(path):
    filled = Filled().type("Satisfied", value=88)
    filled.sheet.title = "Q1 figures"
    filled.sheet.insert_rows(1, 2)
    filled.book.move_sheet(filled.sheet, offset=-1)
    filled.book["Definitions"].sheet_state = "hidden"
    assert read(filled.save(path)).frames["returns"]["value"].tolist() == [88]


@pytest.mark.thorough
def test_empty_rows_that_are_formatted_cost_nothing(path):
    content = Filled().type("Satisfied", value=88).content()
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(8, 100_008))
    path.write_bytes(
        changed(content, "xl/worksheets/sheet2.xml", "</sheetData>", f"{empty}</sheetData>")
    )
    assert len(published(path)) == 3


def refused(path, change) -> str:
    filled = Filled().type("Satisfied", value=88)
    change(filled)
    with pytest.raises(BadFile) as refusal:
        read(filled.save(path))
    return str(refusal.value)


@pytest.mark.thorough
def test_a_form_that_can_no_longer_be_told_is_refused_in_a_sentence(path):
    def relabel(filled):
        filled.book["Cover"]["B4"] = "Another body"

    def merge(filled):
        filled.sheet.merge_cells("A5:B5")

    def formula(filled):
        filled.type("Satisfied", value="=1+1")

    assert refused(path, relabel) == (
        "returned.xlsx: what the sheet Cover says of whose form it is was changed; use the form as it was "
        "sent, or ask for it again."
    )
    assert "no sheet of it has the row Form code" in refused(
        path, lambda f: f.book.remove(f.book["Cover"])
    )
    assert "no sheet of it has the columns" in refused(path, lambda f: f.book.remove(f.sheet))
    assert "'Return' and 'Return Copy' all have rows" in refused(
        path, lambda f: f.book.copy_worksheet(f.sheet)
    )
    assert "cells A5:B5 are merged into one; unmerge" in refused(path, merge)
    assert "has a formula whose value was never worked out" in refused(path, formula)
