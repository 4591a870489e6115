"""``commissioning cases``, ``acknowledge`` and ``hand-over``: who has what, and what is silent until when."""

import shutil

import pytest

from tests.cases.council import with_profile, written
from tests.commands import Terminal
from tests.deployments.deciding import DAY, FIRST, LATER, council, decide, flags

pytestmark = pytest.mark.thorough

FAR = ("--on", "2999-01-01")
BY = ("--by", "Jo Officer", "--on", DAY)


@pytest.fixture(scope="module")
def judged_once(tmp_path_factory):
    """A council whose agreements A1 and A2 (Care) and A3 (Roads) have open cases."""
    folder = tmp_path_factory.mktemp("council")
    terminal = council(folder)
    assert flags(terminal, FIRST)["cases"]["opened"] == 3
    return terminal


@pytest.fixture
def judged(judged_once, tmp_path):
    shutil.copytree(judged_once.home, tmp_path / "home")
    return Terminal(tmp_path / "home", "anytown")


def listed(terminal, *words, on=DAY):
    return terminal("cases", "--on", on, *words, "--json").document["cases"]


def test_without_cases_it_says_how_they_come_about(tmp_path):
    told = with_profile(tmp_path, "anytown")("cases").out
    assert told == "No case is open; commissioning flag-contracts asks the rules and opens them.\n"


def test_an_acknowledged_flag_is_silent_until_its_day_and_counted_all_the_same(judged):
    silence = ("--until", "2026-05-20", "--reason", "The plan is being drafted")
    assert judged("acknowledge", "A1", *silence, *BY).status == 0
    assert [case["presses"] for case in listed(judged)] == [True, True, False]
    assert listed(judged)[-1]["reference"] == "A1"  # no longer among what presses

    lines = judged("flag-contracts", "--on", "2026-05-20").out.splitlines()
    reason = "[acknowledged until 20 May 2026 by Jo Officer: The plan is being drafted]"
    of_a1 = [line for line in lines if "  A1  " in line]
    assert all(line.endswith(reason) for line in of_a1)
    assert lines[-len(of_a1) :] == of_a1
    assert len(of_a1) == 4
    assert len(listed(judged, on="2026-05-20")) == 3
    assert "acknowledged" not in judged("flag-contracts", "--on", "2026-05-21").out
    # What was known before it was acknowledged knows nothing of it.
    then = judged("flag-contracts", "--on", "2026-05-20", "--known-at", "2").out
    assert "acknowledged" not in then


def test_of_two_agreements_with_one_reference_the_one_that_is_meant_is_silent(judged, tmp_path):
    grant = {
        **{"reference": "A1", "title": "Grant", "department": "Roads", "provider_name": "Y"},
        **{"awarded_on": "2023-01-01", "starts_on": "2023-10-01", "ends_on": "2026-09-30"},
        "value_gbp": "5000.00",
    }
    assert judged.load("grants", written(tmp_path / "grants.csv", [grant])).status == 0
    flags(judged, DAY)
    silence = ("--until", LATER, "--reason", "Grant only", *BY)
    refused = judged("acknowledge", "A1", *silence)
    assert refused.status == 2
    assert "write one of canonical_agreements:A1, canonical_grants:A1" in refused.err
    assert judged("acknowledge", "canonical_grants:A1", *silence).status == 0
    silent = [case for case in listed(judged) if case["acknowledged"]]
    assert [(case["reference"], case["department"]) for case in silent] == [("A1", "Roads")]
    lines = judged("flag-contracts", "--on", DAY).out.splitlines()
    of_a1 = [line.endswith("Grant only]") for line in lines if "  A1  " in line]
    assert (of_a1.count(True), of_a1.count(False) > 0) == (len(silent[0]["rules"]), True)


def test_one_rule_is_acknowledged_in_many_cases_at_once(judged):
    words = ("--rule", "no_exit_plan", "--until", LATER, "--reason", "Template is due", *BY)
    done = judged("acknowledge", *words, "--json").document
    assert sorted(done["acknowledged"]) == ["A1", "A2", "A3"]
    for case in listed(judged):
        assert case["presses"]
        assert [said["rule"] for said in case["acknowledged"]] == ["no_exit_plan"]


def test_cases_are_handed_over_by_department_and_by_owner_and_keep_their_owner(judged):
    to_jo = ("--department", "Care", "--to", "Jo", "--reason", "New team", *BY)
    assert judged("hand-over", *to_jo, "--json").document["handed_over"] == ["A1", "A2"]
    assert {c["reference"]: c["owner"] for c in listed(judged)} == {
        **dict.fromkeys(("A1", "A2"), "Jo"),
        "A3": None,
    }
    assert judged("hand-over", "--from", "Jo", "--to", "Sam", "--reason", "Left", *BY).status == 0
    assert [case["reference"] for case in listed(judged, "--owner", "Sam")] == ["A1", "A2"]
    told = judged("explain", "A1").out
    assert "handed over on 2 May 2026" in told
    assert "to Sam by Jo Officer: Left" in told
    # A case that opens again is still its owner's.
    decide(judged, "A1", "recommission")
    flags(judged, "2026-07-01")
    [again] = [c for c in listed(judged, on="2026-07-01") if c["reference"] == "A1"]
    assert (again["owner"], "no_successor" in again["rules"]) == ("Sam", True)
    assert judged("verify").status == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("acknowledge", "--until", DAY, "--reason", "x", *BY), "Nothing says which cases"),
        (("acknowledge", "A1", "--until", FIRST, "--reason", "x", *BY), "is before 2026-05-02"),
        (("acknowledge", "A1", "--until", DAY, "--reason", " ", *BY), "reason is empty"),
        (("acknowledge", "A4", "--until", DAY, "--reason", "x", *BY), "A4 has no open case"),
        (("acknowledge", "A9", "--until", DAY, "--reason", "x", *BY), "no agreement 'A9'"),
        (
            ("acknowledge", "--rule", "no_rule", "--until", DAY, "--reason", "x", *BY),
            "'no_rule' is no rule",
        ),
        (("hand-over", "--from", "Al", "--to", "Jo", "--reason", "x", *BY), "No open case of"),
        (("hand-over", "A1", "--to", " ", "--reason", "x", *BY), "to is empty"),
        (("cases", "--severity", "grave"), "'grave' is no severity"),
        # Until that day came, no judgement would move the case any more.
        (
            ("acknowledge", "A1", "--until", "2999-12-31", "--reason", "x", "--by", "y", *FAR),
            "on 2999-01-01 is still to come",
        ),
        (("hand-over", "A1", "--to", "Jo", "--reason", "x", "--by", "y", *FAR), "is still to come"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(judged_once, words, sentence):
    ran = judged_once(*words)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert sentence in ran.err


def test_an_erased_name_is_gone_from_what_people_did(judged):
    decide(
        judged,
        "A2",
        "vary",
        "--value-change-gbp",
        "1",
        "--decided-by",
        "Provider A1",
        "--equality-assessment",
        "none needed",
        "--equality-reason",
        "As Provider A1 said.",
    )
    words = ("A1", "--until", DAY, "--reason", "Provider A1 asked for it", *BY)
    assert judged("acknowledge", *words).status == 0
    judged("hand-over", "A1", "--to", "Provider A1", "--reason", "It insists", *BY)
    grounds = ("--reason", "asked", "--authority-reference", "R1", "--yes")
    erased = judged("erase", "provider", "Provider A1", *grounds)
    assert erased.status == 0, erased.err
    texts = str(judged.ask("SELECT * FROM decision")) + str(judged.ask("SELECT * FROM case_event"))
    assert "Provider A1" not in texts
    assert "erased provider 1" in texts
    assert judged("verify").status == 0


def test_an_erased_name_does_not_come_back_with_a_later_decision(judged):
    assert decide(judged, "A1", "let_lapse", "--decided-by", "Provider A1").status == 0
    grounds = ("--reason", "asked", "--authority-reference", "R1", "--yes")
    assert judged("erase", "provider", "Provider A1", *grounds).status == 0
    gate = ("--competed", "met", "--competed-evidence", "letter of Provider A1")
    none = ("--equality-assessment", "none needed", "--equality-reason", "As Provider A1 said.")
    recorded = decide(judged, "A2", "recommission", *gate, *none)
    assert recorded.status == 0, recorded.err
    kept = str(judged.ask("SELECT * FROM decision"))
    assert "Provider A1" not in kept
    assert kept.count("erased provider 1") == 3
