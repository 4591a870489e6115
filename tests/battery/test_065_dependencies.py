"""Battery 65: each distribution that is installed is pinned to files by hash, from no named index, and its licence is known."""

import json
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from deployments.bill_of_materials import UNKNOWN, Pinned, bill, licences_of, pinned_in

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "requirements.lock", ROOT / "benchmarks" / "requirements.lock"]
OURS = {"commissioning-cycle"}
WITH_PYTHON = {"pip", "setuptools"}  # what `python -m venv` puts there
# What asks its source of whoever runs or links it. Those of a choice are taken by the other.
STRONG = re.compile(r"\b(AGPL|Affero|GPL|GNU General Public)", re.IGNORECASE)
LIBRARY = re.compile(r"LGPL|Lesser", re.IGNORECASE)


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.parent.name)
def test_each_is_pinned_to_files_by_hash_and_from_no_named_index(lock):
    text = lock.read_text(encoding="utf-8")
    pinned = list(pinned_in(text))
    assert pinned
    assert [each.name for each in pinned if not each.hashes] == []
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|@ git", text)


def test_a_line_that_is_not_pinned_is_refused():
    with pytest.raises(ValueError, match=r"Not pinned to a version: httpx>=0\.28"):
        list(pinned_in("httpx>=0.28\n"))


def test_setting_up_takes_nothing_that_is_not_in_the_lock():
    for file in ("Makefile", "deployments/Dockerfile"):
        text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
        installs = [line for line in text.splitlines() if "pip install" in line]
        assert installs
        for line in installs:
            assert "--require-hashes" in line or "--no-deps" in line, f"{file}: {line}"


def test_all_that_is_installed_is_in_the_lock_at_its_version():
    known = {}
    for each in pinned_in(LOCKS[0].read_text(encoding="utf-8")):
        known.setdefault(plain(each.name), set()).add(each.version)
    for installed in distributions():
        name = plain(installed.metadata["Name"])
        if name not in OURS | WITH_PYTHON:
            assert installed.version in known.get(name, ()), name


def may_be_used(licences):
    """Whether one of the licences that are stated side by side, or as an expression, asks no source of whoever uses it."""
    return any(
        all(
            any(not STRONG.search(LIBRARY.sub("", choice)) for choice in part.split(" OR "))
            for part in each.split(" AND ")
        )
        for each in licences
    )


@pytest.mark.parametrize(
    ("licences", "may"),
    [
        (["GNU General Public License v3 (GPLv3)"], False),
        (["GPL, version 3"], False),
        (["GNU Affero General Public License v3", "GNU General Public License (GPL)"], False),
        (["GPL-3.0-only AND (MIT OR Apache-2.0)"], False),
        (["GPL-2.0-only OR MIT"], True),
        (["GNU General Public License (GPL)", "Apache Software License"], True),
        (["LGPL-3.0-only"], True),
        (["GNU Library or Lesser General Public License (LGPL)"], True),
    ],
)
def test_a_licence_is_a_choice_only_where_one_of_those_it_names_is_not_strong(licences, may):
    assert may_be_used(licences) is may


def made_of_metadata(folder, name, version, *lines):
    there = folder / f"{name}-{version}.dist-info"
    there.mkdir()
    stated = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}", *lines]
    (there / "METADATA").write_text("\n".join([*stated, "", ""]))


def test_a_licence_is_read_of_the_version_that_is_pinned_and_unknown_is_none(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    approved, gpl = "License :: OSI Approved", "GNU General Public License v3 (GPLv3)"
    classified = (f"Classifier: {approved}", f"Classifier: {approved} :: {gpl}")
    made_of_metadata(tmp_path, "handmade", "1.0", "License: UNKNOWN", *classified)
    assert licences_of(Pinned("handmade", "1.0", ())) == [gpl]
    assert licences_of(Pinned("handmade", "1.1", ())) == []
    assert licences_of(Pinned("unmade", "1.0", ())) == []


def test_the_bill_of_materials_has_each_with_its_hashes_and_its_licence(tmp_path):
    words = [sys.executable, "-m", "deployments.bill_of_materials", tmp_path]
    subprocess.run(words, cwd=ROOT, check=True)
    told = json.loads((tmp_path / "bill-of-materials.json").read_text())
    text = LOCKS[0].read_text(encoding="utf-8")
    assert told == bill(text)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    pinned = {(each.name, each.version) for each in pinned_in(text)}
    assert {(each["name"], each["version"]) for each in told["components"]} == pinned
    here = {(plain(each.metadata["Name"]), each.version) for each in distributions()}
    for each in told["components"]:
        assert each["purl"] == f"pkg:pypi/{each['name'].lower()}@{each['version']}"
        assert each["hashes"]
        if (plain(each["name"]), each["version"]) not in here:  # of another machine or Python
            assert each["properties"]
            assert "licenses" not in each
            continue
        licences = [one["license"]["name"] for one in each["licenses"]]
        assert not {"", UNKNOWN} & set(licences), each["name"]
        assert may_be_used(licences), f"{each['name']}: {licences}"


def test_every_line_of_the_lock_is_audited_whatever_python_audits_it(tmp_path):
    words = [sys.executable, "-m", "deployments.bill_of_materials", tmp_path]
    subprocess.run(words, cwd=ROOT, check=True)
    lists = [list(pinned_in(file.read_text())) for file in sorted(tmp_path.glob("to-audit-*.txt"))]
    for each in lists:
        names = [pinned.name for pinned in each]
        assert len(names) == len(set(names))
        assert not any(pinned.marker for pinned in each)
    audited = {(each.name, each.version, each.hashes) for some in lists for each in some}
    lock = pinned_in(LOCKS[0].read_text(encoding="utf-8"))
    assert audited == {(each.name, each.version, each.hashes) for each in lock}
