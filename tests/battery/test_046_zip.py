"""A zip is opened with care: one named member, of a believable size, that leads nowhere else."""

import io
import zipfile
from pathlib import Path

import pytest

import deployments.cli
from tests.battery.files import TRAFFORD
from tests.battery.sentences import (
    JARGON,
    must_balance,
    must_have_stored_nothing,
    must_refuse,
)
from tests.workbooks import xlsx

MEMBER = "spend.csv"
PROFILE = (Path(deployments.cli.__file__).parent / "authorities" / "trafford.toml").read_text(
    encoding="utf-8"
)
SOURCE = """
[sources.payments]
feed = "payments"
adapter = "transparency_spend"
path = "spend.zip"
member = "{member}"
slot = "spend"
complete = true
title = "Payments"
publisher = "Trafford Council"
licence = "Open Government Licence v3.0"
"""


def packed(**members: bytes | str) -> bytes:
    """Return a zip of these members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.fixture
def refresh(terminal):
    """Put a zip where Trafford's profile says, and refresh the register from it."""

    def _refresh(content: bytes, member: str = MEMBER):
        folder = terminal.home / "authorities"
        folder.mkdir(parents=True)
        profile = PROFILE.partition("[sources.")[0] + SOURCE.format(member=member)
        (folder / "trafford.toml").write_text(profile, encoding="utf-8")
        (folder / "spend.zip").write_bytes(content)
        return terminal("refresh-register", "--plain", authority="trafford")

    return _refresh


def must_stop(ran, terminal, *said: str) -> None:
    """The source is stopped: exit status 1, the sentence last, and nothing stored or left lying about."""
    assert (ran.status, ran.out) == (1, "")
    sentence = ran.err.splitlines()[-1]
    assert sentence.endswith(".")
    assert not JARGON.search(sentence)
    assert [part for part in said if part not in sentence] == []
    must_have_stored_nothing(terminal)
    assert [path for path in terminal.home.rglob("*") if path.suffix in (".csv", ".part")] == []


def test_a_member_of_a_zip_is_loaded_and_its_neighbours_are_not_touched(terminal, refresh):
    spend = TRAFFORD.text()
    ran = refresh(packed(**{MEMBER: spend, "../../evil.csv": spend, "/tmp/evil.csv": spend}))
    assert ran.status == 0
    assert terminal.count("payment_version") == 6
    assert [path for path in terminal.home.parent.rglob("*") if "evil" in path.name] == []


def test_a_zip_bomb_is_refused_before_it_is_unpacked(terminal, refresh):
    ran = refresh(packed(**{MEMBER: b"0" * 50_000_000}))
    must_stop(
        ran, terminal, f"spend.zip/{MEMBER}: it unpacks from", "to 50,000,000 bytes", "zip bomb"
    )


def test_a_zip_that_says_it_is_smaller_than_it_is_is_refused(terminal, refresh):
    content = packed(**{MEMBER: TRAFFORD.text()})
    size = len(TRAFFORD.text().encode())
    lying = content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content
    must_stop(
        refresh(lying), terminal, f"spend.zip/{MEMBER}: the zip is not whole", "fetch it again"
    )


@pytest.mark.parametrize(
    "member", ["../spend.csv", "/etc/spend.csv", "a/../../spend.csv", "C:/spend.csv"]
)
def test_a_name_that_leads_out_of_the_zip_is_refused(terminal, refresh, member):
    ran = refresh(packed(**{member: TRAFFORD.text()}), member)
    must_stop(ran, terminal, f"{member}: the member's name leads out of the zip", "without ..")


def test_a_missing_member_is_told_with_what_the_zip_holds(terminal, refresh):
    ran = refresh(packed(**{"spend-2026-04.csv": TRAFFORD.text(), "notes.txt": "x"}))
    must_stop(ran, terminal, "the zip holds spend-2026-04.csv, notes.txt", "as the member")


def test_a_zip_inside_the_zip_is_not_unpacked(terminal, refresh):
    ran = refresh(packed(**{MEMBER: packed(**{MEMBER: TRAFFORD.text()})}))
    must_stop(ran, terminal, f"spend.zip/{MEMBER}: this is a zip archive", "unpack it")


def test_a_workbook_in_the_zip_is_read(terminal, refresh):
    rows = [TRAFFORD.header, *(list(row.values()) for row in TRAFFORD.rows)]
    assert refresh(packed(**{"spend.xlsx": xlsx(rows)}), "spend.xlsx").status == 0
    assert terminal.count("payment_version") == 6


@pytest.mark.parametrize("member", [MEMBER, "xl/worksheets/sheet1.xml"])
def test_a_workbook_is_not_taken_for_a_zip_although_it_is_one(terminal, refresh, member):
    ran = refresh(xlsx([TRAFFORD.header]), member)
    must_stop(
        ran, terminal, "spend.zip is a workbook, not a zip with the file in it", "leave member out"
    )


def test_a_zip_cut_off_or_damaged_is_refused(terminal, refresh):
    content = packed(**{MEMBER: TRAFFORD.text()})
    must_stop(refresh(content[:-30]), terminal, "the zip is not whole", "fetch it again")
    for at in (len(MEMBER) + 31, 200, 400):  # the first byte of the packed text, and later ones
        damaged = (
            content[:at] + bytes(255 - byte for byte in content[at : at + 8]) + content[at + 8 :]
        )
        (terminal.home / "authorities" / "spend.zip").write_bytes(damaged)
        ran = terminal("refresh-register", "--plain", authority="trafford")
        must_stop(ran, terminal, "the zip is not whole", "fetch it again")


@pytest.fixture
def load(terminal, tmp_path):
    """Load payments from a zip that a person names."""

    def _load(content: bytes):
        path = tmp_path / "spend.zip"
        path.write_bytes(content)
        return terminal.load("payments", path, authority="trafford")

    return _load


def test_a_zip_given_to_load_is_read_where_it_holds_one_file(terminal, load):
    spend = TRAFFORD.text()
    must_balance(
        load(packed(**{"2026-04/spend.csv": spend, "__MACOSX/._spend.csv": "x"})), rows_in=6
    )
    assert terminal.count("payment_version") == 6
    assert terminal.ask("SELECT file FROM load") == [("spend.zip/2026-04/spend.csv",)]


@pytest.mark.parametrize(
    ("content", "file", "what", "remedy"),
    [
        (
            packed(**{"a.csv": TRAFFORD.text(), "b.csv": TRAFFORD.text()}),
            "spend.zip",
            "the zip holds 2 files: a.csv, b.csv",
            "name the one file",
        ),
        (packed(), "spend.zip", "the zip holds no file", "name the one file"),
        (
            packed(**{"spend.csv": packed(**{"spend.csv": TRAFFORD.text()})}),
            "spend.zip",
            "this is a zip archive",
            "unpack it",
        ),
        (
            packed(**{"../spend.csv": TRAFFORD.text()}),
            "spend.zip/../spend.csv",
            "leads out of the zip",
            "without ..",
        ),
        (
            packed(**{"spend.csv": b"0" * 50_000_000}),
            "spend.zip/spend.csv",
            "to 50,000,000 bytes",
            "zip bomb",
        ),
        (
            packed(**{"spend.csv": TRAFFORD.text()})[:-30],
            "spend.zip",
            "not whole",
            "fetch it again",
        ),
    ],
    ids=["several", "none", "nested", "slip", "bomb", "cut off"],
)
def test_a_zip_given_to_load_is_opened_with_the_same_care(
    terminal, load, tmp_path, content, file, what, remedy
):
    must_refuse(load(content), file, what=what, remedy=remedy)
    must_have_stored_nothing(terminal)
    assert [path.name for path in tmp_path.rglob("*.csv")] == []
