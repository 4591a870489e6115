"""The worked example of every clock is asked of it, as it stands on the page."""

import io
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from commissioning.clocks import CLOCKS, Setting
from commissioning.clocks.catalogue import CATALOGUE
from tests.rules.builders import DEFAULTS, register_with

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "notice-clocks.md"
TEXT = PAGE.read_text(encoding="utf-8")
FENCE = re.compile(r"^```csv (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUESTION = re.compile(
    r"^\*\*Question:\*\* What does `(\w+)` answer on ([0-9-]{10})(?:, where £([\d,]+) is .*)?\?$",
    re.MULTILINE,
)


def section(clock):
    return TEXT.split(f"\n## {clock}\n")[1].split("\n## ")[0]


def tables(text):
    """Return each fenced table by name, its cells as text and the empty ones missing."""
    return {
        name: pd.read_csv(io.StringIO(table), dtype="str", keep_default_na=False).replace("", None)
        for name, table in FENCE.findall(text)
    }


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_clock_answers_as_the_page_says(clock):
    example = tables(section(clock))
    ((asked, on, expected),) = QUESTION.findall(section(clock))
    assert asked == clock
    outcome = example.pop("outcome").fillna("").set_index("reference", drop=False)
    agreements = {column: list(cells) for column, cells in example.pop("agreements").items()}
    events = {name: table.to_dict("records") for name, table in example.items()}
    paid = {"2026/27": int(expected.replace(",", ""))} if expected else {}

    found = CLOCKS[clock](
        register_with(**agreements, **events),
        on=date.fromisoformat(on),
        setting=Setting(DEFAULTS, paid),
    ).set_index("reference", drop=False)

    found["due_on"] = found["due_on"].dt.strftime("%Y-%m-%d").fillna("")
    assert found[list(outcome)].to_dict("index") == outcome.to_dict("index")


@pytest.mark.parametrize("clock", CLOCKS)
def test_the_example_shows_what_is_flagged_clear_unknown_and_not_covered(clock):
    outcome = tables(section(clock))["outcome"]
    assert set(outcome["status"]) == {"flagged", "clear", "unknown", "not_applicable"}


def test_every_clock_is_on_the_page_with_its_day_and_basis():
    rows = re.findall(
        r"^\| \[`(\w+)`\]\(#(\w+)\) \| ([^|]*) \| ([^|]+) \| ([^|]+) \|", TEXT, re.MULTILINE
    )
    assert [row[0] for row in rows] == list(CLOCKS) == list(CATALOGUE)
    for clock, link, notice, act_by, regimes in rows:
        about = CATALOGUE[clock]
        assert (link, notice.strip()) == (clock, about.notice)
        assert (act_by, regimes) == (about.act_by, about.regimes)
        assert "**Basis:**" in section(clock)
