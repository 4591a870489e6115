"""A pack made of invented returns says so wherever it rests on them, and one made of real ones does not."""

from pathlib import Path

import pytest

from tests.cases.council import with_profile, written
from tests.packs.measure_builders import STEADY, measure, monthly

SOURCES = """
[measures]
rebases = [{{ reference = "A1", measure = "Visits on time", on = 2021-06-15, reason = "New provider" }}]

[sources.register]
feed = "agreements"
adapter = "canonical_agreements"
path = "agreements.csv"
slot = "register"
edition_on = 2022-07-01
title = "Register"
publisher = "A council"
licence = "Open Government Licence v3.0"

[sources.kpis]
feed = "measures"
adapter = "canonical_measures"
path = "measures.csv"
slot = "measures"
edition_on = 2022-07-01
title = "Measures"
publisher = "A council"
licence = "Open Government Licence v3.0"

[sources.returned]
feed = "returns"
adapter = "canonical_returns"
path = "returns.csv"
slot = "returns"
edition_on = 2022-07-01
illustrative = {illustrative}
title = "Returns"
publisher = "A council"
licence = "Open Government Licence v3.0"
"""


@pytest.mark.thorough
@pytest.mark.parametrize("illustrative", ["true", "false"])
def test_a_pack_of_a_profile_with_returns(tmp_path, illustrative):
    terminal = with_profile(tmp_path, "elsewhere", SOURCES.format(illustrative=illustrative))
    folder = terminal.home / "authorities"
    agreement = {"reference": "A1", "title": "Day care", "instrument": "contract"}
    files = {
        "agreements": [agreement | {"ends_on": "2023-03-31"}],
        "measures": [measure()],
        "returns": monthly([*STEADY, *(value + 20 for value in STEADY)]),
    }
    for feed, rows in files.items():
        loaded = terminal.load(feed, written(folder / f"{feed}.csv", rows))
        assert (loaded.status, loaded.document["rows_set_aside"]) == (0, 0), loaded.err
    assert terminal("flag-contracts", "--on", "2022-07-31").status == 0

    made = terminal("build-packs", "--on", "2022-07-31")

    assert made.status == 0, made.err
    [pack] = Path(terminal.home / "packs").rglob("dmt-*-v1.html")
    page = pack.read_text(encoding="utf-8").partition("</style>")[2]
    assert "1 measure: 0 red, 0 amber, 1 green and 0 grey. None is getting worse." in page
    assert ("Illustrative: invented figures" in page) == (illustrative == "true")
