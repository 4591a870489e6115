"""Section 9: what ended in the period, what it was to do and did, and what follows."""

from dataclasses import replace

import pytest

from commissioning.packs.ended import ended
from tests.packs.builders import inputs, three_agreements
from tests.packs.page_read import rows_of, shown

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("undrawn")]


def over(**columns):
    """Return the sheet of the first of three agreements, which ended on 31 May 2022."""
    usual = {"ends_on": ["2022-05-31", "2023-03-31", None], "starts_on": "2020-04-01"}
    return shown(ended(inputs(three_agreements(**{**usual, **columns}))))


def test_what_was_planned_delivered_and_learned_stands_side_by_side():
    page = over(
        status=["ended", "active", "active"],
        payments=[{"paid_on": "2022-05-31", "amount_pence": 90_000_00}],
        measures=[
            {"measure": "Kept", "target": 90.0, "direction": "higher"},
            {"measure": "Wait", "target": 10.0, "direction": "lower"},
            {"measure": "Visits"},
        ],
        returns=[
            {"measure": "Kept", "ends_on": "2022-03-31", "value": 95.0},
            {"measure": "Kept", "ends_on": "2022-05-31", "value": 81.0},  # the last: amber
            {"measure": "Wait", "ends_on": "2022-05-31", "value": 12.0},
        ],
        decisions=[
            {
                "outcome": "decommission",
                "decided_on": "2022-01-31",
                "decided_by": "Cabinet",
                "reason": "Few came",
            }
        ],
        reviews=[{"reviewed_on": "2022-02-28", "users_asked": "yes", "providers_asked": "no"}],
    )
    [row] = rows_of(page, "agreements_ended")
    assert row == [
        "A1Day careCare Ltd",
        "£100,000, 1 April 2020 to 31 May 2022, 2 targets.",
        "£90,000 paid (90% of its value); measures at their last return: 1 amber, 1 red; 1 measure "
        "not returned.",
        "Decided to decommission, by Cabinet on 31 January 2022: Few came. Last reviewed on "
        "28 February 2022, asking users.",
        "It was decided that nothing follows.",
    ]


@pytest.mark.parametrize(
    ("starts_on", "follows"),
    [
        ("2022-06-01", "A2 from 1 June 2022: no gap."),
        ("2022-06-02", "A2 from 2 June 2022: 1 day without the service."),
        ("2022-05-31", "A2 from 31 May 2022: 1 day together."),
        (None, "A2, whose start is not on the register."),
    ],
)
def test_the_days_between_it_and_its_successor_are_counted(starts_on, follows):
    page = over(
        status="ended",
        starts_on=["2020-04-01", starts_on, None],
        successor_reference=["A2", None, None],
    )
    assert rows_of(page, "agreements_ended")[0][-1] == follows


@pytest.mark.parametrize(
    ("starts_on", "said", "follows"),
    [
        # The day of the pack is 31 July 2022: a gap to that day is over with it.
        (
            "2022-08-01",
            "1 of these left days without the service.",
            "A2 from 1 August 2022: 61 days without the service.",
        ),
        # June 30, July 31, August 31 and September 30 days; the last two months are still to come.
        (
            "2022-10-01",
            "1 of these has days without the service still to come.",
            "A2 from 1 October 2022: 122 days without the service, 61 still to come.",
        ),
    ],
)
def test_days_still_to_come_are_not_told_as_past(starts_on, said, follows):
    page = over(
        status="ended",
        starts_on=["2020-04-01", starts_on, None],
        successor_reference=["A2", None, None],
    )
    assert f"A successor is named for 1, and {said}" in page.text
    assert rows_of(page, "agreements_ended")[0][-1] == follows


@pytest.mark.parametrize("outcome", ["decommission", "let_lapse"])
def test_where_nothing_was_to_follow_there_is_no_gap(outcome):
    page = over(
        status="ended",
        starts_on=["2020-04-01", "2022-06-11", None],  # ten days after the end
        successor_reference=["A2", None, None],
        decisions=[{"outcome": outcome, "decided_on": "2022-01-31"}],
    )
    follows = "It was decided that nothing follows, but A2 is named."
    assert rows_of(page, "agreements_ended")[0][-1] == follows
    assert "A successor is named for 1." in page.text
    assert "without the service" not in page.text


def test_a_measure_that_was_never_returned_has_no_colour():
    measures = [{"measure": "Kept", "target": 90.0, "direction": "higher"}]
    later = [{"measure": "Kept", "received_on": "2022-08-01", "value": 95.0}]
    for returns in ([], later):
        [row] = rows_of(over(measures=measures, returns=returns), "agreements_ended")
        assert row[2] == "No payment carries its reference; no measure returned."


@pytest.mark.parametrize(
    ("ends_on", "rows"),
    [("2022-04-01", 1), ("2022-06-30", 1), ("2022-03-31", 0), ("2022-07-01", 0)],
)
def test_only_what_ended_within_the_quarter_is_listed(ends_on, rows):
    page = over(ends_on=[ends_on, "2023-03-31", None])
    assert len(page.all("tbody")) == rows


def test_one_that_the_register_still_lists_as_open_is_told_apart():
    page = over()
    assert "1 is still listed as open: the service may go on without an agreement." in page.text
    assert rows_of(page, "agreements_ended")[0][-1] == "No successor named. Still listed as open."


def test_what_is_not_recorded_is_said_to_be_so():
    [row] = rows_of(over(value_pence=None), "agreements_ended")
    assert row[1].startswith("Value not recorded")
    assert row[2] == "No payment carries its reference; no measure returned."
    assert row[3] == "No decision or review recorded"


def test_nothing_ended_is_said_with_what_cannot_be_known():
    text = over(ends_on=["2023-03-31", "2023-03-31", None]).text
    assert "No agreement on the register ended from 1 April 2022 to 30 June 2022." in text
    assert "1 agreement on it has no end date, and may have." in text


def test_a_cancelled_agreement_did_not_end():
    page = over(status=["cancelled", "active", "active"])
    assert "No agreement on the register ended" in page.text


def test_the_public_is_not_told_what_one_provider_is_paid_where_that_is_exempt():
    register = three_agreements(
        ends_on=["2022-05-31", "2023-03-31", None],
        payments=[{"paid_on": "2022-05-31", "amount_pence": 90_000_00}],
    )
    told = inputs(register, audience="public")
    kept = replace(told, exempt=("provider_values",))
    assert "£90,000 paid" in shown(ended(told)).text
    text = shown(ended(kept)).text
    assert "What was paid is not published" in text
    assert "90,000" not in text
