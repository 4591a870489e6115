"""Council spend in the transparency code's layout: rows as published, and whole files.

The extract: eight rows, unaltered, of traffordDataLab/council_open_data :
transparency_code/supplier_spend/trafford-supplier-spend-2025-26.zip @ fe5479dc2923. Trafford
Council, Open Government Licence v3.0. The example authority's file is its March 2026.
"""

import csv
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.ingest.reader import open_table
from commissioning.sources.source import Parsed
from commissioning.sources.transparency_spend import SOURCE, parse

EXTRACT = Path(__file__).parent / "extracts" / "transparency_spend.csv"
ROOT = Path(__file__).parents[2]
MARCH = ROOT / "examples" / "trafford" / "trafford-supplier-spend-2026-03.zip"
YEAR = ROOT.parent / "shared" / "data" / "spend_council" / "trafford-supplier-spend-2025-26.zip"


def published(path: Path = EXTRACT) -> pd.DataFrame:
    return pd.concat(open_table(path, path.name, SOURCE.layout).chunks())


def line(**cells: str) -> Parsed:
    return parse(published().iloc[:1].assign(**cells))


def test_a_line_becomes_a_payment_of_basis_outturn():
    payments = parse(published()).frames["payments"]
    expected = {
        "payment_id": "5100505736",
        "paid_on": pd.Timestamp("2026-03-31"),
        "department": "LIFT REPAIRS & MTCE",
        "provider_name": "VLC (Stairlifts) Limited",
        "service_category": "SOCIAL CARE : Equipment",
        "purpose": "CLIENTS LIFT REP & M - Comprehensive element 1st March",
        "basis": "outturn",
        "financial_year": "2025/26",
        "amount_pence": 285_000,
    }
    assert {name: payments.iloc[0][name] for name in expected} == expected
    assert payments["provider_org_id"].isna().all()  # BeneficiaryOtherID is the council's own
    assert payments["reference"].isna().all()


def test_not_classified_and_na_are_no_category():
    categories = parse(published()).frames["payments"]["service_category"]
    assert categories.isna().tolist() == [False, True, False, False, True, False, False, False]


def test_credits_are_negative_and_repeats_are_kept():
    payments = parse(published()).frames["payments"]
    assert payments["amount_pence"].tolist()[2] == -1
    assert payments.iloc[6].equals(payments.iloc[7])
    assert SOURCE.repeats_kept
    assert not SOURCE.parts


def test_a_name_is_trimmed_and_a_redacted_one_is_kept_as_published():
    names = parse(published()).frames["payments"]["provider_name"]
    assert names.iloc[5] == "LifeCentre Events Ltd"
    assert names.iloc[3] == "Redacted"


@pytest.mark.parametrize(
    ("paid_on", "year"), [("2026-03-31", "2025/26"), ("2026-04-01", "2026/27")]
)
def test_the_financial_year_turns_on_the_first_of_april(paid_on, year):
    assert line(PaymentDate=paid_on).frames["payments"]["financial_year"].iloc[0] == year


@pytest.mark.parametrize(
    ("column", "text", "expectation"),
    [
        ("PaymentDate", "31/03/2026", "is_a_day"),
        ("PaymentDate", "", "is_recorded"),
        ("PaymentDate", "9999-12-31", "placeholder_day"),
        ("Amount", "", "is_recorded"),
        ("Amount", "1.000,50", "is_money"),
        ("Amount", "inf", "is_money"),
    ],
)
def test_a_line_without_its_day_or_amount_is_set_aside(column, text, expectation):
    parsed = line(**{column: text})
    found = parsed.problems[["column", "value", "expectation", "severity"]]
    assert found.to_numpy().tolist() == [[column, text, expectation, "critical"]]


def test_a_line_without_a_day_has_no_financial_year():
    assert line(PaymentDate="").frames["payments"]["financial_year"].isna().all()


def test_the_contract_reference_of_other_councils_is_read():
    assert line(ContractRef="S1152").frames["payments"]["reference"].iloc[0] == "S1152"


def test_the_layout_is_recognised_as_trafford_publishes_it():
    header = open_table(EXTRACT, "spend").header
    assert recognise("payments", header) is SOURCE
    assert SOURCE.unknown_columns(header) == ()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("archive", "lines"), [(MARCH, 23_044), (YEAR, 241_764)], ids=["march", "year"]
)
def test_a_whole_file_is_read_to_the_penny(archive, lines, tmp_path):
    if not archive.exists():
        pytest.skip(f"{archive.name} is not here")
    with zipfile.ZipFile(archive) as folder:
        path = Path(folder.extract(folder.namelist()[0], tmp_path))
    plain = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    pounds = sum(Decimal(cells["Amount"]) for cells in plain)

    rows, pence, problems = 0, 0, 0
    for chunk in open_table(path, path.name, SOURCE.layout).chunks():
        parsed = parse(chunk)
        rows += len(parsed.frames["payments"])
        pence += int(parsed.frames["payments"]["amount_pence"].sum())
        problems += len(parsed.problems) + len(parsed.not_data)
    assert (rows, pence, problems) == (lines, pounds * 100, 0)
