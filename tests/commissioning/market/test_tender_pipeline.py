"""The tenders to come: what is late, and what no tender can be worked back for."""

from datetime import date

from commissioning.market.market import told_pipeline
from commissioning.market.tender_pipeline import tender_pipeline, without_end_date
from tests.rules.builders import register_with

ON = date(2026, 5, 27)


def test_an_agreement_past_its_end_is_late_and_one_with_no_end_is_counted():
    # 174 days of stages before the end; the last is named to be followed by another.
    register = register_with(
        ends_on=["2026-05-26", "2026-12-31", None, None],
        successor_reference=[None, None, None, "B1"],
    )
    found = tender_pipeline(register, on=ON)
    starts = found["tender_starts_on"].dt.strftime("%Y-%m-%d")
    assert list(zip(found["reference"], starts, found["is_late"], strict=True)) == [
        ("A1", "2025-12-03", True),
        ("A2", "2026-07-10", False),
    ]
    assert without_end_date(register, on=ON) == 1


def test_a_terminal_says_ended_and_how_many_have_no_end_date():
    row = {"tender_starts_on": "2025-12-03", "reference": "A1", "title": None, "value_pence": None}
    total = {"tenders": 1, "late": 1, "without_end_date": 2, "with_value": 0, "value_pence": 0}
    shape = {
        **{"on": "2026-05-27", "empty": {}, "tender_pipeline_total": total},
        "tender_pipeline": [{**row, "is_late": True, "ends_on": "2026-05-26"}],
    }
    assert list(told_pipeline(shape))[1:] == [
        "  2025-12-03  late  A1  no value  no title, ended 2026-05-26",
        "  2 agreements to replace with no end date, so in no list of tenders.",
    ]
