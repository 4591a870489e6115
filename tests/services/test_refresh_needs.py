"""Needs data the whole way: a profile that pulls, one command, and what is kept when the service is amiss."""

import json
import re

import pytest

from tests.commands import Terminal
from tests.services.imitation import HOST, Imitation, Reply, listening
from tests.services.needs_services import (
    FINGERTIPS,
    KINDS,
    METADATA,
    Fingertips,
    as_table,
    fingertips_row,
    metadata_row,
)

pytestmark = pytest.mark.thorough

PROFILE = """\
name = "anytown"
title = "Anytown Council"
kind = "unitary_authority"
jurisdiction = "england"
regimes = ["pa2023"]
holidays = "england-and-wales"
area_code = "E06000001"
area_name = "Anytown"

[fetching]
hosts = ["{host}"]

[sources.mortality]
feed = "observations"
adapter = "fingertips"
service = "fingertips"
address = "{address}"
ask = {{ indicator_ids = "108", child_area_type_id = "502", parent_area_type_id = "6" }}
slot = "fingertips"
complete = true
title = "Mortality under 75"
publisher = "Office for Health Improvement and Disparities"
licence = "Open Government Licence v3.0"
"""
AREAS = [(f"E06{number:06}", f"Town {number}", "Counties & UAs") for number in range(1, 9)]
ROWS = [
    fingertips_row("108", area, Value=number, **{"Lower CI 95.0 limit": 0})
    for number, area in enumerate([("E92000001", "England", "England"), *AREAS], 1)
]
STORED = "SELECT area_level, count(*), sum(value) FROM observation_version GROUP BY area_level ORDER BY 1"


def newest_page(home):
    """Return the newest needs profile as text."""
    pages = {
        int(re.search(r"-v(\d+)\.html$", path.name)[1]): path
        for path in home.rglob("needs-*-v*.html")
    }
    return pages[max(pages)].read_text()


@pytest.fixture
def terminal(home):
    (home / "authorities").mkdir()
    return Terminal(home, "anytown")


def test_a_service_amiss_stops_its_source_in_a_sentence_and_what_it_gave_last_stands(
    terminal, home
):
    renamed = [name.replace("Area Code", "AreaCode") for name in FINGERTIPS]
    amiss = [
        # First, because the list of kinds that came is not asked for twice on a day.
        (None, "no kind of area 502, which child_area_type_id in the profile names"),
        (Reply(as_table(ROWS[:4])), "4 rows, where the last complete load had 9"),
        (
            Reply(as_table([{**row, "AreaCode": row["Area Code"]} for row in ROWS], renamed)),
            "probable renames: AreaCode may be Area Code",
        ),
        (Reply(b"<html>Sign in</html>", kind="text/html"), "source returned not-data (a web page)"),
        (Reply(b""), "source returned not-data (an empty answer)"),
    ]
    answers = Fingertips({"108": ROWS})
    with listening(Imitation(answers)) as imitation:
        profile = PROFILE.format(host=HOST, address=imitation.address)
        (home / "authorities" / "anytown.toml").write_text(profile)
        first = terminal("refresh-needs", "--plain", "--json")
        assert first.status == 0, first.err
        for reply, says in amiss:
            answers.spoil = lambda _good, reply=reply: reply
            answers.kinds = KINDS if reply else {402: "Upper tier", 6: "Regions"}
            stopped = terminal("refresh-needs", "--plain", "--json")
            assert stopped.status == 1
            assert says in stopped.err
            assert re.search(r"; load 1 of \d+ \w+ \d{4} stays in force\.\n$", stopped.err)
            assert "Mortality under 75: the last good data are shown (load 1 of" in newest_page(
                home
            )
            assert "Traceback" not in stopped.err
            assert terminal.ask(STORED) == [("country", 1, 1), ("district", 8, sum(range(2, 10)))]
        answers.spoil, answers.kinds = lambda good: good, KINDS
        again = terminal("refresh-needs", "--plain", "--json")

    data, definitions = json.loads(first.out)
    assert (data["rows_in"], data["rows_loaded"], data["rows_set_aside"]) == (9, 9, 0)
    assert (definitions["feed"], definitions["rows_in"], definitions["rows_loaded"]) == (
        "indicators",
        1,
        1,
    )
    assert again.status == 0, again.err
    assert [told["unchanged"] for told in json.loads(again.out)] == [True, True]


def test_what_the_publisher_says_of_an_indicator_decides_what_is_worse_until_it_says_otherwise(
    terminal, home
):
    rows = [
        fingertips_row(
            "108",
            area,
            Value=value,
            **{"Lower CI 95.0 limit": value - 10, "Upper CI 95.0 limit": value + 10},
        )
        for area, value in ((("E92000001", "England", "England"), 300), (AREAS[0], 350))
    ]
    answers = Fingertips({"108": rows})
    with listening(Imitation(answers)) as imitation:
        profile = PROFILE.format(host=HOST, address=imitation.address)
        (home / "authorities" / "anytown.toml").write_text(profile)

        def refreshed():
            ran = terminal("refresh-needs", "--plain", "--json")
            return ran, newest_page(home)

        ran, page = refreshed()
        assert ran.status == 0, ran.err
        assert "▲ Worse" in page
        assert "Deaths from all causes" in page
        assert "its publisher: Mortality under 75: what is measured" in page
        pages = {path.name: path.read_bytes() for path in home.rglob("needs-*.html")}

        for reply, says in (
            (
                Reply(b"<html>Sign in</html>", kind="text/html"),
                "source returned not-data (a web page)",
            ),
            (Reply(b""), "an empty answer"),
            (
                Reply(
                    as_table(
                        [metadata_row("108")],
                        [n.replace("Polarity", "Polarities") for n in METADATA],
                    )
                ),
                "Polarities may be Polarity",
            ),
        ):
            answers.misdescribe = lambda _good, reply=reply: reply
            stopped, page = refreshed()
            assert stopped.status == 1
            assert says in stopped.err
            assert "Traceback" not in stopped.err
            assert "▲ Worse" in page  # by what was loaded last
            assert "the last good data are shown" in page
            assert terminal.ask("SELECT polarity, count(*) FROM indicator_version GROUP BY 1") == [
                ("low_is_good", 1)
            ]

        answers.misdescribe = lambda good: good
        ran, page = refreshed()
        assert ran.status == 0, ran.err
        assert "the last good data are shown" not in page
        answers.described["108"] = metadata_row("108", Polarity="Not applicable")
        ran, page = refreshed()
        assert ran.status == 0, ran.err
        assert "Not compared: its publisher says not applicable" in page
    assert all(
        (path.read_bytes() == pages[path.name])
        for path in home.rglob("needs-*.html")
        if path.name in pages
    )
