"""No exempt value of an example authority is in any file of its public pack."""

import csv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.commands import Terminal

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("undrawn")]

EXAMPLES = Path(__file__).parents[2] / "examples"
SALFORD = "salford/salford_contracts_register_2022-07.csv"
GRANTS = "trafford/trafford_council_voluntary_sector_grants.csv"


def values(file: str, column: str) -> set[str]:
    """Return what a column of a published file holds."""
    with (EXAMPLES / file).open(encoding="utf-8-sig", newline="") as opened:
        return {row[column].strip() for row in csv.DictReader(opened)} - {""}


def texts(folder: Path) -> str:
    """Return all that the files of a folder say, a workbook's sheets among them."""
    told = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        if path.suffix == ".xlsx":
            with ZipFile(path) as book:
                told += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
        else:
            told.append(path.read_text(encoding="utf-8"))
    return "\n".join(told)


@pytest.mark.parametrize(
    ("authority", "feed", "file", "on", "column", "title"),
    [
        ("salford", "agreements", SALFORD, "2022-07-31", "Purchasing Body", "Salford City Council"),
        ("trafford", "grants", GRANTS, "2026-03-31", "Funding Org:Name", "Trafford Council"),
    ],
)
def test_who_commissions_is_told_in_no_public_file(
    tmp_path, authority, feed, file, on, column, title
):
    # Of the other examples Kent's commissioner is its own name, and Jersey's file names none.
    terminal = Terminal(tmp_path, authority)
    assert terminal.load(feed, EXAMPLES / file).status == 0
    made = terminal("build-packs", "--audience", "public", "--on", on, "--json")
    assert made.status == 0, made.err
    told = texts(tmp_path / "packs" / authority)
    assert len(told) > 100_000
    exempt = values(file, column) - {title}  # the authority's own name is no secret
    assert exempt
    assert [value for value in exempt if value in told] == []
