"""Battery 72: SQLite bears so many runs at once and no more: the page says how many, and `serve` starts no worker for more."""

import re
from pathlib import Path

import pytest

from deployments.processes import SQLITE_LIMIT
from deployments.serve import worker_command
from tests.commands import Terminal

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "serve.md"
WORDS = ("zero", "one", "two", "three", "four", "five")


def test_more_than_the_limit_is_refused_in_a_sentence_before_anything_is_started(home):
    ran = Terminal(home)("serve", "--limit", SQLITE_LIMIT + 1, authority="")
    assert ran.status == 2
    assert f"--limit {SQLITE_LIMIT + 1} is more than SQLite bears" in ran.err
    assert "docs/how-to/serve.md" in ran.err
    assert list(home.iterdir()) == []


def test_the_page_says_the_limit_that_is_enforced():
    page = PAGE.read_text(encoding="utf-8")
    assert f"The worker runs {WORDS[SQLITE_LIMIT]} flows at once. That is what SQLite bears" in page
    assert re.search(rf"`--limit` above {SQLITE_LIMIT} is refused", page)


@pytest.mark.parametrize("limit", [1, SQLITE_LIMIT])
def test_the_worker_is_told_the_limit(limit):
    words = worker_command(limit)
    assert words[words.index("--limit") + 1] == str(limit)
