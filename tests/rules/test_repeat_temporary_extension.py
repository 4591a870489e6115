"""Days are counted by hand: 2024-01-01 to 2027-12-31 is 1,461 days, and a quarter 365.25."""

import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import LOADED, answer, register_with

RULE = "repeat_temporary_extension"


def extension(previous_ends_on, new_ends_on, kind="temporary", decided_on="2027-06-01"):
    return {
        "previous_ends_on": previous_ends_on,
        "new_ends_on": new_ends_on,
        "kind": kind,
        "decided_on": decided_on,
    }


def extended(*extensions, starts_on="2024-01-01", **columns):
    return register_with(
        starts_on=starts_on, ends_on="2029-12-31", extensions=list(extensions), **columns
    )


@pytest.mark.parametrize(
    ("new_ends_on", "status"),
    [
        ("2028-12-30", "clear"),  # 365 days added to 2027-12-31
        ("2028-12-31", "flagged"),  # 366, more than 365.25
    ],
)
def test_flags_one_that_is_more_than_a_quarter_of_the_initial_term(new_ends_on, status):
    found = answer(RULE, extended(extension("2027-12-31", new_ends_on)), "2028-01-01")
    assert found["status"] == status
    assert found["severity"] == ("high" if status == "flagged" else "")


def test_exactly_a_quarter_is_not_more_than_a_quarter():
    # 2025-01-01 to 2025-04-10 is 31 + 28 + 31 + 10 = 100 days; 2025-05-05 adds 25
    register = extended(extension("2025-04-10", "2025-05-05"), starts_on="2025-01-01")
    assert answer(RULE, register, "2028-01-01")["status"] == "clear"
    register = extended(extension("2025-04-10", "2025-05-06"), starts_on="2025-01-01")
    assert answer(RULE, register, "2028-01-01")["status"] == "flagged"


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        (["temporary", "temporary"], "flagged"),
        (["temporary", "option"], "clear"),
        (["option", "option", "option"], "clear"),
        (["temporary", None], "unknown"),  # were it temporary, there would be two
        ([], "clear"),
    ],
)
def test_flags_two_of_kind_temporary_however_short(kinds, status):
    ends = ["2027-12-31", "2028-01-10", "2028-01-20", "2028-01-30"]
    register = extended(*(extension(ends[at], ends[at + 1], kind) for at, kind in enumerate(kinds)))
    assert answer(RULE, register, "2028-01-01")["status"] == status


def test_adds_the_days_of_temporary_extensions_and_of_no_other():
    # the option's 366 days do not count; the temporary extension's ten do not reach a quarter
    register = extended(
        extension("2027-12-31", "2028-12-31", "option"), extension("2028-12-31", "2029-01-10")
    )
    assert answer(RULE, register, "2028-01-01")["status"] == "clear"


@pytest.mark.parametrize(
    ("decided_on", "status"),
    [("2028-01-01", "flagged"), (None, "flagged"), ("2028-01-02", "clear")],
)
def test_an_extension_counts_from_the_day_it_was_decided(decided_on, status):
    register = extended(extension("2027-12-31", "2028-12-31", decided_on=decided_on))
    assert answer(RULE, register, "2028-01-01")["status"] == status


def test_the_initial_term_ends_where_the_earliest_extension_began():
    # 2024-01-01 to 2027-12-31 and an option to 2030-12-31: a quarter is of the first four years
    register = extended(
        extension("2030-12-31", "2031-12-31", "temporary", "2030-01-01"),
        extension("2027-12-31", "2030-12-31", "option", "2027-01-01"),
    )
    found = answer(RULE, register, "2031-01-01")  # 365 days
    assert found["status"] == "clear"
    register = extended(
        extension("2030-12-31", "2032-01-01", "temporary", "2030-01-01"),
        extension("2027-12-31", "2030-12-31", "option", "2027-01-01"),
    )
    assert answer(RULE, register, "2031-01-01")["status"] == "flagged"  # 366


@pytest.mark.parametrize(
    ("extensions", "starts_on", "status", "missing"),
    [
        ([extension("2027-12-31", "2028-01-10")], None, "unknown", "starts_on"),
        ([extension(None, "2028-01-10")], "2024-01-01", "unknown", "previous_ends_on"),
        ([extension("2027-12-31", None)], "2024-01-01", "unknown", "new_ends_on"),
        ([extension("2027-12-31", "2028-12-31", None)], "2024-01-01", "unknown", "kind"),
        ([extension("2027-12-31", "2028-01-10", None)], "2024-01-01", "clear", None),
        ([extension("2027-12-31", "2028-01-10", "option")], None, "clear", None),
        ([], None, "clear", None),  # nothing turns on the start
        ([extension(None, None), extension(None, None)], None, "flagged", None),  # two are two
    ],
)
def test_says_what_is_missing_only_where_the_answer_turns_on_it(
    extensions, starts_on, status, missing
):
    found = answer(RULE, extended(*extensions, starts_on=starts_on), "2028-01-01")
    assert found["status"] == status
    if missing:
        assert found["facts"] == {"missing": missing}
        assert found["row_ids"] == ["agreements:1", "extensions:1"]


def test_extensions_never_loaded_are_not_the_same_as_none():
    register = extended(loaded_feeds=LOADED - {"extensions"})
    found = answer(RULE, register, "2028-01-01")
    assert (found["status"], found["facts"]) == ("unknown", {"missing": "extensions"})
    assert found["sentence"] == (
        "Whether temporary extensions are too many or too long cannot be told: "
        "no list of extensions has been loaded."
    )


def test_says_how_many_or_how_long_and_gives_the_extensions_as_evidence():
    long = answer(RULE, extended(extension("2027-12-31", "2028-12-31")), "2028-01-01")
    assert long["sentence"] == (
        "Extended as a temporary measure, up to 31 December 2028, by more than 25% of its initial "
        "term, 1 January 2024 to 31 December 2027."
    )
    assert long["row_ids"] == ["agreements:1", "extensions:1"]
    assert str(long["act_by"].date()) == "2029-09-30"  # three months' notice before 2029-12-31
    twice = answer(
        RULE,
        extended(extension("2027-12-31", "2028-01-10"), extension("2028-01-10", "2028-01-20")),
        "2028-01-01",
    )
    assert twice["sentence"] == (
        "Temporary extensions recorded: 2; from 2 on, a stopgap has become the arrangement."
    )


def test_an_authority_may_allow_more():
    register = extended(
        extension("2027-12-31", "2028-01-10"), extension("2028-01-10", "2028-01-20")
    )
    assert (
        answer(RULE, register, "2028-01-01", Thresholds(temporary_extensions=3))["status"]
        == "clear"
    )
