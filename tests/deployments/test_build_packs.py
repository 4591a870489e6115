"""``build-packs`` as a person types it, of a register in which there is little to say."""

import pytest

from tests.cases.council import with_files

ON = "2026-03-31"


@pytest.mark.thorough
def test_a_pack_is_made_of_a_register_in_which_nothing_is_flagged(tmp_path):
    grant = {
        "reference": "G1",
        "title": "Lunch club",
        "provider_name": "Age Well",
        "awarded_on": "2024-05-01",
        "value_gbp": "500.00",
    }
    terminal = with_files(tmp_path, {"grants": [grant]})
    assert terminal("flag-contracts", "--on", ON).status == 0

    made = terminal("build-packs", "--on", ON, "--json")

    assert made.status == 0, made.err
    assert "1 live agreement; none is flagged" in made.err
