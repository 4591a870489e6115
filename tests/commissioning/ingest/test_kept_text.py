"""A kept file's text is looked through for a name as a person would read it, however it is written."""

import json

import pytest

from commissioning.ingest.kept_text import lines_of


@pytest.mark.parametrize("name", ["Gŵyl Môn", "Care 👩‍⚕️", 'The "Day" Centre', "Back\\slash", "A/B"])
@pytest.mark.parametrize("escaped", [True, False])
def test_a_name_in_json_is_found_although_it_is_escaped(tmp_path, name, escaped):
    path = tmp_path / "0123abcd"
    path.write_text(json.dumps({"name": name}, ensure_ascii=escaped), encoding="utf-8")
    assert any(name in line for line in lines_of(path))


def test_a_damaged_escape_does_not_stop_the_search(tmp_path):
    path = tmp_path / "0123abcd"
    path.write_text('{"a": "\\x \\ud83d", "name": "Caf\\u00e9"}', encoding="utf-8")
    assert any("Café" in line for line in lines_of(path))
