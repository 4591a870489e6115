"""Late editions, months and packs that were passed over, and sources that no schedule came to."""

from datetime import date

import pytest

from commissioning.watch.freshness import DAY, Look, SourceState, freshness, looked_at
from commissioning.watch.gaps import IssuedPack, Year, made_on, months_missing, packs_missing

APRIL = Year((4, 1), "england-and-wales")


def quarters(*ends):
    return [IssuedPack("dmt", "quarter", date.fromisoformat(day)) for day in ends]


@pytest.mark.parametrize(
    ("on", "is_well"),
    [
        (date(2026, 7, 1), True),  # 31 March and 92 days is 1 July: the day it is expected
        (date(2026, 7, 2), False),
    ],
)
def test_a_source_is_late_from_the_day_after_its_next_edition_was_expected(on, is_well):
    register = SourceState("register", "Contracts register", date(2026, 3, 31), 92)
    [found] = freshness("anytown", [register], on=on)
    assert found.is_well == is_well
    assert "edition of 31 March 2026" in found.seen
    assert ("expected on 1 July 2026, 1 day ago" in found.seen) == (not is_well)


def test_a_source_stays_the_same_fault_however_late_it_is():
    register = SourceState("register", "Contracts register", date(2026, 3, 31), 92)
    [one], [other] = (freshness("anytown", [register], on=date(2026, month, 9)) for month in (7, 8))
    assert (one.seen != other.seen, one.key == other.key) == (True, True)


def test_a_source_never_loaded_is_late_and_one_without_a_rhythm_is_not_judged():
    sources = [SourceState("spend", "Spend", None, 31), SourceState("old", "Old", None, None)]
    [found] = freshness("anytown", sources, on=date(2026, 4, 1))
    assert (found.what, found.is_well) == ("anytown source spend", False)
    assert "nothing loaded yet" in found.seen


def test_months_between_the_first_and_the_last_that_have_no_load_are_listed():
    slots = [("payments", f"spend {month}") for month in ("2025-11", "2026-02", "2026-03")]
    [found] = months_missing("anytown", [*slots, ("agreements", "register")])
    assert found.what == "anytown months of spend"
    assert found.seen == "no payments of December 2025; no payments of January 2026"
    [whole] = months_missing(
        "anytown", [*slots, *(("payments", f"spend {m}") for m in ("2025-12", "2026-01"))]
    )
    assert (whole.is_well, whole.seen) == (True, "5 loaded, none missing between them")


def test_a_single_month_has_no_gap():
    assert months_missing("anytown", [("payments", "spend 2026-03")]) == []


def test_quarters_without_a_pack_between_two_that_have_one_are_listed():
    packs = quarters("2025-06-30", "2026-03-31")
    [found] = packs_missing("anytown", packs, APRIL, scheduled=[], on=date(2027, 1, 1))
    assert found.seen == "none for 2025/26 Q2 (to 2025-09-30); none for 2025/26 Q3 (to 2025-12-31)"
    assert "--audience dmt" in found.remedy


# The 5th working day of July 2026 is Tuesday 7: 1, 2, 3, 6, 7.
@pytest.mark.parametrize(
    ("on", "scheduled", "is_well"),
    [
        (date(2026, 7, 7), ["dmt"], True),  # it is made today
        (date(2026, 7, 8), ["dmt"], False),
        (date(2026, 7, 8), [], True),  # nobody promised another
    ],
)
def test_the_pack_of_the_last_quarter_is_owed_once_its_day_has_passed(on, scheduled, is_well):
    packs = quarters("2026-03-31")
    [found] = packs_missing("anytown", packs, APRIL, scheduled=scheduled, on=on)
    assert found.is_well == is_well


def test_packs_of_january_wait_for_the_bank_holiday():
    assert made_on(date(2025, 12, 31), "england-and-wales") == date(2026, 1, 8)  # not 1, 3, 4


def test_a_source_that_no_run_came_to_in_two_days_is_told():
    looks = [
        Look("register", "refresh-register", 0),
        Look("spend", "refresh-register", 2 * DAY),
        Look("population", "refresh-needs", 0),
    ]
    found = looked_at("anytown", looks, now=3 * DAY)
    assert found.seen == "no run has come to register for 3 days"
    assert looked_at("anytown", looks[1:], now=3 * DAY).is_well
