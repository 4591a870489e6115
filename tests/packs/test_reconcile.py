"""Parts that do not sum to their total stop the pack, and the message names the part.

bromley.csv has the counts of Bromley's contracts register for its Environment portfolio, as its scrutiny
committee was given them at three dates (report ES18036, London Borough of Bromley, March 2018). Facts of a
published report; the file is under this repository's MIT licence.
"""

import csv
from pathlib import Path

import pytest

from commissioning.packs.headline import headline
from commissioning.packs.inputs import PackError
from commissioning.packs.reconcile import must_sum
from tests.packs.builders import inputs
from tests.packs.page_read import rows_of, shown
from tests.rules.builders import register_with

ROWS = list(csv.DictReader((Path(__file__).parent / "bromley.csv").open(encoding="utf-8")))
COLOURS = ("red", "amber", "yellow", "green")
SEVERITIES = ("critical", "high", "medium", "low")


def counts(row):
    return [int(row[colour]) for colour in COLOURS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['as_at']} {row['part']}")
def test_each_published_split_sums_to_the_contracts_of_its_date(row):
    must_sum(row["part"], counts(row), int(row["contracts"]))


@pytest.mark.parametrize("colour", range(4))
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['as_at']} {row['part']}")
def test_one_contract_too_few_stops_the_pack_and_names_the_part(row, colour):
    parts = counts(row)
    parts[colour] -= 1
    total = int(row["contracts"])
    with pytest.raises(
        PackError,
        match=f"not built: {row['part']}: the parts sum to {total - 1} and the total is {total}",
    ):
        must_sum(row["part"], parts, total)


def register_of_risk(row):
    """Return a register of that many contracts, and a flag on each of the severity of its risk."""
    of_each = [
        name for name, number in zip(SEVERITIES, counts(row), strict=True) for _ in range(number)
    ]
    register = register_with(title=[f"Contract {place}" for place in range(len(of_each))])
    flags = [
        {"reference": f"A{place}", "rule": "extension_exhausted", "severity": severity}
        for place, severity in enumerate(of_each, start=1)
    ]
    return register, flags


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["part"] == "risk index"], ids=lambda r: r["as_at"]
)
def test_a_register_of_those_risks_has_them_all_on_its_page(row):
    register, flags = register_of_risk(row)
    shown_rows = rows_of(shown(headline(inputs(register, *flags))), "flags_by_severity")
    assert [line[1] for line in shown_rows] == [row[c] for c in COLOURS] + [
        "0",
        "0",
        row["contracts"],
    ]


def test_a_contract_of_a_risk_that_is_none_of_them_stops_the_pack():
    register, flags = register_of_risk(ROWS[0])
    flags[0]["severity"] = "purple"
    with pytest.raises(
        PackError, match="flags by severity: the parts sum to 22 and the total is 23"
    ):
        headline(inputs(register, *flags))
