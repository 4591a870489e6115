"""Every spend file of councils, trusts and cards loads with the map shipped for it, to the row and the penny."""

import re

import pytest

from benchmarks.spend_files import FILES, SHARED, SHIPPED
from commissioning.ingest.snapshot import keep_file
from commissioning.ingest.staging import staging_folder
from commissioning.mapping.column_map import read_map
from commissioning.mapping.source import mapped_source
from tasks.stage import stage
from tests.maps.files import counted, pence_of, records_of

needs_files = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the published files beside the repository"
)


def staged(published, tmp_path):
    """Return a file read by its map and held to the suite, nothing stored."""
    kept = keep_file(published.file, tmp_path / "kept")
    source = mapped_source(read_map(published.map_file))
    return stage.fn(kept, source, folder=staging_folder(tmp_path))


@needs_files
@pytest.mark.thorough
@pytest.mark.parametrize("published", FILES, ids=[each.path for each in FILES])
def test_a_file_loads_with_its_map_to_the_row_and_the_penny(published, tmp_path):
    counts = staged(published, tmp_path).counts
    own = counted(published)
    assert counts.rows_in == own.rows
    assert counts.rows_loaded == own.data
    assert counts.rows_set_aside == published.ragged
    assert counts.rows_in == counts.rows_loaded + counts.rows_set_aside + counts.rows_not_data
    assert counts.pence_loaded == counts.pence_in == own.pence


@needs_files
def test_what_lambeth_s_total_says_is_what_was_loaded_and_what_was_set_aside():
    """The print-out lost a comma in these rows: 25/06/2012900 is a day and £900."""
    published = next(each for each in FILES if each.map_name == "lambeth-2012")
    records = records_of(published.file)[10:]
    [total] = [row for row in records if row and row[0] == "Total"]
    joined = ["|".join(row) for row in records if len(row) in (4, 5) and any(map(str.strip, row))]
    lost = [re.search(r"\d\d/\d\d/\d{4}\|?(\d+(?:\.\d+)?)", row)[1] for row in joined]
    assert len(lost) == published.ragged
    assert counted(published).pence + sum(map(pence_of, lost)) == pence_of(total[4])


def test_every_shipped_map_is_confirmed_and_says_whose_it_is():
    shipped = sorted(SHIPPED.glob("*.toml"))
    assert {each.map_file for each in FILES} == set(shipped)
    for path in shipped:
        column_map = read_map(path)
        assert column_map.confirmed, path
        assert column_map.publisher, path
        assert column_map.licence, path
        assert {column.published for column in column_map.columns.values()} <= set(
            column_map.made_for
        )
