"""Battery 13: data that come late: the pack is issued again and lists what reads otherwise in it."""

from pathlib import Path

import pytest

from tests.battery.books import JUNE, MAY, Books
from tests.battery.files import OURS, agreement
from tests.packs.page_read import Element, read

SECTION = "what_changed"
COLUMNS = ["Table", "Row", "Column", "In version 1", "Now"]


@pytest.fixture
def issued(books: Books) -> Books:
    """The June quarter's pack, issued in July of what was published at the end of May."""
    load(books, MAY, agreement("A1"), agreement("A2"))
    pack(books)
    return books


def load(books: Books, edition: str, *rows: dict[str, str]) -> None:
    books.done("load", OURS.feed, books.file(OURS, *rows), "--edition", edition)


def pack(books: Books) -> Path:
    [made] = books.done("build-packs", "--on", JUNE)["packs"]
    return Path(made["html"])


def section(path: Path) -> Element | None:
    found = [
        one for one in read(path.read_bytes()).all("section") if one.attributes["id"] == SECTION
    ]
    return found[0] if found else None


def cells(path: Path) -> list[list[str]]:
    """Return the rows of the section's table, its headings first."""
    rows = section(path).all("tr")
    return [[cell.text.strip() for cell in row.children] for row in rows]


def test_june_that_arrives_in_september_makes_a_second_version_that_lists_the_cells(issued):
    first = issued.home / "packs" / "salford" / "2026-27-q1" / "dmt-authority-v1.html"
    before = first.read_bytes()
    load(issued, JUNE, agreement("A1", value_gbp="2500.00"), agreement("A2"))
    second = pack(issued)
    assert second.name == "dmt-authority-v2.html"
    assert first.read_bytes() == before
    assert issued.ask("SELECT version, withdrawn_by FROM pack ORDER BY version") == [
        (1, 2),
        (2, None),
    ]
    [headings, *rows] = cells(second)
    assert headings == COLUMNS
    [plan] = [row for row in rows if row[0].startswith("Forward plan")]
    assert plan[1].startswith("A1")
    assert plan[2:] == ["Value", "£1,001", "£2,500"]
    # Two agreements at £1,000.50 were worth £2,001; one of them is £2,500 now.
    total = ["Agreements by their most severe flag", "All live agreements", "Value recorded"]
    assert [*total, "£2,001", "£3,501"] in rows
    assert section(second).all("h2")[0].text.split(maxsplit=1)[1] == (
        "What changed since version 1"
    )


def test_a_first_version_has_nothing_to_compare_itself_with(issued):
    [first] = (issued.home / "packs" / "salford").glob("*/dmt-*.html")
    assert section(first) is None


def test_a_row_that_came_is_told_once_and_whole(issued):
    load(issued, JUNE, agreement("A1"), agreement("A2"), agreement("A3"))
    plan = [row for row in cells(pack(issued)) if row[0].startswith("Forward plan")]
    assert len(plan) == 1
    assert plan[0][1].startswith("A3")
    assert plan[0][2:4] == ["Whole row", "Not in the table"]
    assert "31 March 2027" in plan[0][4]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_more_cells_than_fit_are_counted(issued):
    many = [agreement(f"B{number}") for number in range(60)]
    load(issued, JUNE, *many)
    second = pack(issued)
    assert len(cells(second)) == 1 + 50
    lead = section(second).all("p")[0].text
    differing = int(lead.split("May 2026")[-1].split("cells")[0].split(". ")[-1].replace(",", ""))
    assert f"And {differing - 50:,} more cells" in section(second).text


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_reissued_pack_is_the_same_when_it_is_made_again(issued):
    load(issued, JUNE, agreement("A1", value_gbp="2500.00"), agreement("A2"))
    second = pack(issued)
    bytes_then = second.read_bytes()
    load(issued, "2026-09-30", agreement("A1", value_gbp="9.00"), agreement("A2"))
    second.unlink()
    third = pack(issued)
    assert third.name == "dmt-authority-v3.html"
    assert second.read_bytes() == bytes_then
    assert pack(issued) == third  # and the newest is not issued twice
