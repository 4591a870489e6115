"""A pack's workbook and tables, as ``build-packs`` issues them and ``verify`` and ``withdraw-pack`` treat them."""

import csv
import json
import shutil
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from commissioning.packs.inputs import PackError
from tests.cases.council import with_files
from tests.commands import Ran, Terminal
from tests.packs.page_read import read

ON = "2026-03-31"
BUILD = ("build-packs", "--on", ON)
WITHDRAW = ("withdraw-pack", "--period", "2025-26-q4", "--audience", "dmt")
SAID = ("--reason", "The register was last year's.", "--by", "Head of Commissioning")
FORMULA = '=HYPERLINK("http://evil.example")'

DISTRIBUTION = """
[[packs.distribution]]
audience = "dmt"
to = "../shared"
notify = ["PACKS_HOOK"]
may_hold_exempt = true
"""

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def unissued(tmp_path_factory) -> Terminal:
    """A council with two agreements, one past its end and with a formula for a title, and no pack yet."""
    ended = {
        "reference": "A1",
        "title": FORMULA,
        "provider_name": "-Care & Co",
        "department": "@People",
        "starts_on": "2022-04-01",
        "ends_on": "2025-03-31",
        "value_gbp": "1234.50",
        "status": "active",
    }
    open_ended = {
        "reference": "A2",
        "title": "Advice",
        "provider_name": "Advice CIC",
        "ends_on": "",
    }
    folder = tmp_path_factory.mktemp("forms")
    terminal = with_files(folder, {"agreements": [ended, open_ended]}, DISTRIBUTION)
    (terminal.home / "shared").mkdir()
    return terminal


@pytest.fixture(scope="module")
def foretold(unissued) -> Ran:
    """What a dry run says, before anything is issued."""
    return unissued(*BUILD, "--dry-run", "--json")


@pytest.fixture(scope="module")
def issued(unissued, foretold) -> Terminal:
    """The same with its pack."""
    ran = unissued(*BUILD)
    assert ran.status == 0
    assert "to PACKS_HOOK: the environment variable PACKS_HOOK is not set; it is issued" in ran.err
    return unissued


@pytest.fixture
def council(issued, tmp_path) -> Terminal:
    """The same in a home of its own."""
    shutil.copytree(issued.home, tmp_path / "home")
    return Terminal(tmp_path / "home", "elsewhere")


def packs(terminal: Terminal) -> Path:
    """Return the folder of the quarter's packs."""
    return terminal.home / "packs" / "elsewhere" / "2025-26-q4"


def test_a_dry_run_tells_what_would_be_issued_and_sent_and_does_neither(foretold, issued):
    told = foretold.document
    [pack] = told["packs"]
    page = packs(issued) / "dmt-authority-v1.html"
    assert (pack["html"], pack["sha256"]) == (str(page), sha256(page.read_bytes()).hexdigest())
    path = "elsewhere/2025-26-q4/dmt-authority-v1.html"
    assert [(one["to"], one["what"].splitlines()[0]) for one in told["deliveries"]] == [
        ("../shared", f"{path} with its workbook and tables"),
        (
            "PACKS_HOOK",
            "A council: Commissioning pack, 2025/26 Q4: 1 of 2 live agreements needs a decision, and it is critical.",
        ),
    ]
    assert "Version 1 of the pack" not in foretold.err
    sent = {
        path.relative_to(issued.home / "shared") for path in (issued.home / "shared").rglob("*.*")
    }
    assert sent == {
        Path("elsewhere", "2025-26-q4", one.relative_to(packs(issued)))
        for one in packs(issued).rglob("*.*")
    } - {Path("elsewhere/2025-26-q4/index.html")}


def test_the_page_leads_to_its_workbook_and_to_every_table(issued):
    folder = packs(issued)
    page = read((folder / "dmt-authority-v1.html").read_bytes())
    hrefs = [one.attributes["href"] for one in page.all("a") if "v1" in one.attributes["href"]]
    assert hrefs[0] == "dmt-authority-v1.xlsx"
    tables = {path for path in (folder / "dmt-authority-v1").iterdir() if path.suffix}
    assert {folder / href for href in hrefs[1:]} == tables
    assert len(tables) > 20


def test_a_table_is_the_same_in_csv_and_json_with_pounds_and_nothing_that_a_spreadsheet_works_out(
    issued,
):
    folder = packs(issued) / "dmt-authority-v1"
    with (folder / "decisions_needed.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = [row for row in csv.DictReader(file) if row["reference"] == "A1"]
    assert row["title"] == f"'{FORMULA}"
    assert (row["providers"], row["department"]) == ("'-Care & Co", "'@People")
    assert (row["value_gbp"], row["ends_on"]) == ("1234.50", "2025-03-31")
    document = json.loads((folder / "decisions_needed.json").read_bytes())
    [told] = [row for row in document["rows"] if row["reference"] == "A1"]
    assert (told["title"], told["value_gbp"], told["ends_on"]) == (FORMULA, 1234.50, "2025-03-31")
    assert told.keys() == row.keys()


def test_the_workbook_has_a_sheet_for_each_table_with_its_title_first_and_text_where_there_is_a_formula(
    issued,
):
    book = openpyxl.load_workbook(packs(issued) / "dmt-authority-v1.xlsx")
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    tables = {path.stem for path in (packs(issued) / "dmt-authority-v1").glob("*.csv")}
    assert len(book.sheetnames) - 3 == len(tables)
    for sheet in book.worksheets[3:]:
        assert sheet["A1"].value
        assert len(sheet.tables) == 1
    assert {cell.data_type for sheet in book for row in sheet for cell in row}.isdisjoint(
        {"f", "e"}
    )
    cells = [cell.value for row in book["decisions_needed"] for cell in row]
    assert FORMULA in cells
    assert 1234.5 in cells


def test_verify_notices_one_changed_table(council):
    assert council("verify").status == 0
    changed = packs(council) / "dmt-authority-v1" / "decisions_needed.csv"
    changed.write_bytes(changed.read_bytes().replace(b"1234.50", b"1234.51"))
    ran = council("verify")
    assert ran.status == 1
    assert (
        "The form of a pack, elsewhere/2025-26-q4/dmt-authority-v1/decisions_needed.csv has other bytes"
        in ran.err
    )


def test_a_withdrawn_pack_stays_with_its_reason_and_the_next_build_issues_the_next_version(council):
    workbook = packs(council) / "dmt-authority-v1.xlsx"
    before = sha256(workbook.read_bytes()).hexdigest()
    told = council(*WITHDRAW, *SAID, "--on", "2026-04-02", "--json").document
    assert (told["version"], told["on"], told["by"]) == (1, "2026-04-02", "Head of Commissioning")
    first = packs(council) / "dmt-authority-v1.html"
    kept = first.read_bytes()
    assert "No pack has" not in index(council)
    assert "on 2 April 2026 by Head of Commissioning: The register was last year" in index(council)
    assert council(*WITHDRAW, *SAID).err.startswith("Version 1 of the pack for dmt about authority")
    workbook.unlink()
    assert "dmt-authority-v1.xlsx is missing" in council("verify").err
    made = council(*BUILD, "--pdf", "--json").document["packs"][0]
    assert sha256(workbook.read_bytes()).hexdigest() == before  # made again
    assert Path(made["html"]).name == "dmt-authority-v2.html"
    assert (packs(council) / "dmt-authority-v2.pdf").read_bytes().startswith(b"%PDF")
    sent = council.home / "shared" / "elsewhere" / "2025-26-q4" / "dmt-authority-v2.pdf"
    assert sent.read_bytes().startswith(b"%PDF")
    assert made["xlsx"] == made["html"].replace(".html", ".xlsx")
    assert first.read_bytes() == kept
    assert 'href="2025-26-q4/dmt-authority-v2.html"' in index(council)
    assert 'href="2025-26-q4/dmt-authority-v1.html"' in index(council)
    assert council("verify").status == 0


def test_a_lost_page_is_made_again_without_forms_that_are_not_the_recorded_ones(council):
    page, workbook = (
        packs(council) / "dmt-authority-v1.html",
        packs(council) / "dmt-authority-v1.xlsx",
    )
    before = page.read_bytes()
    page.unlink()
    workbook.unlink()
    council.change("UPDATE pack SET forms_digest = 'made by an earlier version'")
    assert council(*BUILD).status == 0
    assert page.read_bytes() == before
    assert not workbook.exists()


def test_a_lost_pack_that_cannot_be_made_again_is_a_warning_and_stops_no_other(
    council, monkeypatch
):
    def unmade(*_given: object) -> None:
        raise PackError("The parts of decisions_needed do not add up.")

    monkeypatch.setattr("tasks.issue._recorded", unmade)
    (packs(council) / "dmt-authority-v1.html").unlink()
    ran = council("build-packs", "--on", "2025-12-31", "--json")
    assert ran.status == 0
    assert Path(ran.document["packs"][0]["html"]).exists()
    path = "elsewhere/2025-26-q4/dmt-authority-v1.html"
    assert f"{path} has lost files that cannot be made again: The parts of" in ran.err


def index(terminal: Terminal) -> str:
    return (terminal.home / "packs" / "elsewhere" / "index.html").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--period", "2024-25-q1"),
            "elsewhere has no pack of '2024-25-q1'; it has packs of 2025-26-q4.",
        ),
        (("--scope", "../../etc"), "of that period it has dmt authority."),
        (("--reason", " "), "reason is empty; say who withdraws the pack, and why."),
    ],
)
def test_what_cannot_be_withdrawn_is_refused_in_a_sentence(issued, words, said):
    ran = issued(*WITHDRAW, *SAID, *words)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
