"""A file of a publisher never seen before gets a map that loads: each publisher's own headings left out in turn."""

import pytest

from benchmarks.mapping import LEAST, scores
from benchmarks.spend_files import SHARED


@pytest.mark.thorough
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the published files beside the repository")
def test_four_files_in_five_need_no_edit_and_the_rest_say_what_is_missing():
    found = scores()
    assert len(found) == 23
    assert sum(each.loads for each in found) >= LEAST * len(found)
    assert all(each.why for each in found if not each.loads)
