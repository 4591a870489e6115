"""Battery 55: whatever a provider, a manager, an authority or a period is called, nothing is written outside the home.

What makes packs is asked nightly: tests/deployments/test_packs_for_all.py makes some of such names each time.
"""

from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import pytest

from tests.cases.council import with_files
from tests.commands import Terminal

ON = "2026-06-30"
# A NUL is refused as a file is read (test_043); of these each is a name that a register may hold.
NAMES = ("../../x", "/etc/passwd", "..\\..\\x", "CON", "nul.html", "x" * 300)
PLACES = ("../../x", "/etc/x", "..", ".", "CON", "a/b", "x" * 300, "-v1", "", "a b")


def everything_under(folder):
    return {
        path.relative_to(folder): path.lstat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def everything_in(path):
    """Return the bytes of a file, or of each file of a folder, by name."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    rows = [
        {**{"reference": f"A{number}", "title": name, "commissioner": name, "status": "active"}}
        | {"provider_name": name, "department": name, "value_gbp": "1000.00"}
        | {"starts_on": "2024-04-01", "ends_on": "2026-12-31"}
        for number, name in enumerate(NAMES)
    ]
    return with_files(tmp_path_factory.mktemp("outside") / "council", {"agreements": rows})


def made(council, *words):
    ran = council("build-packs", "--on", ON, *words, "--json")
    assert ran.status == 0, ran.err
    return ran.document["packs"]


def must_be_under(council, packs, before):
    outside = council.home.parents[1]
    shown = {path for path in everything_under(outside) if path not in before}
    home = council.home.relative_to(outside)
    assert shown
    assert all(path.is_relative_to(home) for path in shown)
    for pack in packs:
        (page,) = [path for path in shown if str(outside / path) == pack["html"]]
        assert len(page.name) < 120
        assert page.stem.split(".")[0] not in ("con", "nul")


@pytest.mark.nightly
@pytest.mark.parametrize("audience", ["manager", "provider", "dmt"])
def test_each_pack_about_a_hostile_name_is_under_the_home(council, audience):
    before = everything_under(council.home.parents[1])
    packs = [
        pack for name in NAMES for pack in made(council, "--audience", audience, "--scope", name)
    ]
    assert len({pack["html"] for pack in packs}) == len(packs) == len(NAMES)
    must_be_under(council, packs, before)


@pytest.mark.nightly
def test_a_link_that_lies_where_a_pack_goes_gives_way_and_is_not_written_through(council, tmp_path):
    [pack] = made(council)
    page = Path(pack["html"])
    beside = {"page": page, "workbook": page.with_suffix(".xlsx"), "tables": page.with_suffix("")}
    assert page.is_file()
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    for name, path in beside.items():
        before = everything_in(path)
        rmtree(path) if path.is_dir() else path.unlink()
        target = theirs / name
        if name == "tables":
            target.mkdir()
            (target / "kept.csv").write_text("another's")
        else:
            target.write_text("another's")
        path.symlink_to(target)
        assert council("build-packs", "--on", ON).status == 0
        assert not path.is_symlink()
        assert everything_in(path) == before
    [(digest,)] = council.ask("SELECT digest FROM pack WHERE path LIKE '%' || ?", page.name)
    assert sha256(page.read_bytes()).hexdigest() == digest
    kept = {path.relative_to(theirs).as_posix() for path in theirs.rglob("*") if path.is_file()}
    assert kept == {"page", "workbook", "tables/kept.csv"}
    assert {(theirs / name).read_text() for name in kept} == {"another's"}


@pytest.mark.parametrize("place", PLACES)
def test_an_authority_that_is_called_as_a_path_is_refused_and_leaves_nothing(tmp_path, place):
    terminal = Terminal(tmp_path / "home", "salford")
    for words in (
        ("authority", "new", place, "--title", "Anytown"),
        ("loads", "--authority", place),
    ):
        ran = terminal(*words, authority="")
        assert ran.status == 2, words
        assert "Traceback" not in ran.err
    assert not any(path.suffix == ".toml" for path in tmp_path.rglob("*"))


@pytest.mark.parametrize("place", PLACES)
def test_a_period_that_is_called_as_a_path_is_refused_and_touches_nothing(tmp_path, place):
    (tmp_path / "x").write_text("another's")
    terminal = Terminal(tmp_path / "a" / "home")
    given = ("--audience", "dmt", "--reason", "r", "--by", "Jo")
    ran = terminal("withdraw-pack", "--period", place, *given)
    assert ran.status == 2
    assert "option" not in ran.err
    assert "pack" in ran.err
    assert "Traceback" not in ran.err
    assert (tmp_path / "x").read_text() == "another's"
    assert not list(tmp_path.rglob("*.html"))
