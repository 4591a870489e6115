"""Returns late, awaited and late in a row."""

import pytest

from tests.rules.builders import answer, register_with

RULE = "kpi_return_late"


def returned(due_on, received_on, measure="m"):
    return {"measure": measure, "due_on": due_on, "received_on": received_on}


@pytest.mark.parametrize(
    ("returns", "on", "status", "severity", "act_by"),
    [
        ([returned("2025-10-14", "2025-10-28")], "2026-01-31", "clear", "", None),
        ([returned("2025-10-14", "2025-10-29")], "2026-01-31", "flagged", "medium", "2025-10-28"),
        ([returned("2025-10-14", None)], "2025-10-28", "clear", "", None),
        ([returned("2025-10-14", None)], "2025-10-29", "flagged", "medium", "2025-10-28"),
        # Received after the day asked about: not there yet.
        ([returned("2025-10-14", "2025-10-30")], "2025-10-29", "flagged", "medium", "2025-10-28"),
        (
            [returned("2025-10-14", None), returned("2026-01-14", None)],
            "2026-01-31", "flagged", "high", "2025-10-28",
        ),
        (
            [returned("2025-10-14", None), returned("2026-01-14", None, "other")],
            "2026-01-31", "flagged", "medium", "2025-10-28",
        ),
        (
            [returned("2025-07-14", None), returned("2025-10-14", "2025-10-14"), returned("2026-01-14", None)],
            "2026-01-31", "flagged", "medium", "2025-07-28",
        ),
        ([returned(None, "2025-10-14")], "2026-01-31", "unknown", "", None),
        ([returned(None, None), returned("2025-10-14", None)], "2026-01-31", "flagged", "medium", "2025-10-28"),
    ],
)  # fmt: skip
def test_a_return_has_a_fortnight(returns, on, status, severity, act_by):
    found = answer(RULE, register_with(ends_on="2027-03-31", returns=returns), on)
    assert (found["status"], found["severity"]) == (status, severity)
    assert act_by in (None, str(found["act_by"].date()))
