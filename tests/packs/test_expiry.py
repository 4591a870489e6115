"""Section 3: which agreements end when, and which have no end date."""

import pytest

from commissioning.packs.expiry import expiry
from tests.packs.builders import answers, inputs
from tests.packs.page_read import rows_of, shown
from tests.rules.builders import register_with

pytestmark = pytest.mark.thorough


def test_every_live_agreement_is_somewhere():
    register = register_with(
        ends_on=[
            "2022-07-30",  # yesterday: ended
            "2022-07-31",  # today is still ahead, the end is inclusive
            "2024-06-30",  # last day of the 24th month
            "2024-07-01",  # the day after
            None,
        ],
        value_pence=[1_00, 20_00, 300_00, 4_000_00, 50_000_00],
    )
    page = shown(expiry(inputs(register)))
    assert rows_of(page, "ends_by_reach") == [
        ["Ended before 31 July 2022, by the register", "1", "£1"],
        ["Ends by 30 June 2024", "2", "£320"],
        ["Ends after 30 June 2024", "1", "£4,000"],
        ["No end date recorded", "1", "£50,000"],
        ["All live agreements", "5", "£54,321"],
    ]


def test_months_are_split_by_whether_an_extension_option_is_left():
    register = register_with(
        ends_on="2023-03-31", latest_end_on=["2024-03-31", "2023-03-31", "2023-03-31", None]
    )
    table = expiry(inputs(register)).context["by_month"].frame.set_index("month")
    assert len(table) == 24
    march = table.loc["March 2023"]
    assert (march["agreements"], march["option_left"]) == (4, 1)
    assert (march["no_option_left"], march["option_not_recorded"]) == (2, 1)


@pytest.mark.parametrize(("audience", "months"), [("manager", 12), ("dmt", 24), ("public", 36)])
def test_how_far_ahead_it_looks_is_for_its_readers(audience, months):
    register = register_with(ends_on="2022-12-31")
    table = expiry(inputs(register, audience=audience)).context["by_month"].frame
    assert len(table) == months


def test_a_cliff_edge_is_marked_in_the_chart_and_told_in_words():
    register = register_with(ends_on=["2023-03-31", "2023-03-31", "2024-03-31"])
    edge = [{"reference": reference, "rule": "cliff_edge"} for reference in ("A1", "A2")]
    chart = expiry(inputs(register, *edge)).context["chart"]
    assert chart.title == "March 2023 is the busiest month: 2 agreements of 3 end in it"
    assert "Ends flagged as a cliff edge: 2 in March 2023." in chart.description
    assert "▼ 2 in a cliff edge" in chart.drawings[0]


def test_grants_without_any_end_date_are_said_to_be_unknown():
    # Trafford's 555 grants: none records an end.
    register = register_with(ends_on=[None] * 555, instrument="grant")
    page = shown(expiry(inputs(register, results=answers(register))))
    assert "When these agreements end is not known." in page.text
    assert "None of the 555 live agreements has an end date" in " ".join(page.text.split())
    assert rows_of(page, "ends_by_reach")[3] == ["No end date recorded", "555", "£0"]
    assert not page.all("figure")


def test_the_busiest_days_come_first():
    register = register_with(
        ends_on=["2023-03-31", "2023-03-31", "2023-03-30"], department=["People", "Place", "Place"]
    )
    page = shown(expiry(inputs(register)))
    assert [row[:2] for row in rows_of(page, "busiest_days")] == [
        ["31 March 2023", "2"],
        ["30 March 2023", "1"],
    ]


def test_when_all_have_ended_the_section_says_so():
    page = shown(expiry(inputs(register_with(ends_on="2020-01-01"))))
    assert "No live agreement ends in the next 24 months" in page.text
