"""Battery 10: the same run twice stores nothing new, and what changes back is a change."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from tests.battery.cycle_runner import Cycle
from tests.battery.dump import dump
from tests.battery.invariants import check_invariants

pytestmark = pytest.mark.kill


@pytest.fixture
def cycle(run, editions, database, home) -> Cycle:
    """The first edition's cycle, run once."""
    first = Cycle(str(home), database, str(editions[0]), "2022-07-31")
    assert run(first).status == 0
    return first


def packs(cycle: Cycle) -> dict[str, bytes]:
    folder = Path(cycle.home) / "packs"
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.html")}


def rows_of(table: str, cycle: Cycle) -> int:
    heading = next(
        line for line in dump(cycle.database).splitlines() if line.startswith(f"== {table}:")
    )
    return int(heading.rpartition(" ")[2])


def test_the_same_run_twice_stores_no_version_and_issues_the_same_pack(run, cycle):
    before, pages = dump(cycle.database), packs(cycle)
    assert run(cycle).status == 0
    assert dump(cycle.database) == before
    assert packs(cycle) == pages
    check_invariants(cycle.database, Path(cycle.home))


def test_the_same_files_on_the_next_day_are_another_pack_of_the_same_versions(run, cycle):
    versions = rows_of("agreement_version", cycle)
    assert run(replace(cycle, on="2022-08-01")).status == 0
    assert rows_of("agreement_version", cycle) == versions
    assert rows_of("load", cycle) == 3
    assert rows_of("pack", cycle) == 2
    check_invariants(cycle.database, Path(cycle.home))


def test_a_publisher_who_goes_back_to_the_first_file_has_published_a_change(
    run, cycle, editions, tmp_path
):
    first = rows_of("load", cycle)
    assert first == 3  # needs, register, payments
    assert run(replace(cycle, authorities=str(editions[1]))).status == 0
    assert rows_of("load", cycle) == 5  # the needs data were the same
    again = copytree(editions[0], tmp_path / "again")
    profile = again / "salford.toml"
    later = (
        profile.read_text().replace("2022-07-31", "2022-09-30").replace("2011-08-31", "2011-10-31")
    )
    profile.write_text(later)
    assert run(replace(cycle, authorities=str(again))).status == 0
    assert rows_of("load", cycle) == 7
    assert rows_of("agreement_now", cycle) == 20
    check_invariants(cycle.database, Path(cycle.home))
