"""Whole registers as published: every row by the csv module's count is a provider or no data."""

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.archive import only_member
from commissioning.ingest.headers import recognise_file
from commissioning.ingest.snapshot import keep_file

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "providers"
pytestmark = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published files are not beside the repository"
)


def read(path: Path, folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return a file's providers, what was found wrong, and how many rows were left out."""
    kept = keep_file(path, folder, member=only_member(path, path.name))
    source, _ = recognise_file("providers", kept.path, kept.name)
    assert source is not None
    table = source.open(kept.path, kept.name)
    parsed = source.parse(pd.concat(table.chunks()))
    providers = parsed.frames["providers"]
    assert table.rows == len(providers) + len(parsed.not_data) + len(table.not_data)
    assert providers["provider_org_id"].is_unique
    return providers, parsed.problems, len(table.not_data)


def plain(text: str, title_rows: int = 0) -> list[dict[str, str]]:
    """Return a file's rows by Python's own reader."""
    rows = csv.reader(io.StringIO(text, newline=""))
    for _ in range(title_rows):
        next(rows)
    header = [name.strip() for name in next(rows)]
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_every_care_home(tmp_path):
    path = PUBLISHED / "trafford_care_homes_cqc.csv"
    rows = plain(path.read_text(encoding="utf-8"))
    providers, problems, _ = read(path, tmp_path)
    assert providers["provider_org_id"].tolist() == [f"GB-CQC-{row['cqc_id']}" for row in rows]
    assert providers["provider_name"].tolist() == [row["name"] for row in rows]
    assert problems["value"].tolist() == ["E0800009"] * 56


def test_every_provider_that_ofsted_inspects(tmp_path):
    path = PUBLISHED / "ofsted_childrens_providers_2023-03.csv"
    rows = plain(path.read_text(encoding="utf-8-sig"), title_rows=3)
    listed = [row for row in rows if any(cell.strip() for cell in row.values())]
    providers, problems, left_out = read(path, tmp_path)
    assert (len(rows), len(listed), left_out) == (3_557, 3_546, 11)
    assert providers["provider_org_id"].tolist() == [f"GB-OFSTED-{row['URN']}" for row in listed]
    withheld = sum(row["Name"] == "REDACTED" for row in listed)
    assert providers["provider_name"].isna().sum() == withheld == 2_891
    judged = Counter(
        row["Overall experiences and progress of children and young people"] for row in listed
    )
    assert providers["regulator_rating"].value_counts().to_dict() == judged
    assert problems.empty


def test_every_company_in_the_sample(tmp_path):
    path = PUBLISHED / "CompaniesHouseTestData.zip"
    with zipfile.ZipFile(path) as archive:
        [member] = archive.namelist()
        rows = plain(archive.read(member).decode())
    providers, problems, _ = read(path, tmp_path)
    assert len(rows) == 87
    assert providers["provider_org_id"].tolist() == [f"GB-COH-{r['CompanyNumber']}" for r in rows]
    assert providers["provider_name"].tolist() == [row["CompanyName"] for row in rows]
    assert {row["CompanyStatus"] for row in rows} == {"Active"}
    assert not providers["insolvency"].any()
    assert problems.empty
