"""Salford's payments of August 2011, read from rows as published and from the whole file.

The extract: six rows, unaltered, of odileeds/council-spending-data : salford/clean/2011-08.csv
@ 791774c21f07. Salford City Council, Open Government Licence v3.0.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.ingest.reader import open_table
from commissioning.sources.salford_payments_2011 import SOURCE, parse

EXTRACT = Path(__file__).parent / "extracts" / "salford_payments.csv"
WHOLE = Path(__file__).parents[2] / "examples" / "salford" / "salford_payments_2011-08.csv"


def published(path: Path = EXTRACT) -> pd.DataFrame:
    return pd.concat(open_table(path, path.name, SOURCE.layout).chunks())


def test_the_net_amount_is_what_was_paid():
    payment = parse(published()).frames["payments"].iloc[0]
    expected = {
        "payment_id": "601013004",
        "paid_on": pd.Timestamp("2011-08-01"),
        "department": "Children's Services",
        "provider_name": "A Taylor Properties",
        "purpose": "Children Act-Sect 17",
        "basis": "outturn",
        "financial_year": "2011/12",
        "amount_pence": 45_900,  # gross 550.80, VAT 91.80
    }
    assert {name: payment[name] for name in expected} == expected
    assert payment[["provider_org_id", "reference", "service_category"]].isna().all()


def test_gross_that_is_not_net_and_vat_is_a_finding_and_the_payment_stays():
    parsed = parse(published())
    found = parsed.problems[["row_no", "column", "value", "severity", "likely_cause"]]
    assert set(parsed.problems["expectation"]) == {"gross_is_net_plus_vat"}
    assert found.to_numpy().tolist() == [
        [4, "Gross", "35512.20", "warning", "VAT 7102.44, net 42614.64."],
        [5, "Gross", "14135.24", "warning", "VAT is blank, net 14135.24."],
        [6, "Gross", "97791.86", "warning", "VAT 19558.37, net 117350.23."],
    ]
    assert len(parsed.frames["payments"]) == 6


@pytest.mark.parametrize(("gross", "findings"), [("550.80", 0), ("550.81", 1), ("£550.80", 0)])
def test_the_check_is_to_the_penny(gross, findings):
    assert len(parse(published().iloc[:1].assign(Gross=gross)).problems) == findings


def test_a_document_number_that_stands_twice_is_two_payments():
    payments = parse(published()).frames["payments"]
    assert (payments["payment_id"] == "2202883358").sum() == 2
    assert SOURCE.repeats_kept


def test_the_layout_is_recognised():
    header = open_table(EXTRACT, "payments").header
    assert recognise("payments", header) is SOURCE
    assert SOURCE.unknown_columns(header) == ()


def test_the_whole_month_is_read_to_the_penny():
    with WHOLE.open(encoding="utf-8", newline="") as file:
        plain = list(csv.DictReader(file))
    parsed = parse(published(WHOLE))
    payments = parsed.frames["payments"]
    assert len(payments) == len(plain) == 1_934
    assert payments["amount_pence"].sum() == sum(Decimal(cells["Net"]) for cells in plain) * 100
    unequal = sum(
        cells["VAT"] == ""
        or Decimal(cells["Gross"]) != Decimal(cells["Net"]) + Decimal(cells["VAT"])
        for cells in plain
    )
    assert len(parsed.problems) == unequal == 4
