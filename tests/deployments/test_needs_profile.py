"""The needs profile by ordinary commands: issued with each refresh, stale where a file was refused."""

from pathlib import Path

import pytest

from tests.battery.invariants import check_invariants
from tests.commands import Terminal
from tests.packs.page_read import read, rows_of

PROFILE = """\
name = "anytown"
title = "Anytown Council"
kind = "metropolitan_district"
jurisdiction = "england"
regimes = ["below_threshold"]
holidays = "england-and-wales"
area_code = "E08000009"
area_name = "Anytown"
neighbours = ["E08000007"]

[sources.carers]
feed = "observations"
adapter = "canonical_observations"
path = "carers.csv"
slot = "carers"
complete = true
title = "Unpaid carers"
publisher = "Anytown Council"
licence = "Open Government Licence v3.0"

[sources.register]
feed = "agreements"
adapter = "canonical_agreements"
path = "register.csv"
slot = "register"
title = "Register"
publisher = "Anytown Council"
licence = "Open Government Licence v3.0"
"""
HEADER = "indicator,area_code,starts_on,ends_on,count,denominator\n"
YEARS = range(2020, 2026)
FIRST, THEN = "2026-04-10", "2026-05-12"
# What came instead of the file, and words of the sentence on it.
INSTEAD = {
    "renamed column": (
        lambda text: text.replace("area_code", "lad24cd", 1),
        "area_code",
    ),
    "web page": (lambda _text: "<!DOCTYPE html><html><body>Sorry</body></html>", "web page"),
    "half the rows": (
        lambda text: "".join(text.splitlines(keepends=True)[:9]),
        "8 rows, where the last complete load had 18",
    ),
    "no rows": (lambda _text: HEADER, "no rows of data"),
}

pytestmark = pytest.mark.thorough


def carers() -> str:
    """Return counts of three areas in six years, 100 more of 10,000 each year in Anytown."""
    rows = [
        f"carers,{code},{year}-01-01,{year}-12-31,{count + step * (year - 2020)},10000"
        for code, count, step in (
            ("E08000009", 900, 100),
            ("E08000007", 1000, 0),
            ("E92000001", 1400, 0),
        )
        for year in YEARS
    ]
    return HEADER + "\n".join(rows) + "\n"


@pytest.fixture
def terminal(tmp_path):
    folder = tmp_path / "home" / "authorities"
    folder.mkdir(parents=True)
    (folder / "anytown.toml").write_text(PROFILE)
    (folder / "carers.csv").write_text(carers())
    (folder / "register.csv").write_text(
        "reference,title,provider_name,ends_on\nA1,Care,Alpha,2027-03-31\n"
    )
    opened = Terminal(tmp_path / "home", "anytown")
    yield opened
    check_invariants(f"sqlite:///{opened.home / 'commissioning.db'}", opened.home)


def profiles(terminal: Terminal) -> list[Path]:
    """Return the versions of the needs profile, the first one first."""
    return sorted((terminal.home / "packs" / "anytown" / "2026-27-q1").glob("needs-*.html"))


def replace_file(terminal: Terminal, text: str) -> None:
    (terminal.home / "authorities" / "carers.csv").write_text(text)


def refresh(terminal: Terminal, on: str = FIRST):
    return terminal("refresh-needs", "--on", on)


def test_a_refresh_issues_the_profile_and_the_same_again_issues_none(terminal):
    assert refresh(terminal).status == 0
    [first] = profiles(terminal)
    page = read(first.read_bytes())
    [row] = rows_of(page, "need_at_a_glance")
    # 1,400 of 10,000 in 2025, as England's; the neighbour has 1,000.
    assert row[0] == "Carersper cent"
    assert row[1].startswith("14.0%")
    assert row[3] == "● SimilarEngland: 14.0%"
    assert row[5] == "▲ Increasing"
    assert row[6] == "▲ HigherMiddle of 1 neighbour: 10.0%"
    index = (terminal.home / "packs" / "anytown" / "index.html").read_text()
    assert "Needs profile" in index

    assert refresh(terminal, THEN).status == 0  # a month later, and nothing new is known
    assert profiles(terminal) == [first]


@pytest.mark.parametrize("instead", INSTEAD)
def test_a_refused_file_leaves_the_last_good_data_marked_stale(terminal, instead):
    refresh(terminal)
    make, word = INSTEAD[instead]
    replace_file(terminal, make(carers()))
    ran = refresh(terminal, THEN)
    assert ran.status == 1
    assert word in ran.err
    kept = terminal.ask("SELECT load_no, loaded_on FROM load WHERE source = 'carers'")
    assert kept == [(1, FIRST)]
    assert ran.err.endswith("; load 1 of 10 April 2026 stays in force.\n")

    page = read(profiles(terminal)[-1].read_bytes())
    marks = [one.text for one in page.all("div") if "stale" in one.attributes.get("class", "")]
    assert marks
    for mark in marks:
        assert "Unpaid carers: the last good data are shown (load 1 of 10 April 2026)" in mark
        assert "the newest file was refused on 12 May 2026: " in mark
        assert word in mark
    [row] = rows_of(page, "need_at_a_glance")
    assert row[1].startswith("14.0%")
    assert "Stale: a newer file was refused" in row[2]
    [state] = rows_of(page, "need_state")
    assert word in state[2]


def test_put_right_nothing_is_stale_any_more_and_what_was_issued_says_what_it_said(terminal):
    refresh(terminal)
    replace_file(terminal, HEADER)
    refresh(terminal, THEN)
    replace_file(terminal, carers().replace("2025-12-31,1400", "2025-12-31,1450"))
    assert refresh(terminal, "2026-06-02").status == 0
    _, stale, last = profiles(terminal)
    assert "Stale" not in last.read_text().partition("What changed since")[0]
    assert "refused on 12 May 2026" in stale.read_text()


def test_the_managers_pack_marks_the_sections_that_rest_on_the_refused_source_and_no_others(
    terminal,
):
    refresh(terminal)
    terminal("refresh-register", "--on", FIRST)
    replace_file(terminal, HEADER)
    refresh(terminal, THEN)
    made = terminal("build-packs", "--on", THEN, "--json").document["packs"][0]
    page = read(Path(made["html"]).read_bytes())
    marked = [
        one.within("section").attributes["id"]
        for one in page.all("div")
        if "stale" in one.attributes.get("class", "").split()
    ]
    flags = ["headline", "decisions_needed", "need", "reach"]
    flags += ["actions", "compliance", "data_quality"]
    assert marked == flags


def test_a_profile_of_the_past_has_the_bytes_it_was_issued_with(terminal, tmp_path):
    refresh(terminal)
    [issued] = profiles(terminal)
    replace_file(terminal, carers().replace("2025-12-31,1400", "2025-12-31,1450"))
    refresh(terminal, THEN)
    assert len(profiles(terminal)) == 2
    again = tmp_path / "again.html"
    asked = (
        "build-packs",
        "--audience",
        "needs",
        "--on",
        FIRST,
        "--known-at",
        1,
        "--output",
        again,
    )
    assert terminal(*asked).status == 0
    assert again.read_bytes() == issued.read_bytes()


def test_a_lost_profile_is_made_again_with_the_same_bytes(terminal):
    refresh(terminal)
    [issued] = profiles(terminal)
    before = issued.read_bytes()
    issued.unlink()
    refresh(terminal)
    assert issued.read_bytes() == before


def test_an_authority_without_needs_data_has_no_profile(terminal):
    profile = terminal.home / "authorities" / "anytown.toml"
    head, _, register = PROFILE.partition("[sources.carers]")
    profile.write_text(head + "[sources.register]" + register.partition("[sources.register]")[2])
    assert refresh(terminal).status == 0
    assert profiles(terminal) == []
