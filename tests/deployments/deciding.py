"""A small council whose agreements are decided on: three that end soon, one over, one in parts."""

from pathlib import Path

from tests.cases.council import with_profile, written
from tests.commands import Ran, Terminal

FIRST, DAY, LATER = "2026-05-01", "2026-05-02", "2026-05-20"
NONE_NEEDED = ("--equality-assessment", "none needed", "--equality-reason", "No one is affected.")


def agreement(reference: str, **more: str) -> dict[str, str]:
    """Return a live contract that ends in five months and can be extended by a year."""
    return {
        "reference": reference,
        "title": f"Service {reference}",
        "regime": "pa2023",
        "department": "Care",
        "starts_on": "2023-10-01",
        "ends_on": "2026-09-30",
        "latest_end_on": "2027-09-30",
        "value_gbp": "100000.00",
        "status": "active",
        **more,
    }


def council(folder: Path) -> Terminal:
    """Return a terminal at a council with its register and one equality impact assessment loaded."""
    terminal = with_profile(folder, "anytown")
    rows = [
        agreement("A1"),
        agreement("A2"),
        agreement("A3", department="Roads", latest_end_on=""),
        agreement("A4", status="ended"),
    ]
    assert terminal.load("agreements", written(folder / "agreements.csv", rows)).status == 0
    assessed = {
        "reference": "A1",
        "status": "published",
        "risk": "low",
        "completed_on": "2026-01-10",
        "published_on": "2026-02-01",
    }
    assert terminal.load("equality", written(folder / "equality.csv", [assessed])).status == 0
    return terminal


def decide(terminal: Terminal, reference: str, outcome: str, *words: object, on: str = DAY) -> Ran:
    """Record a decision of the cabinet's and return what came of it; ``words`` go last and win."""
    grounds = {
        "--decided-by": "Cabinet",
        "--authority-reference": "CAB/12",
        "--reason": "It works well.",
        "--on": on,
    }
    given = [word for pair in grounds.items() if pair[0] not in words for word in pair]
    return terminal("record-decision", reference, "--outcome", outcome, *given, *words, "--json")


def flags(terminal: Terminal, on: str, *words: object) -> dict[str, object]:
    """Ask the rules and return the answer."""
    asked = terminal("flag-contracts", "--on", on, *words, "--json")
    assert asked.status == 0, asked.err
    return asked.document


def flagged(answer: dict, reference: str) -> set[str]:
    """Return the code names flagged of an agreement."""
    return {
        result["rule"]
        for result in answer["results"]
        if (result["reference"], result["status"]) == (reference, "flagged")
    }
