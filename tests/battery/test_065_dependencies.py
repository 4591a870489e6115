"""Battery 65: each distribution that is installed is pinned to files by hash, from no named index, and its licence is known."""

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution, distributions
from pathlib import Path

import pytest

from deployments.bill_of_materials import UNKNOWN, bill, pinned_in

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


def test_the_bill_of_materials_has_each_with_its_hashes_and_its_licence():
    words = [sys.executable, "-m", "deployments.bill_of_materials"]
    told = json.loads(subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout)
    text = LOCKS[0].read_text(encoding="utf-8")
    assert told == bill(text)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    pinned = {(each.name, each.version) for each in pinned_in(text)}
    assert {(each["name"], each["version"]) for each in told["components"]} == pinned
    for each in told["components"]:
        assert each["purl"] == f"pkg:pypi/{each['name'].lower()}@{each['version']}"
        assert each["hashes"]
        if "licenses" not in each:  # of another machine or Python
            assert each["properties"]
            with pytest.raises(PackageNotFoundError):
                distribution(each["name"])
            continue
        [licence] = (one["license"]["name"] for one in each["licenses"])
        assert licence not in ("", UNKNOWN), each["name"]
        strong = STRONG.search(LIBRARY.sub("", licence))
        assert not strong or "," in licence or " OR " in licence, f"{each['name']}: {licence}"
