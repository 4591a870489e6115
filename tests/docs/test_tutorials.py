"""A new data engineer's day: each tutorial does what it says, in one new file, one line and one test."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.tutorial import PAGES, ROOT, Checkout, checkout, matches, steps, with_line

pytestmark = pytest.mark.thorough

# The day in its order, and of each the new file, the file that gets its line, and the test.
DAY = {
    "add-a-source.md": (
        "commissioning/sources/anytown_contracts.py",
        "commissioning/sources/__init__.py",
        "tests/sources/test_anytown_contracts.py",
    ),
    "add-an-expectation.md": (
        "expectations/awarded_after_it_ends.py",
        "expectations/__init__.py",
        "tests/expectations/test_awarded_after_it_ends.py",
    ),
    "add-a-rule.md": (
        "commissioning/rules/begun_before_award.py",
        "commissioning/rules/catalogue.py",
        "docs/rules/begun_before_award.md",
    ),
    "add-a-pack-section.md": (
        "commissioning/packs/how_let.py",
        "commissioning/packs/sections.py",
        "tests/packs/test_how_let.py",
    ),
    "add-a-flow.md": (
        "flows/starting.py",
        "deployments/prefect.yaml",
        "tests/flows/test_starting.py",
    ),
}
# `make docs` writes them from the product.
MADE = {"docs/rules/README.md"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    with checkout(tmp_path_factory.mktemp("day") / "checkout") as made:
        yield made


def follow(place: Checkout, page: str) -> None:
    """Do all that a page says, and hold what is printed to what it shows."""
    for step in steps(page):
        printed = place.do(step)
        assert matches(printed, step.printed), (
            f"{page} says that\n{step.text}prints\n{step.printed}and it printed\n{printed}"
        )


# One day in one checkout: each tutorial goes on where the one before it ended.
def test_a_new_data_engineers_day(place: Checkout) -> None:
    for page, (file, lines_of, test) in DAY.items():
        follow(place, page)
        changed = place.added()
        assert set(changed) - MADE == {file, lines_of, test}, page
        assert changed[lines_of] == (1, 0, False), page
        assert all(changed[new][1:] == (0, True) for new in (file, test)), page
    new = [file for files in DAY.values() for file in files if file.endswith(".py")]
    for check in (["check"], ["format", "--check"]):
        run_in(place.folder, "ruff", *check, *new)


def test_from_nothing_to_a_pack(place: Checkout) -> None:
    page = "first-pack.md"
    cycle = "make cycle\n"
    # What of the cycle the page then asks about; CI runs `make cycle` itself, twice.
    for stage in ("refresh-register", "flag-contracts"):
        place.run(f".venv/bin/commissioning {stage} --authority salford --on 2022-07-31")
    for step in steps(page):
        if step.text != cycle:
            printed = place.do(step)
            assert matches(printed, step.printed), printed


def test_the_index_lists_every_tutorial_in_order() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    places = [index.index(f"(tutorial/{page})") for page in ("first-pack.md", *DAY)]
    assert places == sorted(places)
    assert {path.name for path in PAGES.iterdir()} == {"first-pack.md", *DAY}


def test_what_is_printed_is_compared_but_for_what_is_left_out() -> None:
    assert matches("a\nb\nc\nd in 3.1s\n", "a\n…\nd in …s\n")
    assert matches("a\n", "a\n…\n")
    assert not matches("a\nb\n", "a\n")
    assert not matches("a.\n", "ab\n")


def test_a_line_goes_where_the_lines_about_it_stand_and_nowhere_else() -> None:
    assert with_line("a\nb\nc\n", " b\n+new\n c\n") == "a\nb\nnew\nc\n"
    with pytest.raises(AssertionError, match="stand nowhere"):
        with_line("a\nc\n", " b\n+new\n")


def run_in(folder: Path, *words: str) -> None:
    """Run a tool in a folder; it has to be content."""
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
