"""Every case of every table is computed again and agrees; none is left out in silence."""

import csv

import pytest

from tests.reference.phe.checks import CHECKS
from tests.reference.phe.tables import COLUMNS, FOLDER, SAMPLE, method_of, read, tables

PUBLISHED = tables(FOLDER)
absent = pytest.mark.skipif(
    not PUBLISHED,
    reason=f"no reference tables in {FOLDER.name}: name their folder in REFERENCE_TABLES",
)


def hold_every_case(path):
    """Check each case of a table, and that as many were checked as the file has."""
    failed, checked = [], 0
    for case, rows in read(path).groupby("case_id", sort=False):
        try:
            CHECKS[method_of(path)](rows.reset_index(drop=True), path)
        except AssertionError as fault:
            failed.append(f"{case}: {fault}")
        checked += 1
    assert not failed, "\n".join(failed)
    with path.open(encoding="utf-8", newline="") as file:
        assert checked == len({row["case_id"] for row in csv.DictReader(file)}) > 0


@pytest.mark.parametrize("path", tables(SAMPLE), ids=lambda path: path.name)
def test_a_few_cases_of_each_table_are_reproduced(path):
    hold_every_case(path)


def test_the_sample_has_every_method():
    assert {method_of(path) for path in tables(SAMPLE)} == set(COLUMNS) == set(CHECKS)


@absent
@pytest.mark.thorough
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_every_case_of_every_table_is_reproduced(path):
    hold_every_case(path)


@absent
def test_no_table_of_these_methods_is_passed_over():
    known = set(PUBLISHED)
    others = [
        each.name for each in FOLDER.rglob("*.csv") if "phe" in each.parts and each not in known
    ]
    assert not others


def test_a_figure_that_is_off_is_found(tmp_path):
    text = (SAMPLE / "rates.csv").read_text(encoding="utf-8")
    wrong = tmp_path / "rates.csv"
    wrong.write_text(text.replace("0.025317807984289897", "0.025317808984289897"), encoding="utf-8")
    with pytest.raises(AssertionError, match="published_01: lower 95"):
        hold_every_case(wrong)
