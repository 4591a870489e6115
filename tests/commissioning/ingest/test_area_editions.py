"""A file that counts people under areas of two editions says so when it is read, by indicator and period."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.area_editions import AreaEditions
from commissioning.ingest.snapshot import keep_file
from commissioning.ingest.staging import staging_folder
from commissioning.sources import SOURCES
from tasks.stage import stage

CHRISTCHURCH, BOURNEMOUTH_CHRISTCHURCH_AND_POOLE = "E07000048", "E06000058"
# An area of 2011 that was split at the census of 2021, and one of those that came of it.
OLD, NEW = "E01000010", "E01034473"
NEEDS = Path(__file__).parents[3] / "../shared/data"


def found(*rows, size=100):
    """Return the findings of rows of indicator, area and year, read so many at a time."""
    seen = AreaEditions("Area Code")
    table = pd.DataFrame(
        [(*row, None)[:4] for row in rows], columns=["indicator", "area_code", "starts_on", "mark"]
    )
    table = table.assign(ends_on=table["starts_on"]).set_axis(range(1, len(rows) + 1))
    for at in range(0, len(table), size):
        part = table.iloc[at : at + size]
        seen.look_at(part, pd.Series(part.index + 1, index=part.index))
    return seen.problems()


@pytest.mark.parametrize("size", [100, 1])  # in one chunk, and across chunks
def test_small_areas_of_two_censuses_are_told_once_for_each_indicator_and_period(size):
    rows = [
        (name, area, year) for name in ("a", "b") for area in (OLD, NEW) for year in (2020, 2021)
    ]
    problems = found(*rows, ("c", OLD, 2020), ("d", NEW, 2020), size=size)
    assert problems["line_no"].tolist() == [2, 3, 6, 7]
    assert problems["value"].tolist() == [OLD] * 4
    assert problems["likely_cause"].str.contains("Small areas of 2011 and of 2021 are mixed").all()


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([("a", CHRISTCHURCH, 2019), ("a", BOURNEMOUTH_CHRISTCHURCH_AND_POOLE, 2019)], [2]),
        # Each in the years it was there: a series goes on.
        ([("a", CHRISTCHURCH, 2018), ("a", BOURNEMOUTH_CHRISTCHURCH_AND_POOLE, 2019)], []),
        ([("a", CHRISTCHURCH, 2019), ("b", BOURNEMOUTH_CHRISTCHURCH_AND_POOLE, 2019)], []),
        # Its publisher says that the one was not there.
        (
            [
                ("a", CHRISTCHURCH, 2019, "not_applicable"),
                ("a", BOURNEMOUTH_CHRISTCHURCH_AND_POOLE, 2019),
            ],
            [],
        ),
        ([("a", "E08000006", None), ("a", CHRISTCHURCH, None)], []),  # with no period
    ],
)
def test_a_district_beside_its_successor_is_told_with_both_names(rows, lines):
    problems = found(*rows)
    assert problems["line_no"].tolist() == lines
    for cause in problems["likely_cause"]:
        assert "E07000048 Christchurch was replaced after 31 March 2019 by E06000058" in cause


def test_the_rows_are_loaded_and_the_finding_is_kept_with_its_line(tmp_path):
    lines = ["indicator,area_code,starts_on,ends_on,value"]
    lines += [f"need,{code},2021-01-01,2021-12-31,5" for code in ("E08000006", NEW, OLD)]
    (tmp_path / "needs.csv").write_text("\n".join(lines) + "\n")
    kept = keep_file(tmp_path / "needs.csv", tmp_path / "kept")
    staged = stage.fn(kept, SOURCES["canonical_observations"], folder=staging_folder(tmp_path))
    assert (staged.counts.rows_in, staged.counts.rows_set_aside) == (3, 0)
    [finding] = staged.findings.to_dict("records")
    assert (finding["line_no"], finding["column"], finding["value"], finding["expectation"]) == (
        4,
        "area_code",
        OLD,
        "areas_of_one_edition",
    )
    [check] = staged.checks[staged.checks["expectation"] == "areas_of_one_edition"].to_dict(
        "records"
    )
    assert (check["rows"], check["failed"]) == (3, 1)


@pytest.mark.thorough
def test_small_areas_of_a_real_index_of_2011_beside_those_of_one_of_2021_are_all_counted():
    """The counts are the csv module's, of codes that the other file has not."""
    files = {"imd2019_england_lsoa11": "lsoa11_code", "cni2023_england_lsoa21": "lsoa21_code"}
    codes = []
    for name, column in files.items():
        path = NEEDS / "needs" / f"{name}.csv"
        if not path.exists():
            pytest.skip(f"{path.name} is not beside the repository")
        with path.open(encoding="utf-8-sig", newline="") as file:
            codes.append([row[column] for row in csv.DictReader(file)])
    old, new = codes
    [problem] = found(*[("need", code, 2021) for code in old + new], size=10_000).to_dict("records")
    told = problem["likely_cause"]
    assert f"{len(set(old) - set(new)):,} rows such as this" in told
    assert f"and {len(set(new) - set(old)):,}, such as of" in told
