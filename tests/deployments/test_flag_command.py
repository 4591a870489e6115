"""``commissioning flag-contracts`` on two real registers: what is flagged, what is unknown, and why."""

import csv
import re

import pytest

from tests.battery.files import SALFORD_REGISTER, TRAFFORD_GRANTS
from tests.commands import Terminal

pytestmark = pytest.mark.thorough

END_DEPENDENT = (
    *("expiry_within_lead_time", "extension_decision_due", "extension_exhausted", "cliff_edge"),
    *("rolled_over_past_end", "term_below_norm"),
)
STATUSES = {"flagged", "clear", "not_applicable", "unknown"}
SEVERITIES = {"low", "medium", "high", "critical"}


def published_rows():
    text = SALFORD_REGISTER.read_text(encoding="utf-8").removeprefix("ï»¿")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def without_part(label):
    """Return the published reference of "S1196/3" and of "S1043/S1044"."""
    return re.sub(r"/\d+$", "", label)


@pytest.fixture(scope="module")
def salford(tmp_path_factory):
    terminal = Terminal(tmp_path_factory.mktemp("salford") / "home")
    assert terminal.load("agreements", SALFORD_REGISTER).status == 0
    return terminal


@pytest.fixture(scope="module")
def asked(salford):
    """Every rule's answer about Salford's register on the last day of its edition."""
    return salford("flag-contracts", "--on", "2022-07-31", "--json").document


def test_what_has_run_past_its_end_is_what_the_file_says_has(asked):
    past = [row for row in published_rows() if "" < row["Current Expiry Date"] < "2022-07-31"]
    assert len(past) == 58
    flagged = [
        without_part(result["reference"])
        for result in asked["results"]
        if (result["rule"], result["status"]) == ("rolled_over_past_end", "flagged")
    ]
    assert sorted(flagged) == sorted(row["Contract Reference"] for row in past)


def test_without_an_end_date_no_rule_about_the_end_says_clear(salford, asked):
    without = {
        label
        for (label,) in salford.ask(
            "SELECT label FROM agreement JOIN agreement_version USING (agreement_id) WHERE ends_on IS NULL"
        )
    }
    assert len(without) == sum(row["Current Expiry Date"] == "" for row in published_rows()) == 5
    about_the_end = [
        result
        for result in asked["results"]
        if result["reference"] in without and result["rule"] in END_DEPENDENT
    ]
    assert len(about_the_end) == 5 * len(END_DEPENDENT)
    assert {result["status"] for result in about_the_end} == {"unknown"}
    assert all("no end date is recorded" in result["sentence"] for result in about_the_end)


def test_every_agreement_is_asked_every_rule_once(asked):
    assert asked["agreements"] == 229
    of_others = ("department:", "provider:")
    results = [r for r in asked["results"] if not r["reference"].startswith(of_others)]
    rules = {result["rule"] for result in results}
    pairs = [(result["reference"], result["rule"]) for result in results]
    assert len(set(pairs)) == len(pairs) == 229 * len(rules)


def test_every_result_has_a_sentence_its_rows_and_a_known_status(asked):
    for result in asked["results"]:
        assert result["status"] in STATUSES
        assert result["sentence"].endswith(".")
        assert "{" not in result["sentence"]
        assert result["evidence"]
        assert (result["severity"] in SEVERITIES) == (result["status"] == "flagged")


def test_the_evidence_is_the_row_of_the_file_that_says_so(salford, asked):
    [(digest,)] = salford.ask("SELECT digest FROM snapshot")
    rows = published_rows()
    for result in asked["results"]:
        if result["rule"] != "rolled_over_past_end":
            continue
        file, row_no = result["evidence"][0].split(":")
        assert digest.startswith(file)
        reference = rows[int(row_no) - 1]["Contract Reference"]
        assert reference == without_part(result["reference"])


def test_asking_again_changes_nothing(salford, asked):
    again = salford("flag-contracts", "--on", "2022-07-31", "--json").document
    assert again["results"] == asked["results"]
    assert again["cases"] == {
        "opened": 0,
        "updated": 0,
        "closed": 0,
        "open": asked["cases"]["open"],
    }


def test_people_are_told_the_earliest_first_with_the_reason(salford):
    ran = salford("flag-contracts", "--on", "2022-07-31")
    lines = ran.out.splitlines()
    assert [line[:10] for line in lines] == sorted(line[:10] for line in lines)
    assert (
        "2019-03-31  critical  S1049  rolled_over_past_end: "
        "Ended on 31 March 2019 and is still listed as active, with no extension recorded."
    ) in lines


def test_the_expiry_of_a_grant_without_an_end_is_unknown(tmp_path):
    terminal = Terminal(tmp_path / "home", authority="trafford")
    assert terminal.load("grants", TRAFFORD_GRANTS).status == 0
    flags = terminal("flag-contracts", "--on", "2026-03-31", "--json").document
    assert flags["agreements"] == 555
    expiry = [r["status"] for r in flags["results"] if r["rule"] == "expiry_within_lead_time"]
    assert expiry == ["unknown"] * 555
    # No decision or successor is named, so that none is late; nothing else is known of any grant.
    nothing_named = ("service_gap", "no_successor", "repeat_solution")
    told = {r["status"] for r in flags["results"] if r["rule"] not in nothing_named}
    assert told == {"unknown", "not_applicable"}


def test_nothing_loaded_is_not_told_as_nothing_to_do(tmp_path):
    ran = Terminal(tmp_path / "home")("flag-contracts", "--on", "2022-07-31")
    assert ran.status == 0
    assert "No live agreement is loaded" in ran.out


@pytest.mark.parametrize("day", ["31/07/2022", "2022-7-31", "2022-02-30", "today"])
def test_a_day_that_is_none_is_told(salford, day):
    ran = salford("flag-contracts", "--on", day)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"--on {day} is not a day; write it as 2026-03-31.\n"
