"""The same again: chains of awards, how long they are and when that matters more."""

import hashlib

import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import answer, ask, register_with

RULE = "repeat_solution"
ON = "2026-03-31"


def test_three_awards_alike_are_repeat_two():  # C2
    register = register_with(
        provider_name=["Brook", "BROOK", "Brook"],
        specification=["Drop-in  advice", "drop-in advice", "Drop-in Advice"],
        successor_reference=["A2", "A3", None],
    )
    found = ask(RULE, register, ON)
    assert set(found["status"]) == {"flagged"}
    assert [facts["repeat"] for facts in found["facts"]] == [2, 2, 2]
    digest = hashlib.sha256(b"drop-in advice").hexdigest()
    assert {facts["specification_sha256"] for facts in found["facts"]} == {digest}


@pytest.mark.parametrize(
    ("changed", "statuses"),
    [
        ({}, ["flagged", "flagged"]),
        ({"provider_name": ["Brook", "Other"]}, ["clear", "clear"]),
        ({"specification": ["a", "b"]}, ["clear", "clear"]),
        ({"specification": ["a", None]}, ["unknown", "unknown"]),
        ({"specification": ["a", None], "provider_name": ["Brook", "Other"]}, ["clear", "clear"]),
        ({"awarded_on": [None, "2026-04-01"]}, ["clear"]),  # the other is not awarded yet
        ({"status": ["active", "cancelled"]}, ["clear"]),
        ({"status": ["ended", "active"]}, ["flagged"]),  # of the live one
        ({"successor_reference": ["A1", None]}, ["clear", "clear"]),  # names itself
    ],
)
def test_one_provider_and_one_specification_running(changed, statuses):
    given = {"provider_name": "Brook", "specification": "a", "successor_reference": ["A2", None]}
    assert list(ask(RULE, register_with(**{**given, **changed}), ON)["status"]) == statuses


def test_it_matters_more_where_the_service_is_failing():
    quarters = [("2025-09-30", 10), ("2025-12-31", 10)]
    register = register_with(
        provider_name="Brook",
        specification="a",
        successor_reference=["A2", None],
        measures=[{"reference": "A1", "measure": "m", "target": 90, "direction": "higher"}],
        returns=[
            {"reference": "A1", "measure": "m", "ends_on": day, "value": value}
            for day, value in quarters
        ],
    )
    assert list(ask(RULE, register, "2026-01-31")["severity"]) == ["medium", "low"]


def test_the_authority_says_how_many_are_too_many():
    register = register_with(
        provider_name="Brook", specification="a", successor_reference=["A2", None]
    )
    three = Thresholds(repeat_awards=3)
    assert set(ask(RULE, register, ON, three)["status"]) == {"clear"}
    alone = register_with(provider_name="Brook", specification="a")
    assert answer(RULE, alone, ON)["status"] == "clear"
