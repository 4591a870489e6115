"""The assessments that recorded decisions rest on, among those that the register lists."""

import pandas as pd
import pytest

from models.store.facts import with_own_assessments

COLUMNS = {
    **{"agreement_id": "Int64", "reference": "str", "status": "str"},
    **{"completed_on": "datetime64[s]", "row_id": "str"},
}


def listed(*rows):
    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype(COLUMNS)


def recorded(status="not_required", reference=None):
    row = {"agreement_id": 1, "reference": "A1", "equality_status": status, "row_id": "decision:1"}
    kinds = {"equality_assessment": "str"}
    return pd.DataFrame([{**row, "equality_assessment": reference}]).astype(kinds)


def told(equality):
    return equality[["agreement_id", "status", "row_id"]].values.tolist()


@pytest.mark.parametrize("rows", [[], [(1, "A1", "not_recorded", None, "file:1")]])
def test_that_none_is_needed_stands_where_nothing_is_listed(rows):
    assert told(with_own_assessments(listed(*rows), recorded())) == [
        [1, "not_required", "decision:1"]
    ]


def test_what_the_register_says_stands():
    row = (1, "A1", "published", "2026-01-10", "file:1")
    assert told(with_own_assessments(listed(row), recorded())) == [[1, "published", "file:1"]]


def test_the_assessment_of_another_reference_counts_with_its_day():
    row = (2, "B1", "published", "2026-01-10", "file:1")
    found = with_own_assessments(listed(row), recorded("published", "B1"))
    assert told(found) == [[2, "published", "file:1"], [1, "published", "decision:1"]]
    assert found["completed_on"].tolist() == [pd.Timestamp("2026-01-10")] * 2


def test_without_decisions_nothing_changes():
    assert with_own_assessments(listed(), recorded().iloc[:0]).empty
