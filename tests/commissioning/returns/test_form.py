"""The form that goes out: one a provider, its own measures only, the same bytes each time, safe to open."""

import io
import re
import zipfile
from datetime import datetime

import openpyxl
import pytest

from commissioning.errors import RequestError
from commissioning.returns.period import period_asked
from tests.commissioning.returns.forms import BROOK, Filled, asked, form_of, sent


def rows(content: bytes) -> list[dict[str, object]]:
    """Return the rows to fill as openpyxl reads them."""
    form = Filled(content)
    every = form.sheet.iter_rows(min_row=form.first, values_only=True)
    return [dict(zip(form.columns, row, strict=True)) for row in every]


def text(content: bytes) -> str:
    """Return all that is in a workbook, as its parts have it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_each_provider_is_asked_for_its_own_measures_and_no_other():
    care, brook = asked().forms
    assert re.fullmatch(r"return-anytown-care-[0-9a-f]{10}-2026-27-q1\.xlsx", care.file_name)
    assert re.fullmatch(r"return-brook-street-trust-[0-9a-f]{10}-2026-27-q1\.xlsx", brook.file_name)
    assert [row["Measure"] for row in rows(sent())] == [
        *("Days to first contact", "People attending", "Satisfied")
    ]
    assert [row["Measure"] for row in rows(sent(BROOK))] == ["People reached"]
    for hers in ("Brook", "Outreach", "People reached", BROOK):
        assert hers not in text(sent())


def test_what_is_given_is_locked_and_what_is_to_fill_is_not():
    form = Filled()
    assert form.sheet.protection.sheet
    assert form.sheet.protection.password is None
    locked = {
        heading: form.cell("Satisfied", heading).protection.locked for heading in form.columns
    }
    assert [heading for heading, is_locked in locked.items() if not is_locked] == [
        *("Value", "Numerator", "Denominator", "Comment")
    ]
    validated = {str(each.sqref)[0] for each in form.sheet.data_validations.dataValidation}
    assert validated == {
        form.cell("Satisfied", heading).column_letter
        for heading in ("Value", "Numerator", "Denominator", "Comment")
    }


def test_a_row_says_the_measure_its_period_and_the_last_four_values():
    [row] = [row for row in rows(sent()) if row["Measure"] == "People attending"]
    code = row.pop("Row code")
    assert row == {
        "Reference": "A1",
        "Agreement title": "Day centre",
        "Measure": "People attending",
        "Kind": "How much was done",
        "Unit": "people",
        "Direction": "Higher is better",
        "Target": 100,
        "Starts on": datetime(2026, 4, 1),  # noqa: DTZ001 (a spreadsheet has no time zones)
        "Ends on": datetime(2026, 6, 30),  # noqa: DTZ001
        "Due on": datetime(2026, 6, 30),  # noqa: DTZ001 (as its last return was: on the last day)
        **{"Value": None, "Numerator": None, "Denominator": None, "Comment": None},
        "Value one period before": 99.5,
        "Value two periods before": 96,
        "Value three periods before": 93,
        "Value four periods before": 90,
    }
    assert len(str(code)) == 10 * 3 + 9


def test_every_sheet_has_its_title_in_its_first_cell():
    book = openpyxl.load_workbook(io.BytesIO(sent()))
    titles = {sheet.title: sheet["A1"].value for sheet in book}
    assert titles == {
        "Cover": "Monitoring return: Anytown Care, 2026/27 Q1",
        "Return": "Monitoring return: Anytown Care, 2026/27 Q1",
        "Definitions": "Definitions",
    }
    cover = dict(book["Cover"].iter_rows(max_col=2, values_only=True))
    assert (cover["Asked by"], cover["Whom to ask"]) == ("Anytown Council", "Older people")
    assert cover["Days of the period"] == "1 April 2026 to 30 June 2026"
    assert all(sheet.tables and not sheet.merged_cells.ranges for sheet in book)


def test_the_same_form_is_the_same_bytes(monkeypatch):
    first = sent()
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert form_of() == first


@pytest.mark.thorough
@pytest.mark.parametrize("start", ["=HYPERLINK(1)", "+44", "-1", "@SUM", "'=1"])
def test_text_that_a_spreadsheet_would_work_out_is_made_safe(start):
    content = form_of(title=[f"{start} care", "Outreach"], provider_name=[start, "Brook"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if str(cell.value).startswith((start, f"{start} c"))]
    assert f"'{start} care" in {cell.value for cell in cells}


@pytest.mark.thorough
def test_two_providers_of_one_name_have_each_a_file():
    care, other = asked(provider_name=["Care (North)", "Care/North"]).forms
    assert care.file_name.startswith("return-care-north-")
    assert other.file_name.startswith("return-care-north-")
    assert care.file_name != other.file_name


def test_no_form_is_sent_for_an_agreement_that_is_over():
    [form] = asked(status=["terminated", "active"], ends_on=[None, "2027-03-31"]).forms
    assert form.whose.provider == "Brook Street Trust"


@pytest.mark.thorough
def test_what_cannot_be_asked_is_told():
    told = asked(
        measures=[{"measure": "m", "frequency": None}, {"reference": "A2", "measure": "n", "frequency": "quarterly"}],
        returns=(),
        provider_name=["Anytown Care", None],
        provider_org_id=[None, None],
    )  # fmt: skip
    assert told.forms == ()
    assert told.notes == (
        "1 measure is not asked for, because the register does not say how often it is returned "
        "(frequency): first m of A1",
        "1 agreement names no provider to be asked: A2",
    )


@pytest.mark.parametrize(
    ("name", "start", "days"),
    [
        ("2026-Q1", (4, 1), "2026-04-01 2026-06-30"),
        ("2026-27-q4", (4, 1), "2027-01-01 2027-03-31"),
        ("2026/27 Q4", (4, 1), "2027-01-01 2027-03-31"),
        ("2026-Q1", (1, 1), "2026-01-01 2026-03-31"),
        ("2026-02", (4, 1), "2026-02-01 2026-02-28"),
        ("2026", (4, 1), "2026-04-01 2027-03-31"),
    ],
)
def test_a_period_is_named_by_the_year_in_which_it_begins(name, start, days):
    period = period_asked(name, start)
    assert f"{period.starts_on} {period.ends_on}" == days


@pytest.mark.parametrize("name", ["2026-Q5", "2026-13", "0000-Q1", "spring", "2026-Q1 and more"])
def test_what_is_no_period_is_refused(name):
    with pytest.raises(RequestError, match="is no period; write a quarter as 2026-Q1"):
        period_asked(name, (4, 1))


@pytest.mark.thorough
def test_names_that_only_look_alike_are_two_providers_and_two_spellings_of_one_are_one():
    def files(*names):
        found = asked(provider_name=list(names), provider_org_id=[None, None]).forms
        return {form.file_name: list(form.rows["reference"].unique()) for form in found}

    alike = files("Anytown Care", "Anytown \N{CYRILLIC CAPITAL LETTER ES}are")
    assert sorted(alike.values()) == [["A1"], ["A2"]]
    assert list(files("G\u0175yl", "Gw\u0302yl").values()) == [["A1", "A2"]]
