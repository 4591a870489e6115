"""The worked example of every rule's page is asked of the rule, as it stands on the page."""

import io
import re
from pathlib import Path

import pandas as pd
import pytest

from commissioning.rules import RULES
from tests.rules.builders import ask, register_with

PAGES = Path(__file__).parents[2] / "docs" / "rules"
SECTIONS = [
    "Rule",
    "Method",
    "Worked example",
    "Why it matters",
    "Basis",
    "What is left out",
    "Assumptions",
]
FENCE = re.compile(r"^```csv (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUESTION = re.compile(
    r"^\*\*Question:\*\* What does `(\w+)` answer on ([0-9-]{10})\?$", re.MULTILINE
)


def page(rule):
    return (PAGES / f"{rule}.md").read_text(encoding="utf-8")


def tables(text):
    """Return each fenced table by name, its cells as text and the empty ones missing."""
    return {
        name: pd.read_csv(io.StringIO(table), dtype="str", keep_default_na=False).replace("", None)
        for name, table in FENCE.findall(text)
    }


@pytest.mark.parametrize("rule", RULES)
def test_a_page_has_its_sections_in_order(rule):
    text = page(rule)
    assert text.startswith(f"# {rule}\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_answers_as_its_page_says(rule):
    text = page(rule)
    example = tables(text)
    ((asked, on),) = QUESTION.findall(text)
    assert asked == rule
    agreements = {column: list(cells) for column, cells in example.pop("agreements").items()}
    outcome = example.pop("outcome").fillna("").set_index("reference", drop=False)
    events = {
        name: table.drop(columns="amount_gbp", errors="ignore").to_dict("records")
        for name, table in example.items()
    }

    found = ask(rule, register_with(**agreements, **events), on)
    found["act_by"] = found["act_by"].dt.strftime("%Y-%m-%d")
    assert found[list(outcome)].to_dict("index") == outcome.to_dict("index")


@pytest.mark.parametrize("rule", RULES)
def test_the_example_shows_a_flag_a_clear_and_what_cannot_be_told(rule):
    outcome = tables(page(rule))["outcome"]
    assert {"flagged", "clear", "unknown"} <= set(outcome["status"])
