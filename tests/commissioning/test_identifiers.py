"""What identifies an organisation, in the writings that published files have."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from commissioning.identifiers import CAUSES, identified, identifier_of, normalised, scheme_of

PAIRS = Path(__file__).parents[3] / "shared" / "data" / "providers" / "charity-company-numbers.csv"


@pytest.mark.parametrize(
    ("scheme", "number", "identifier"),
    [
        ("GB-COH", "2535986", "GB-COH-02535986"),  # a nought lost in a spreadsheet
        ("gb-coh", " SC095000 ", "GB-COH-SC095000"),
        ("GB-COH", "SC95000", "GB-COH-SC095000"),
        ("GB-COH", "R0000123", "GB-COH-R0000123"),  # Northern Ireland before 1922
        ("GB-COH", "ip29627r", "GB-COH-IP29627R"),
        ("GB-COH", "RS007123", "GB-COH-RS007123"),
        ("GB-COH", "CE010135", "GB-COH-CE010135"),
        ("GB-COH", "1 234 567", "GB-COH-01234567"),
        ("GB-CHC", "0512710", "GB-CHC-512710"),  # as Trafford's grants have it
        ("GB-CHC", "210843-1", "GB-CHC-210843"),  # a charity linked to another
        ("GB-SC", "SC015855", "GB-SC-SC015855"),
        ("GB-SC", "15855", "GB-SC-SC015855"),
        ("GB-NIC", "NIC100012", "GB-NIC-100012"),
        ("GB-NHS", "rm3", "GB-NHS-RM3"),
        ("GB-PPON", "PDTL-7248-GWZW", "GB-PPON-PDTL-7248-GWZW"),
        ("GB-UKPRN", "10001234", "GB-UKPRN-10001234"),
        ("GB-EDU", "133843", "GB-EDU-133843"),  # a list that is not checked
    ],
)
def test_a_number_is_written_in_one_way(scheme, number, identifier):
    assert normalised(scheme, number).identifier == identifier
    assert identifier_of(identifier).identifier == identifier


@pytest.mark.parametrize(
    ("scheme", "number", "fault"),
    [
        ("GB-COH", "", ""),
        ("GB-COH", "-", "names_nobody"),
        ("GB-COH", "Various", "names_nobody"),
        ("GB-COH", "00000000", "names_nobody"),
        ("GB-COH", "2535986\n5842638", "several_numbers"),
        ("GB-COH", "2535986 and 5842638", "several_numbers"),
        ("GB-COH", "CHA1049226", "charity_number"),
        ("GB-COH", "458577871", "wrong_length"),
        ("GB-COH", "XX123456", "unknown_prefix"),
        ("GB-COH", "20014R", "wrong_form"),
        ("GB-CHC", "12345", "wrong_length"),
        ("GB-CHC", "00738693", "company_number"),
        ("GB-SC", "SC249935", "company_number"),
        ("GB-PPON", "PDTL-7248", "wrong_form"),
        ("GB-FTS", "123456", "profile"),
        ("GB-CFS", "44290", "profile"),
        ("GB-VAT", "123456789", "not_a_register"),
    ],
)
def test_what_identifies_nobody_is_told(scheme, number, fault):
    found = normalised(scheme, number)
    assert (found.identifier, found.fault) == (None, fault)
    assert not fault or CAUSES[fault]


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("gb-coh-7689604", "GB-COH-07689604"),
        ("360G-trafford-be_active", "360G-trafford-be_active"),
        ("SUP-0012", "SUP-0012"),  # the authority's own number for the provider
        ("Various", None),
        ("", None),
        ("GB-SRS-sid4gov.cabinetoffice.gov.uk/8s944V4W", None),
    ],
)
def test_an_identifier_with_its_list_is_read_whole(text, identifier):
    assert identifier_of(text).identifier == identifier


def test_a_column_is_read_as_its_cells_are():
    texts = pd.Series(["2535986", None, "Various", "2535986"], index=[4, 5, 6, 9])
    read = identified(texts, "GB-COH")
    assert list(read.index) == [4, 5, 6, 9]
    assert list(read["identifier"].fillna("nobody")) == [
        *("GB-COH-02535986", "nobody", "nobody", "GB-COH-02535986")
    ]
    assert list(read["fault"]) == ["", "", "names_nobody", ""]


def test_a_list_is_told_from_the_authoritys_own_number():
    assert [scheme_of(text) for text in ("GB-COH-02535986", "360G-trafford-x", "P17")] == [
        *("GB-COH", "360G", "")
    ]


@pytest.mark.skipif(not PAIRS.exists(), reason="needs the published files beside the repository")
def test_every_published_pair_of_numbers_is_in_the_form_it_is_kept_in():
    with PAIRS.open(encoding="utf-8", newline="") as file:
        numbers = {row[name] for row in csv.DictReader(file) for name in ("org_id_a", "org_id_b")}
    assert {number for number in numbers if identifier_of(number).identifier != number} == set()
