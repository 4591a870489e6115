"""Each fault is told once until it changes, and once when it is well again."""

from dataclasses import replace

from commissioning.watch.finding import Finding, listed
from commissioning.watch.machine import clock_finding, disk_finding, schema_finding
from commissioning.watch.telling import news

LATE = Finding("spend", False, "9 days late", "load it", "2026-03")


def test_a_fault_is_told_once_however_its_numbers_move():
    assert news([LATE], {}).faults == (LATE,)
    assert news([replace(LATE, seen="10 days late")], {"spend": "2026-03"}).title == ""


def test_a_fault_that_changes_is_told_again():
    assert (
        news([replace(LATE, key="2026-04")], {"spend": "2026-03"}).title
        == "1 thing needs attention"
    )


def test_what_was_told_is_told_to_be_well_again_when_it_is():
    well = replace(LATE, is_well=True, seen="edition of April")
    fresh = news([well], {"spend": "2026-03"})
    assert (fresh.title, fresh.body) == ("1 is well again", "spend: well again (edition of April)")


def test_what_was_not_looked_at_is_not_well_again():
    assert news([], {"spend": "2026-03"}).title == ""


def test_what_was_always_well_is_no_news():
    assert news([replace(LATE, is_well=True)], {}).title == ""


def test_a_message_has_what_to_do_under_each_fault():
    assert news([LATE], {}).body == "spend: 9 days late\n  To do: load it."


def test_many_faults_are_one_message_that_ends_where_it_would_be_too_long():
    months = [(f"{n:02}", f"no {n:02}") for n in range(1, 13)]
    found = listed("spend", months, otherwise="none", remedy="load them")
    assert found.seen.endswith("no 10; and 2 more")
    fewer = listed("spend", months[1:], otherwise="none", remedy="load them")
    assert found.key != fewer.key


def test_a_full_disk_another_schema_and_another_clock_are_told():
    assert not disk_finding((1 << 30) - 1).is_well
    assert not clock_finding(-61).is_well
    assert clock_finding(59).is_well
    assert "run any loading command" in schema_finding("0001", "0009").remedy
    assert "newer version" in schema_finding("0010", "0009").remedy
    assert schema_finding(None, "0009").is_well
