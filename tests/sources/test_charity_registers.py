"""The register of mergers and the pairs of charity and company numbers, as published.

The extracts are unaltered rows of drkane/charity-lookups @ 6264d4f2aa5e: charity-company-numbers.csv
and ccew-register-of-mergers.csv. Contain public sector information licensed under the Open Government
Licence v3.0 (Charity Commission, OSCR, Charity Commission for Northern Ireland, Companies House).
"""

import csv
from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.ingest.reader import open_table
from commissioning.sources import charity_company_numbers, charity_mergers

EXTRACTS = Path(__file__).parent / "extracts"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "providers"


def parsed(source, path):
    table = open_table(path, path.name, source.layout)
    return source.parse(pd.concat(table.chunks()))


def test_each_pair_is_two_identifiers_of_one_body():
    path = EXTRACTS / "charity-company-numbers.csv"
    pairs = parsed(charity_company_numbers.SOURCE, path).frames["provider_identifiers"]
    with path.open(encoding="utf-8", newline="") as file:
        published = [tuple(row.values()) for row in csv.DictReader(file)]
    assert list(pairs.itertuples(index=False, name=None)) == published


def test_each_merger_says_who_gave_to_whom_and_when():
    read = parsed(charity_mergers.SOURCE, EXTRACTS / "ccew-register-of-mergers.csv")
    mergers = read.frames["provider_mergers"]
    first = mergers.loc[1]
    assert (first["provider_org_id"], first["transferee_org_id"]) == (
        *("GB-CHC-216355", "GB-CHC-1096364"),
    )
    assert (first["part"], first["registered_on"]) == (0, pd.Timestamp("2007-11-30"))
    assert pd.isna(mergers.loc[3, "provider_org_id"])  # its number stands in its name alone
    assert mergers.loc[4, "part"] == 1  # a charity linked to the one it merged into
    # Mount Edgcombe Hospice and two others under one number.
    assert list(read.problems["expectation"]) == ["one_body_a_row"]
    assert list(read.problems["row_no"]) == [2]


@pytest.mark.parametrize("source", [charity_company_numbers.SOURCE, charity_mergers.SOURCE])
def test_both_are_loaded_as_registers_of_providers(source):
    assert recognise("providers", source.required) is source
    assert recognise("agreements", source.required) is None


@pytest.mark.skipif(not SHARED.exists(), reason="needs the published files beside the repository")
def test_every_merger_of_the_file_is_read_and_those_without_a_number_are_counted():
    path = SHARED / "ccew-register-of-mergers.csv"
    mergers = parsed(charity_mergers.SOURCE, path).frames["provider_mergers"]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(mergers) == len(rows)
    for column, identifier in (
        ("transferor_regno", "provider_org_id"),
        ("transferee_regno", "transferee_org_id"),
    ):
        numberless = sum(not row[column].strip("0") for row in rows)  # one says 000000
        assert mergers[identifier].isna().sum() == numberless
    assert mergers["registered_on"].isna().sum() == 0
