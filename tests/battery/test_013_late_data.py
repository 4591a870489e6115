"""Battery 13: data that come late: the pack is issued again and lists what reads otherwise in it."""

from pathlib import Path

import pytest

from tests.battery.books import JUNE, MAY, Books, books_in
from tests.battery.files import OURS, agreement
from tests.packs.page_read import Element, read

SECTION = "what_changed"
COLUMNS = ["Table", "Row", "Column", "In version 1", "Now"]


@pytest.fixture(scope="module")
def books(tmp_path_factory) -> Books:
    """A register with nothing in it yet."""
    return books_in(tmp_path_factory.mktemp("books"))


@pytest.fixture(scope="module")
def versions(books: Books) -> list[Path]:
    """The June quarter's pack, issued in July of what was published at the end of May, and what came after.

    The second had another value in it, the third a row that came, the fourth more rows than it can tell of.
    The bytes of each are kept beside the books.
    """
    known = [agreement("A1"), agreement("A2")]
    changed = [agreement("A1", value_gbp="2500.00"), agreement("A2")]
    came = [*changed, agreement("A3")]
    many = [*came, *(agreement(f"B{number}") for number in range(60))]
    made = []
    for edition, rows in (
        (MAY, known),
        (JUNE, changed),
        ("2026-07-31", came),
        ("2026-08-31", many),
    ):
        load(books, edition, *rows)
        made.append(pack(books))
        (books.folder / made[-1].name).write_bytes(made[-1].read_bytes())
    return made


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


def test_june_that_arrives_in_september_makes_a_second_version_that_lists_the_cells(
    books, versions
):
    first, second = versions[:2]
    assert (first.name, second.name) == ("dmt-authority-v1.html", "dmt-authority-v2.html")
    assert first.read_bytes() == (books.folder / first.name).read_bytes()
    assert books.ask("SELECT version, withdrawn_by FROM pack ORDER BY version LIMIT 2") == [
        (1, 2),
        (2, 3),
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


def test_a_first_version_has_nothing_to_compare_itself_with(versions):
    assert section(versions[0]) is None


def test_a_row_that_came_is_told_once_and_whole(versions):
    plan = [row for row in cells(versions[2]) if row[0].startswith("Forward plan")]
    assert len(plan) == 1
    assert plan[0][1].startswith("A3")
    assert plan[0][2:4] == ["Whole row", "Not in the table"]
    assert "31 March 2027" in plan[0][4]


def test_more_cells_than_fit_are_counted(versions):
    assert len(cells(versions[3])) == 1 + 50
    lead = section(versions[3]).all("p")[0].text
    differing = int(lead.split("2026")[-1].split("cells")[0].split(". ")[-1].replace(",", ""))
    assert f"And {differing - 50:,} more cells" in section(versions[3]).text


def test_a_reissued_pack_is_the_same_when_it_is_made_again(books, versions):
    second = versions[1]
    second.unlink()
    assert pack(books) == versions[3]  # the newest is not issued twice
    assert second.read_bytes() == (books.folder / second.name).read_bytes()
