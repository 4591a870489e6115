"""A file that leaves a column out is not told of it on every row; what must be recorded is asked all the same."""

from datetime import date

import openpyxl
import pytest

from commissioning.ingest.snapshot import keep_file
from commissioning.ingest.staging import staging_folder
from commissioning.sources import SOURCES
from expectations import SUITES
from models.feeds import FEEDS
from tasks.stage import stage


def staged(tmp_path, feed, text):
    """Return a file in our own layout of a feed, staged."""
    (tmp_path / "file.csv").write_text(text, encoding="utf-8")
    kept = keep_file(tmp_path / "file.csv", tmp_path / "kept")
    return stage.fn(kept, SOURCES[f"canonical_{feed}"], folder=staging_folder(tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        "reference,measure,starts_on,value\nA1,Visits,2026-04-01,92.5\n",
        "reference,measure,starts_on,numerator,denominator\nA1,Visits,2026-04-01,9,10\n",
    ],
)
def test_returns_without_the_days_they_came_have_no_finding_on_each(tmp_path, text):
    assert staged(tmp_path, "returns", text).findings.empty


@pytest.mark.parametrize(
    ("feed", "text"),
    [
        ("reviews", "reference,reviewed_on\nA1,2026-01-14\n"),
        ("equality", "reference,status\nA1,published\n"),
        ("notices", "ocid,notice_type,published_on\nocds-h6vhtk-1,UK7,2026-01-14\n"),
        ("decisions", "reference,outcome,decided_on\nA1,extend,2026-01-14\n"),
    ],
)
def test_a_column_left_out_of_the_file_gives_no_finding(tmp_path, feed, text):
    assert staged(tmp_path, feed, text).findings.empty


def test_a_column_that_is_there_and_empty_gives_its_finding(tmp_path):
    text = "reference,measure,starts_on,value,received_on\nA1,Visits,2026-04-01,92.5,\n"
    [finding] = staged(tmp_path, "returns", text).findings.itertuples()
    assert (finding.column, finding.expectation) == ("received_on", "value_without_day_received")


def test_a_payment_without_a_day_is_set_aside_though_the_file_has_no_column_of_years(tmp_path):
    text = "payment_id,basis,amount_gbp,provider_name,paid_on\nP1,outturn,1.00,Anytown Care,\n"
    set_aside = staged(tmp_path, "payments", text).set_aside
    assert list(set_aside["expectation"]) == ["period_missing"]


def test_days_that_a_spreadsheet_made_of_references_are_noted_with_the_first_of_them(tmp_path):
    book = openpyxl.Workbook()
    rows = [("A1", "extend"), (date(2026, 4, 3), "extend"), (date(2026, 4, 4), "extend")]
    for row in [("reference", "outcome"), *rows]:
        book.active.append(row)
    book.save(tmp_path / "file.xlsx")
    kept = keep_file(tmp_path / "file.xlsx", tmp_path / "kept")
    folder = staging_folder(tmp_path)
    [note] = stage.fn(kept, SOURCES["canonical_decisions"], folder=folder).notes
    assert note.startswith(
        "line 3, column reference, value '2026-04-03': a day in a column of text, the first of 2"
    )


@pytest.mark.parametrize("feed", FEEDS)
def test_what_must_be_recorded_is_asked_of_the_barest_file(feed):
    source = SOURCES[f"canonical_{feed}"]
    must_be_there = {
        e.column
        for e in SUITES[feed].row_expectations
        if type(e).__name__ == "ExpectColumnValuesToNotBeNull" and e.severity.value == "critical"
    }
    assert not must_be_there & set(source.left_out(source.required))
