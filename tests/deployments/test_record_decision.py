"""``commissioning record-decision``: what it closes, what the rules see of it, and what it refuses."""

import os
import pwd
import shutil
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.battery.files import SALFORD_REGISTER
from tests.cases.council import with_profile, written
from tests.commands import Terminal
from tests.deployments.deciding import (
    DAY,
    FIRST,
    LATER,
    NONE_NEEDED,
    agreement,
    council,
    decide,
    flagged,
    flags,
)

pytestmark = pytest.mark.thorough

UNDECIDED = {"latest_start_passed", "extension_decision_due"}


@pytest.fixture(scope="module")
def judged_once(tmp_path_factory):
    """A council asked on 1 May: three agreements end too soon, so that each has a case."""
    folder = tmp_path_factory.mktemp("council")
    terminal = council(folder)
    assert flags(terminal, FIRST)["cases"]["opened"] == 3
    return folder


@pytest.fixture
def judged(judged_once, tmp_path):
    shutil.copytree(judged_once, tmp_path, dirs_exist_ok=True)
    return Terminal(tmp_path / "anytown", "anytown")


def test_a_decision_closes_the_case_and_what_was_flagged_then_opens_it_no_more(judged):
    recorded = decide(judged, "A1", "extend", "--new-ends-on", "2027-03-31").document
    assert (recorded["decision_no"], recorded["case_no"], recorded["load_no"]) == (1, 1, 3)
    assert recorded["equality"] == {"reference": "A1", "status": "published", "reason": None}
    after = flags(judged, LATER)
    assert after["cases"] == {"opened": 0, "updated": 0, "closed": 0, "open": 2}
    assert not flagged(after, "A1") & {*UNDECIDED, "eqia_missing"}
    assert flagged(after, "A2") >= UNDECIDED


def test_it_opens_again_when_a_rule_is_flagged_that_was_not_then(judged, tmp_path):
    decide(judged, "A1", "recommission")
    after_notice = flags(judged, "2026-07-01")  # notice was to be given by 30 June
    assert "no_successor" in flagged(after_notice, "A1")
    assert after_notice["cases"]["opened"] == 1
    [(reason, number)] = judged.ask(
        "SELECT reason, case_no FROM case_event WHERE label = 'A1' AND kind = 'opened' "
        "ORDER BY case_no DESC LIMIT 1"
    )
    assert number > 1
    assert "no_successor" in reason


def test_it_opens_again_when_the_end_changes(judged, tmp_path):
    decide(judged, "A1", "extend", "--new-ends-on", "2026-12-31")
    rows = [agreement("A1", ends_on="2026-12-31"), agreement("A2")]
    assert judged.load("agreements", written(tmp_path / "new.csv", rows), "--partial").status == 0
    assert flags(judged, LATER)["cases"] == {"opened": 1, "updated": 0, "closed": 0, "open": 3}


def test_a_decision_that_a_file_brings_closes_likewise_and_once(judged, tmp_path):
    row = {"reference": "A2", "outcome": "let_lapse", "decided_on": DAY}
    assert judged.load("decisions", written(tmp_path / "decisions.csv", [row])).status == 0
    first, again = flags(judged, LATER), flags(judged, LATER)
    # No assessment of it is recorded: that was not flagged when it was decided.
    assert flagged(first, "A2") >= {"eqia_missing"}
    assert first["cases"] == {"opened": 1, "updated": 0, "closed": 1, "open": 3}
    assert again["cases"] == {"opened": 0, "updated": 0, "closed": 0, "open": 3}


def test_a_file_that_repeats_a_recorded_decision_changes_nothing(judged, tmp_path):
    decide(judged, "A1", "let_lapse")
    row = {"reference": "A1", "outcome": "let_lapse", "decided_on": DAY, "decided_by": "Cabinet"}
    assert judged.load("decisions", written(tmp_path / "decisions.csv", [row])).status == 0
    assert flags(judged, LATER)["cases"] == {"opened": 0, "updated": 0, "closed": 0, "open": 2}


def test_nobody_saw_the_decision_before_it_was_recorded(judged):
    decide(judged, "A1", "let_lapse")
    then, now = flags(judged, LATER, "--known-at", "2"), flags(judged, LATER)
    assert flagged(then, "A1") - flagged(now, "A1") == UNDECIDED


def test_the_rules_cite_the_decision_and_the_chain_holds_it(judged):
    decide(judged, "A2", "recommission", *NONE_NEEDED)
    after = flags(judged, LATER)
    [eqia] = [r for r in after["results"] if (r["reference"], r["rule"]) == ("A2", "eqia_missing")]
    assert eqia["status"] == "clear"  # none is needed, as the decision says
    assert judged("verify").status == 0
    judged.change("UPDATE decision SET decided_by = 'Somebody else'")
    changed = judged("verify")
    assert changed.status == 1
    assert "Decision 1 of anytown is not as it was recorded" in changed.err


def test_a_decision_is_never_rolled_back_but_superseded(judged):
    decide(judged, "A1", "let_lapse")
    refused = judged("rollback", "3", "--reason", "wrong")
    assert refused.status == 2
    assert "supersede it" in refused.err
    again = decide(judged, "A1", "extend", "--new-ends-on", "2027-01-31", "--supersedes", 1)
    assert again.document["supersedes"] == 1
    told = judged("explain", "A1").out
    user = pwd.getpwuid(os.getuid()).pw_name
    assert f"1: let lapse, by Cabinet (entered by {user}) on 2 May 2026 (CAB/12)" in told
    # A form in the UI is filled in by nobody knows whom.
    judged.change("UPDATE decision SET entered_by = NULL")
    assert (
        "1: let lapse, by Cabinet (as typed) on 2 May 2026 (CAB/12)" in judged("explain", "A1").out
    )
    assert "superseded by decision 2" in told
    twice = decide(judged, "A1", "vary", "--value-change-gbp", "1", "--supersedes", 1)
    assert "Decision 1 was superseded by decision 2" in twice.err


def test_the_gate_is_recorded_with_its_evidence(judged):
    words = [
        *("--strategic-objectives", "met", "--strategic-objectives-evidence", "plan.pdf"),
        *("--quality-assured", "met", "--quality-assured-evidence", "cqc.org.uk/1"),
        *("--competed", "not_met", "--competed-evidence", "waiver 7"),
    ]
    recorded = decide(judged, "A1", "recommission", *words).document
    assert recorded["gate"] == {
        "verdict": "not_met",
        "open": ["no_duplication: unknown", "competed: not_met"],
    }
    [(kept,)] = judged.ask("SELECT criteria FROM decision")
    assert "waiver 7" in kept


REFUSED = [
    ("A9", "let_lapse", (), "no agreement 'A9'; the most like it: A1"),
    ("A4", "let_lapse", NONE_NEEDED, "A4 is ended already"),
    ("A2", "let_lapse", (), "no equality impact assessment of 'A2'"),
    ("A1", "let_lapse", ("--decided-on", "2026-01-09"), "completed on 2026-01-10, after"),
    ("A1", "let_lapse", ("--on", "2999-01-01"), "on 2999-01-01 is still to come"),
    (
        "A1",
        "let_lapse",
        ("--decided-on", "2026-05-03"),
        "decided_on 2026-05-03 is after 2026-05-02",
    ),
    ("A1", "shrug", (), "--outcome shrug is not known"),
    ("A1", "extend", ("--new-ends-on", "2026-09-30"), "is not after the end of A1"),
    ("A1", "extend", ("--new-ends-on", "2027-10-01"), "to 30 September 2027 at the latest"),
    ("A3", "extend", ("--new-ends-on", "2027-01-01"), "last possible day of A3 is not recorded"),
    ("A1", "vary", ("--value-change-gbp", "ten"), "'ten' is no amount of pounds"),
    # The limits of section 75: a tenth of the value, or of the 1,096 days of the term.
    ("A1", "vary", ("--value-change-gbp", "10000.01"), "more than 10%"),
    ("A1", "vary", ("--term-change-days", "110"), "more than 10%"),
    (
        "A1",
        "extend",
        ("--new-ends-on", "2027-01-01", "--competed", "met"),
        "only asked of recommission",
    ),
    ("A1", "recommission", ("--successor", "A1"), "cannot follow itself"),
    ("A1", "let_lapse", ("--supersedes", "4"), "A1 has no decision 4"),
    ("A1", "let_lapse", ("--expected-version", "9"), "its version is 2"),
    ("A1", "let_lapse", ("--expected-version", "9" * 20), "its version is 2"),
    ("A1", "let_lapse", ("--supersedes", "9" * 20), "A1 has no decision 9"),
    ("A1", "vary", ("--term-change-days", "9" * 20), "more than a hundred years"),
]


@pytest.mark.parametrize(("reference", "outcome", "words", "sentence"), REFUSED)
def test_what_cannot_be_decided_is_refused_in_a_sentence(
    judged_once, reference, outcome, words, sentence
):
    terminal = Terminal(judged_once / "anytown", "anytown")
    ran = decide(terminal, reference, outcome, *words)
    assert ran.status == 2
    assert ran.out == ""
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
    assert terminal.count("decision") == 0


@pytest.mark.parametrize("words", [("--value-change-gbp", "10000"), ("--term-change-days", "109")])
def test_a_variation_up_to_the_limit_is_recorded(judged, words):
    assert decide(judged, "A1", "vary", *words).status == 0


def test_variations_count_together_until_the_register_lists_them(judged, tmp_path):
    assert decide(judged, "A1", "vary", "--value-change-gbp", "6000").status == 0
    more = ("--value-change-gbp", "6000", "--expected-version")
    assert "£12,000.00" in decide(judged, "A1", "vary", *more, 3, on=LATER).err
    listed = {"reference": "A1", "decided_on": DAY, "value_change_gbp": "1000.00"}
    assert judged.load("modifications", written(tmp_path / "m.csv", [listed])).status == 0
    assert "a file told its modifications" in decide(judged, "A1", "vary", *more, 3, on=LATER).err
    # What the register says of that day stands in the place of what was recorded.
    assert decide(judged, "A1", "vary", *more, 4, on=LATER).status == 0


def test_a_successor_that_is_not_listed_yet_is_noted(judged):
    recorded = decide(judged, "A1", "recommission", "--successor", "B1").document
    assert recorded["notes"] == ["The successor B1 is not in the register yet."]


def test_a_part_has_to_be_named(tmp_path):
    register = Terminal(tmp_path / "salford", "salford")
    assert register.load("agreements", SALFORD_REGISTER).status == 0
    refused = decide(register, "S1196", "let_lapse", *NONE_NEEDED)
    assert refused.status == 2
    assert "S1196/1, S1196/2" in refused.err
    assert decide(register, "S1196/1", "let_lapse", *NONE_NEEDED).status == 0


def test_a_form_made_before_the_end_changed_is_refused_and_says_so(judged, tmp_path):
    changed = written(tmp_path / "new.csv", [agreement("A1", ends_on="2026-12-31")])
    assert judged.load("agreements", changed, "--partial").status == 0
    stale = decide(judged, "A1", "let_lapse", "--expected-version", 1)
    assert stale.status == 2
    assert "ends_on 2026-09-30 → 2026-12-31" in stale.err
    assert decide(judged, "A1", "let_lapse", "--expected-version", 3).status == 0


@pytest.mark.parametrize(
    ("feed", "row"),
    [
        ("modifications", {"decided_on": FIRST, "value_change_gbp": "900.00"}),
        ("extensions", {"new_ends_on": "2026-09-30", "decided_on": FIRST}),
        (
            "equality",
            {"status": "published", "risk": "low", "completed_on": FIRST, "published_on": FIRST},
        ),
    ],
)
def test_a_form_made_before_a_file_told_what_it_rests_on_is_refused(judged, tmp_path, feed, row):
    file = written(tmp_path / f"{feed}.csv", [{"reference": "A1", **row}])
    assert judged.load(feed, file, "--partial").status == 0
    stale = decide(judged, "A1", "let_lapse", "--expected-version", 2)
    assert stale.status == 2
    assert f"(version 2, now 3): a file told its {feed}; look at it again" in stale.err
    assert decide(judged, "A1", "let_lapse", "--expected-version", 3).status == 0


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])  # 25 hours apart
def test_a_decision_of_the_authoritys_own_day_is_recorded_and_of_its_next_refused(tmp_path, zone):
    terminal = with_profile(tmp_path, "anytown", f'timezone = "{zone}"')
    file = written(tmp_path / "agreements.csv", [agreement("A1")])
    assert terminal.load("agreements", file).status == 0
    today = datetime.now(ZoneInfo(zone)).date()
    refused = decide(terminal, "A1", "let_lapse", *NONE_NEEDED, on=str(today + timedelta(days=1)))
    assert refused.status == 2
    assert f"where the authority is (its profile's timezone) it is {today}" in refused.err
    assert decide(terminal, "A1", "let_lapse", *NONE_NEEDED, on=str(today)).status == 0


def test_a_second_decision_is_refused_though_an_edition_came_between(judged, tmp_path):
    assert decide(judged, "A1", "extend", "--new-ends-on", "2027-03-31").status == 0
    renamed = written(tmp_path / "new.csv", [agreement("A1", title="Renamed")])
    assert judged.load("agreements", renamed, "--partial").status == 0
    second = decide(judged, "A1", "let_lapse")
    assert second.status == 2
    assert "A1 has been decided: decision 1 recorded by Cabinet" in second.err
    assert decide(judged, "A1", "let_lapse", "--expected-version", 4).status == 0


def test_a_decision_that_a_file_brought_is_not_decided_over_unseen(judged, tmp_path):
    row = {"reference": "A2", "outcome": "let_lapse", "decided_on": DAY, "decided_by": "Panel"}
    assert judged.load("decisions", written(tmp_path / "decisions.csv", [row])).status == 0
    second = decide(judged, "A2", "let_lapse", *NONE_NEEDED)
    assert second.status == 2
    assert "decided, as a file says: let lapse by Panel on 2 May 2026" in second.err
    assert decide(judged, "A2", "let_lapse", *NONE_NEEDED, "--expected-version", 3).status == 0


def test_a_variation_dated_before_another_counts_together_with_it(judged, tmp_path):
    assert decide(judged, "A1", "vary", "--value-change-gbp", "8000").status == 0
    earlier = ("--value-change-gbp", "8000", "--decided-on", FIRST, "--expected-version", 3)
    refused = decide(judged, "A1", "vary", *earlier)
    assert refused.status == 2
    assert "£16,000.00" in refused.err


def test_a_corrected_variation_stands_in_the_place_of_the_listed_one(judged, tmp_path):
    assert decide(judged, "A1", "vary", "--value-change-gbp", "6000").status == 0
    listed = {"reference": "A1", "decided_on": DAY, "value_change_gbp": "6000.00"}
    assert judged.load("modifications", written(tmp_path / "m.csv", [listed])).status == 0
    # 6,000 and 7,000 together would pass the tenth of 100,000.
    correction = ("--value-change-gbp", "7000", "--supersedes", 1)
    assert decide(judged, "A1", "vary", *correction).status == 0


def test_a_variation_before_the_award_is_refused(judged, tmp_path):
    rows = [agreement("A1", awarded_on="2026-04-01")]
    assert judged.load("agreements", written(tmp_path / "new.csv", rows), "--partial").status == 0
    early = decide(
        judged, "A1", "vary", "--value-change-gbp", "900000", "--decided-on", "2026-03-12"
    )
    assert early.status == 2
    assert "is before A1 was awarded, 2026-04-01" in early.err
