"""Battery 61: a count corrected between versions of a pack recovers no small number, in any form of the pack.

The reader holds every form of four versions of a provider's pack, takes it that what was not told
anew did not change, and works out what was hidden.
"""

import csv
import json
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from commissioning.profile_tables import Suppression
from commissioning.small_numbers.bounds import Sum
from commissioning.small_numbers.published import safe_to_publish
from tests.attacker import Attacker
from tests.cases.council import with_files, written
from tests.packs.page_read import read, rows_of

ON = "2026-07-20"
QUARTER = {"starts_on": "2026-04-01", "ends_on": "2026-06-30", "received_on": "2026-07-10"}
HIDDEN = "[c]"
FEW = range(1, 8)  # what is hidden
BY_AGREEMENT, BY_KIND = "incidents_by_agreement", "incidents_by_kind"


def agreements(title="Meals"):
    term = {"starts_on": "2025-04-01", "ends_on": "2029-03-31", "provider_name": "Alpha Care"}
    return [
        {"reference": "A1", "title": title, **term},
        {"reference": "A2", "title": "Rides", **term},
    ]


def returns(meals, rides):
    return [
        {"reference": reference, "measure": "Complaints", **QUARTER, "value": value}
        for reference, value in (("A1", meals), ("A2", rides))
    ]


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    measures = [
        {
            "reference": one["reference"],
            "measure": "Complaints",
            "unit": "complaints",
            "frequency": "quarterly",
        }
        for one in agreements()
    ]
    files = {"agreements": agreements(), "measures": measures, "returns": returns(12, 8)}
    return with_files(tmp_path_factory.mktemp("corrected"), files)


def built(terminal, version):
    """Build the provider's pack and return what its page, tables and workbook tell, by form."""
    ran = terminal("build-packs", "--on", ON, "--audience", "provider", "--json")
    assert ran.status == 0, ran.err
    [pack] = ran.document["packs"]
    assert pack["html"].endswith(f"-v{version}.html")
    return forms(Path(pack["html"]))


def forms(page):
    """Return by form what is told of each agreement and of both together."""
    found = read(page.read_bytes())
    tables = page.parent / page.stem
    told = {
        "html": {
            **{row[0][:2]: row[2] for row in rows_of(found, BY_AGREEMENT)},
            "all": rows_of(found, BY_KIND)[0][1],
        }
    }
    with (
        (tables / f"{BY_AGREEMENT}.csv").open(encoding="utf-8-sig", newline="") as each,
        (tables / f"{BY_KIND}.csv").open(encoding="utf-8-sig", newline="") as kinds,
    ):
        told["csv"] = {row["reference"]: row["told"] for row in csv.DictReader(each)}
        told["csv"]["all"] = next(csv.DictReader(kinds))["told"]
    each, kinds = (
        json.loads((tables / f"{n}.json").read_bytes())["rows"] for n in (BY_AGREEMENT, BY_KIND)
    )
    told["json"] = {**{row["reference"]: row["told"] for row in each}, "all": kinds[0]["told"]}
    book = openpyxl.load_workbook(page.with_suffix(".xlsx"))
    told["xlsx"] = {
        name: re.search(pattern, "|".join(str(cell.value) for row in book[sheet] for cell in row))[
            1
        ]
        for name, sheet, pattern in (
            ("A1", BY_AGREEMENT[:31], r"\|A1\|[^|]*\|(?:Complaints\|)?([^|]*)"),
            ("A2", BY_AGREEMENT[:31], r"\|A2\|[^|]*\|(?:Complaints\|)?([^|]*)"),
            ("all", BY_KIND[:31], r"\|Complaints\|([^|]*)"),
        )
    }
    return told


def between(text):
    """Return the least and the most that a told count may be: rounded to 5, and hidden from 1 to 7."""
    if text == HIDDEN:
        return 1, 100_000
    return (0, 0) if text == "0" else (max(8, int(text) - 2), int(text) + 2)


def test_a_correction_among_four_versions_leaves_the_small_number_unknown(council, tmp_path):
    versions = []
    for files in (
        {},
        {"returns": returns(12, 7)},  # one complaint was counted twice
        {"agreements": agreements("Meals at home")},  # a version for another reason
        {
            "agreements": agreements("Meals brought home")
        },  # and another, which must hide what these hid
    ):
        for feed, rows in files.items():
            ran = council.load(feed, written(tmp_path / f"{feed}.csv", rows))
            assert ran.status == 0, ran.err
        told = built(council, len(versions) + 1)
        assert all(each == told["html"] for each in told.values()), told
        versions.append(told["html"])

    assert versions[0] == {"A1": "10", "A2": "10", "all": "20"}
    assert [told["A2"] for told in versions[1:]] == [HIDDEN] * 3
    reader = Attacker()
    for number, told in enumerate(versions):
        was_corrected = number > 0
        rides = ("rides", was_corrected)
        total = ("all", was_corrected)
        reader.read("meals", *between(told["A1"]))
        reader.read(rides, *((1, 7) if told["A2"] == HIDDEN else between(told["A2"])))
        reader.read(total, *between(told["all"]))
        reader.adds_up(total, ("meals", rides))
    assert reader.values_left(("rides", True), FEW) == list(FEW)


def test_what_is_told_is_safe_by_itself_though_an_earlier_output_gave_the_rest_away():
    # An output told 12 and 19 exactly: what is told now must not tell them again.
    rule, rows = Suppression(), {"meals": 12, "rides": 7, "all": 19}
    sums = [Sum("all", ("meals", "rides"))]
    counts = pd.Series(rows, dtype="Int64")
    before = pd.DataFrame(
        {"mark": ["shown"] * 2, "least": [12, 19], "most": [12, 19]}, index=["meals", "all"]
    )
    alone = safe_to_publish(counts, sums, rule=rule)
    beside = safe_to_publish(counts, sums, rule=rule, before=[before])
    assert beside["text"].to_dict() == alone["text"].to_dict()
    assert "[c]" in {alone.loc["meals", "text"], alone.loc["all", "text"]}
