"""The example files are what their README says: copied or cut from published files, and nothing else."""

import csv
import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest

from commissioning.settings import load_profile

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PUBLISHED = ROOT.parent / "shared" / "data"

COPIES_OF_GRANTS = "trafford/trafford_council_voluntary_sector_grants.csv"
MARCH = "trafford/trafford-supplier-spend-2026-03.zip"
MARCH_CSV = "trafford-supplier-spend-2026-03.csv"
YEAR = "spend_council/trafford-supplier-spend-2025-26.zip"
NEEDS_INDEX = "needs/cni2023_england_lsoa21.csv"

COPIES = {
    "salford/salford_contracts_register_2022-07.csv": "contracts_register/salford_contracts_register_2022-07.csv",
    "salford/salford_payments_2011-08.csv": "spend_council/salford_clean_2011-08.csv",
    "trafford/trafford_council_voluntary_sector_grants.csv": "grants/trafford_council_voluntary_sector_grants.csv",
    "trafford/charities_operating_in_trafford.csv": "providers/trafford_charities.csv",
    "trafford/trafford_mye2024_all_geographies.csv": "needs/trafford_mye2024_all_geographies.csv",
    "needs/iod2025_lad.csv": "needs/iod2025_lad.csv",
    "needs/cla_number_and_rate_per_10k_children.csv": (
        "needs_children/cla_number_and_rate_per_10k_children.csv"
    ),
}


def published(name: str) -> Path:
    """Return the published file, or skip: it is kept beside the repository and not in it."""
    if not (PUBLISHED / name).exists():
        pytest.skip(f"{name} as published is not beside this repository to be compared")
    return PUBLISHED / name


def rows_of(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def march() -> bytes:
    with zipfile.ZipFile(EXAMPLES / MARCH) as archive:
        return archive.read(MARCH_CSV)


def readme_digests() -> dict[str, str]:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| (\S+/\S+) \|.*\| ([0-9a-f]{64}) \|$", readme, flags=re.MULTILINE))


def example_files() -> list[str]:
    paths = (
        path
        for folder in ("salford", "trafford", "needs", "kent-2011", "jersey", "returns")
        for path in (EXAMPLES / folder).iterdir()
        if path.name != "README.md" and path.suffix != ".toml"
    )
    return sorted(path.relative_to(EXAMPLES).as_posix() for path in paths)


@pytest.mark.parametrize(("example", "source"), COPIES.items())
def test_a_whole_file_is_the_published_one_byte_for_byte(example, source):
    assert (EXAMPLES / example).read_bytes() == published(source).read_bytes()


def test_the_readme_has_the_provenance_of_every_file_and_no_other():
    assert sorted(readme_digests()) == example_files()


@pytest.mark.parametrize("example", example_files())
def test_the_readme_gives_each_files_digest(example):
    digest = hashlib.sha256((EXAMPLES / example).read_bytes()).hexdigest()
    assert readme_digests()[example] == digest


def test_the_readme_gives_the_digest_of_the_file_inside_the_zip():
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    digest = hashlib.sha256(march()).hexdigest()
    assert f"{MARCH_CSV}, {len(march()):,} bytes, sha256 {digest}" in readme


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*")), ids=lambda path: path.name)
def test_no_example_is_over_two_megabytes(path):
    assert path.stat().st_size <= 2_000_000


def test_the_zip_holds_one_file_with_a_fixed_time():
    with zipfile.ZipFile(EXAMPLES / MARCH) as archive:
        assert [(entry.filename, entry.date_time) for entry in archive.infolist()] == [
            (MARCH_CSV, (1980, 1, 1, 0, 0, 0))
        ]


@pytest.mark.thorough
def test_march_payments_are_the_lines_of_the_year_paid_in_march():
    with zipfile.ZipFile(published(YEAR)) as archive:
        lines = archive.read("trafford-supplier-spend-2025-26.csv").splitlines(keepends=True)
    # The days are read from the whole file, quotes and all; no record of it runs over a line.
    records = csv.DictReader(io.StringIO(b"".join(lines).decode(), newline=""))
    days = [record["PaymentDate"] for record in records]
    paid_in_march = [
        line for line, day in zip(lines[1:], days, strict=True) if day[:7] == "2026-03"
    ]
    assert march() == b"".join([lines[0], *paid_in_march])
    # grep -c ',2026-03-[0-9][0-9],[0-9]*,' of the published file
    assert len(paid_in_march) == 23_044


@pytest.mark.parametrize(("district", "areas"), [("Salford", 161), ("Trafford", 139)])
def test_a_districts_needs_index_is_its_lines_of_englands(district, areas):
    header, *lines = published(NEEDS_INDEX).read_bytes().splitlines(keepends=True)
    # A small area's name is its district's and a code: "West Suffolk 001E".
    own = [line for line in lines if line.split(b",")[1].rpartition(b" ")[0] == district.encode()]
    cut = EXAMPLES / f"{district.lower()}/cni2023_{district.lower()}.csv"
    assert cut.read_bytes() == b"".join([header, *own])
    assert len(own) == areas


@pytest.mark.parametrize("district", ["Salford", "Trafford"])
def test_the_indices_of_deprivation_know_the_same_number_of_small_areas(district):
    areas = len(rows_of(f"{district.lower()}/cni2023_{district.lower()}.csv"))
    shares = [
        float(row["proportion_bottom_decile"])
        for row in rows_of("needs/iod2025_lad.csv")
        if row["area_name"] == district
    ]
    # A share of a district's small areas, published to four places, is a whole number of them.
    assert [share for share in shares if round(round(share * areas) / areas, 4) != share] == []
    assert len(shares) == 10


def test_traffords_needs_index_and_population_are_of_the_same_small_areas():
    populated = {
        row["area_code"]
        for row in rows_of("trafford/trafford_mye2024_all_geographies.csv")
        if row["geography"] == "LSOA"
    }
    assert {row["lsoa21_code"] for row in rows_of("trafford/cni2023_trafford.csv")} == populated


def test_invented_returns_are_of_real_grants_and_called_invented_by_name():
    grants = {row["Identifier"] for row in rows_of(COPIES_OF_GRANTS)}
    measures = rows_of("returns/measures.csv")
    returns = rows_of("returns/returns.csv")
    assert (len(measures), len(returns), len(rows_of("returns/users.csv"))) == (8, 176, 48)
    for row in (*measures, *returns):
        assert row["reference"] in grants
        assert row["measure"].endswith(" (invented)")
    assert (min(row["starts_on"] for row in returns), max(row["ends_on"] for row in returns)) == (
        "2024-04-01",
        "2026-03-31",
    )


def test_the_profile_of_invented_returns_declares_every_one_of_them_illustrative():
    profile = load_profile("trafford-illustrative", [EXAMPLES / "returns"])
    invented = {name for name, source in profile.sources.items() if source.illustrative}
    assert invented == {"invented_measures", "invented_returns", "invented_users"}
    assert all(profile.path_of(profile.sources[name]).is_file() for name in profile.sources)
