"""The worked example of every rule's page is asked of the rule, as it stands on the page."""

import io
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from commissioning.rules import RULES
from commissioning.rules.answers import STATUSES
from commissioning.rules.sentences import wordings
from commissioning.rules.thresholds import Thresholds
from deployments import rules_page
from tests.rules.builders import ask, register_with

# What register_with calls the rows of a feed that agreements have a column of the name of.
ARGUMENTS = {"providers": "listed_providers"}
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


def thresholds(text):
    """Return the thresholds of the authority that the page asks about."""
    profile = "".join(re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    return Thresholds.model_validate(tomllib.loads(profile).get("thresholds", {}))


@pytest.mark.parametrize("rule", RULES)
def test_a_page_has_its_sections_in_order(rule):
    text = page(rule)
    assert text.startswith(f"# {rule}\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS


@pytest.mark.parametrize("rule", RULES)
def test_a_page_says_something_under_each_heading(rule):
    sections = re.split(r"^## .+$", page(rule), flags=re.MULTILINE)[1:]
    assert all(len(section.split()) >= 4 for section in sections)


@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_rests_on_is_dated_or_said_not_to_be(rule):
    basis = page(rule).split("## Basis\n")[1].split("\n## ")[0]
    documents = re.split(r"^- ", basis, flags=re.MULTILINE)[1:]
    assert documents
    undated = [d for d in documents if not re.search(r"\b(19|20)\d\d\b|not\s+dated", d)]
    assert undated == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_answers_as_its_page_says(rule):
    text = page(rule)
    example = tables(text)
    ((asked, on),) = QUESTION.findall(text)
    assert asked == rule
    agreements = {column: list(cells) for column, cells in example.pop("agreements").items()}
    outcome = example.pop("outcome").fillna("").set_index("reference", drop=False)
    events = {
        ARGUMENTS.get(name, name): table.drop(columns="amount_gbp", errors="ignore").to_dict(
            "records"
        )
        for name, table in example.items()
    }

    found = ask(rule, register_with(**agreements, **events), on, thresholds(text))
    found["act_by"] = found["act_by"].dt.strftime("%Y-%m-%d")
    assert found[list(outcome)].to_dict("index") == outcome.to_dict("index")


@pytest.mark.parametrize("rule", RULES)
def test_the_example_shows_every_answer_that_the_rule_has_words_for(rule):
    worded = {status for status in STATUSES if any(w.startswith(status) for w in wordings(rule))}
    assert {"flagged", "clear", "unknown"} <= worded
    assert set(tables(page(rule))["outcome"]["status"]) == worded


def test_every_rule_is_on_the_page_that_lists_them():
    assert rules_page.PAGE.read_text(encoding="utf-8") == rules_page.rules_page(), "run `make docs`"
    told = re.findall(
        r"^\| (R\d\d) \| \[`(\w+)`\]\((\w+)\.md\)", rules_page.rules_page(), re.MULTILINE
    )
    assert [rule for _, rule, page in told if rule == page] == list(RULES)
    numbers = list(dict.fromkeys(number for number, _, _ in told))
    assert numbers == [f"R{n:02d}" for n in range(1, len(numbers) + 1)]
