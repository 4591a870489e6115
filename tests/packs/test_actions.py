"""Section 11: what became of the cases open at the last pack, and what is new."""

from dataclasses import replace

import pytest

from commissioning.packs.actions import actions
from commissioning.packs.inputs import Previous
from tests.packs.builders import ON, answers, inputs, three_agreements
from tests.packs.page_read import rows_of, shown
from tests.packs.section_builders import cases

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("undrawn")]

OPEN = (
    {"case_no": 1, "label": "A1", "act_by": "2022-09-30"},
    {"case_no": 2, "label": "A2", "act_by": "2022-07-30"},
    {"case_no": 3, "label": "A3", "act_by": "2022-07-31"},
    {"case_no": 4, "label": "department:CLS", "subject_kind": "department"},
    {"case_no": 5, "label": "A5"},
)
WAS_OVER = {"case_no": 6, "label": "A6", "kind": "closed"}


def page_of(now, before=(*OPEN, WAS_OVER)):
    register = three_agreements()
    previous = Previous("2021/22 Q4", ON, register, answers(register), cases(*before))
    given = inputs(register, previous=previous, cases=cases(*now))
    return shown(actions(given))


def as_now():
    """Return the cases on 31 July 2022: one decided, one closed, the others as they were, and a new one."""
    decided = {"kind": "decided", "on_day": "2022-06-15", "decision": "let_lapse on 2022-06-10"}
    return [
        {**OPEN[0], **decided, "owner": "J. Smith"},
        *OPEN[1:4],
        {**OPEN[4], "kind": "closed", "on_day": "2022-07-01"},
        WAS_OVER,
        {"case_no": 7, "label": "A7", "act_by": "2022-07-01", "opened_on": "2022-07-02"},
    ]


def test_each_action_of_the_last_pack_is_done_late_or_due():
    assert rows_of(page_of(as_now()), "actions_by_state") == [
        ["Done", "2"],
        ["Late: the day to act by has passed", "1"],  # 30 July
        ["Due: the day is still to come", "1"],  # 31 July, the day itself
        ["Open, with no day to act by", "1"],
        ["All cases open at 2021/22 Q4", "5"],
    ]


def test_each_has_its_owner_its_day_and_how_it_was_done():
    assert rows_of(page_of(as_now()), "actions_of_last_pack") == [
        ["A2High", "Nobody named", "30 July 2022", "Late"],
        ["A3High", "Nobody named", "31 July 2022", "Due"],
        ["CLSHigh", "Nobody named", "No day", "No day"],
        ["A1High", "J. Smith", "30 September 2022", "DoneDecided to let lapse, 10 June 2022"],
        ["A5High", "Nobody named", "No day", "DoneNo longer flagged, 1 July 2022"],
    ]


def test_what_was_opened_since_stands_apart_and_what_was_over_then_stands_nowhere():
    page = page_of(as_now())
    assert rows_of(page, "new_actions") == [["A7High", "Nobody named", "1 July 2022", "Late"]]
    assert "A6" not in page.text
    assert (
        "Of 5 cases open at 2021/22 Q4, 2 are done and 1 is late; 1 case is new, 1 of them past"
        in page.text
    )


def test_a_case_that_this_pack_no_longer_holds_is_counted_and_not_done():
    page = page_of(as_now()[1:])
    assert rows_of(page, "actions_by_state")[-1] == ["All cases open at 2021/22 Q4", "4"]
    assert "1 case more of 2021/22 Q4 is about what this pack no longer holds." in page.text


def test_in_the_first_pack_every_case_is_new():
    given = replace(inputs(), cases=cases(*OPEN))
    page = shown(actions(given))
    assert "This is the first pack, so every case is new: 5 cases." in page.text
    assert len(rows_of(page, "new_actions")) == 5


def test_no_case_is_said_with_what_opens_one():
    text = shown(actions(inputs())).text
    assert "No case was open by 31 July 2022" in text
    assert "opened by flag-contracts" in text


def test_a_long_list_is_cut_and_kept_whole():
    many = [{"case_no": number, "label": f"A{number:02}"} for number in range(1, 14)]
    page = shown(actions(replace(inputs(), cases=cases(*many))))
    assert len(rows_of(page, "new_actions_first")) == 10
    assert len(rows_of(page, "new_actions")) == 13


def test_the_public_is_told_how_many_and_neither_whose_nor_about_what():
    register = three_agreements()
    previous = Previous("2021/22 Q4", ON, register, answers(register), cases(*OPEN))
    given = inputs(register, audience="public", previous=previous, cases=cases(*as_now()))
    page = shown(actions(given))
    assert [table.attributes["class"].split()[0] for table in page.all("table")] == [
        "actions_by_state"
    ]
    assert "J. Smith" not in page.text
    assert "CLS" not in page.text
