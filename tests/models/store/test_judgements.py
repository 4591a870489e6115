"""Judgements: what changed is stored, and what was judged on any day can be read again."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import func, select

from models.judgement import Judged, RuleResult
from models.store.engine import publishing, reading
from models.store.facts import read_facts
from models.store.judgements import Asking, find_judgement, read_judgement, save_judgement
from models.store.rule_results import EVERY, KEY, SAID
from models.store.told import LETTERS, Told

pytestmark = pytest.mark.thorough

RULES = ("expiry_within_lead_time", "cliff_edge", "unrecognised_commissioning")
APRIL, MAY, JUNE = date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)
EXPIRY, CLIFF, PAYING = RULES


def asking(on, load_no=1):
    return Asking("anytown", on, load_no, rules_digest="r1", thresholds_digest="t1")


@pytest.fixture
def ids(publisher, engine):
    """The ids of two agreements, by reference."""
    publisher.grants({"reference": "G1", "title": "Park"}, {"reference": "G2", "title": "Choir"})
    with reading(engine) as connection:
        agreements = read_facts(connection, "anytown").agreements
    return dict(zip(agreements["reference"], agreements["agreement_id"], strict=True))


@pytest.fixture
def judge(engine, ids):
    """Store the outcomes of a day, given as {(reference, rule): status}; clear where not given."""

    def save(on, load_no=1, of=("G1", "G2"), undated=False, departments=(), **found):
        told = [
            of_agreements(
                rule, [(ids[ref], found.get(f"{ref}_{rule}", "clear")) for ref in of], undated
            )
            for rule in (EXPIRY, CLIFF)
        ]
        with publishing(engine) as connection:
            return save_judgement(
                connection, asking(on, load_no), [*told, of_departments(departments)]
            )

    return save


def of_agreements(rule, answers, undated):
    """Return what a rule answers of agreements; unknown ones all lack an end."""
    numbers = np.array([number for number, _status in answers], dtype="int64")
    statuses = [status for _number, status in answers]
    flagged = [at for at, status in enumerate(statuses) if status == "flagged"]
    rows = pd.DataFrame(
        {
            "subject_kind": "agreement",
            "subject_id": [str(numbers[at]) for at in flagged],
            "rule": rule,
            "status": "flagged",
            "severity": "high",
            "act_by": pd.Series([None if undated else "2026-10-01"] * len(flagged)).astype(
                "datetime64[s]"
            ),
            "facts": '{"ends_on":"2027-03-31"}',
            "row_ids": [f'["abc:{at}"]' for at in flagged],
        },
        index=flagged,
    )
    return told(
        *(rule, "agreement", numbers, statuses),
        kept=lambda places, shared: rows[rows.index.isin(places)],
    )


def of_departments(given):
    """Return what a rule answers of departments, which gives no day to act by but the one asked."""
    rows = pd.DataFrame(
        [
            {
                "subject_kind": "department",
                "subject_id": name,
                "rule": PAYING,
                "status": status,
                "severity": "high" if status == "flagged" else "",
                "act_by": pd.NaT,
                "facts": json.dumps({"payments": payments}) if status == "flagged" else "{}",
                "row_ids": '["pay:1"]' if status == "flagged" else "[]",
            }
            for name, status, payments in ((*each, 7)[:3] for each in given)
        ],
        columns=[*KEY, *SAID],
    ).astype({"act_by": "datetime64[s]"})
    nobody = np.empty(0, dtype="int64")
    return told(PAYING, "department", nobody, list(rows["status"]), kept=lambda *_asked: rows)


def told(rule, kind, numbers, statuses, kept):
    everything = np.arange(len(statuses))
    reasons = np.array([True])
    unknown = [at for at, status in enumerate(statuses) if status == "unknown"]
    return Told(
        rule=rule,
        subject_kind=kind,
        ids=numbers,
        letters=np.array([ord(LETTERS[status]) for status in statuses], dtype="uint8"),
        unknown=np.array(unknown, dtype="int64"),
        lacks=np.zeros(len(unknown), dtype="int16"),
        reasons=('{"missing":"ends_on"}',),
        digest=repr((numbers.tolist(), statuses, kept(everything, reasons).to_dict("records"))),
        kept=kept,
    )


def rows(engine):
    """Return how many rows of outcomes and of results of one subject are stored."""
    of_one = RuleResult.subject_kind != EVERY
    with reading(engine) as connection:
        return tuple(
            connection.execute(statement).scalar_one()
            for statement in (
                select(func.count()).select_from(Judged),
                select(func.count()).select_from(RuleResult).where(of_one),
            )
        )


def outcomes(engine, number):
    with reading(engine) as connection:
        found = read_judgement(connection, "anytown", number)
    return {
        f"{row.reference}_{row.rule}": row.status
        for row in found.itertuples()
        if row.status != "clear"
    }


FLAGGED = {f"G1_{EXPIRY}": "flagged"}
UNKNOWN = {f"G1_{EXPIRY}": "unknown"}


def test_a_judgement_is_read_back_as_it_was_made(judge, engine):
    number = judge(APRIL, **FLAGGED)
    with reading(engine) as connection:
        found = read_judgement(connection, "anytown", number)
    assert sorted(zip(found["reference"], found["rule"], found["status"], strict=True)) == [
        ("G1", CLIFF, "clear"),
        ("G1", EXPIRY, "flagged"),
        ("G2", CLIFF, "clear"),
        ("G2", EXPIRY, "clear"),
    ]
    flag = found[found["status"] == "flagged"].iloc[0]
    assert flag[["severity", "facts", "row_ids"]].tolist() == [
        "high",
        {"ends_on": "2027-03-31"},
        ["abc:0"],
    ]
    assert flag["act_by"] == pd.Timestamp("2026-10-01")


def test_a_quiet_day_writes_no_outcome_and_no_result(judge, engine):
    judge(APRIL, **FLAGGED)
    before = rows(engine)
    assert before == (2, 1)  # two agreements, one flag
    number = judge(MAY, **FLAGGED)
    assert rows(engine) == before
    assert outcomes(engine, number) == FLAGGED


def test_a_quiet_day_is_quiet_for_agreements_without_an_end_too(judge, engine):
    judge(APRIL, undated=True, **FLAGGED)
    before = rows(engine)
    number = judge(MAY, undated=True, **FLAGGED)
    assert rows(engine) == before
    with reading(engine) as connection:
        found = read_judgement(connection, "anytown", number)
    assert found[found["status"] == "flagged"]["act_by"].tolist() == [pd.Timestamp(MAY)]


def test_a_change_writes_a_row_for_the_agreement_it_touches_only(judge, engine):
    judge(APRIL)
    judge(MAY, **FLAGGED)
    assert rows(engine) == (3, 1)


def test_each_days_outcomes_can_be_read_again(judge, engine):
    days = [
        (judge(APRIL, **FLAGGED), FLAGGED),
        (judge(MAY), {}),
        (judge(JUNE, **FLAGGED), FLAGGED),
        (judge(JUNE, load_no=2, **UNKNOWN), UNKNOWN),
    ]
    assert [(outcomes(engine, number), expected) for number, expected in days] == [
        (expected, expected) for _number, expected in days
    ]


def test_an_agreement_that_is_no_longer_asked_about_is_in_later_judgements_no_more(judge, engine):
    first = judge(APRIL, **FLAGGED)
    second = judge(MAY, of=("G2",))
    third = judge(JUNE, **FLAGGED)
    assert [outcomes(engine, n) for n in (first, second, third)] == [FLAGGED, {}, FLAGGED]


def test_the_same_question_is_known_to_have_been_asked(judge, engine):
    number = judge(APRIL)
    with reading(engine) as connection:
        assert find_judgement(connection, asking(APRIL)) == number == 1
        assert find_judgement(connection, asking(MAY)) is None
        assert find_judgement(connection, asking(APRIL, load_no=2)) is None


def test_a_department_is_read_back_beside_the_agreements(judge, engine):
    number = judge(APRIL, departments=[("CLS", "flagged"), ("HCS", "clear")], **FLAGGED)
    with reading(engine) as connection:
        found = read_judgement(connection, "anytown", number).set_index("reference")
    assert sorted(found["rule"]["G1"]) == [CLIFF, EXPIRY]  # what is asked of departments only
    cls, hcs = found.loc["department:CLS"], found.loc["department:HCS"]
    assert (cls["subject_kind"], cls["status"], cls["severity"]) == (
        "department",
        "flagged",
        "high",
    )
    assert pd.isna(cls["agreement_id"])
    assert (cls["facts"], cls["row_ids"], cls["act_by"]) == (
        {"payments": 7},
        ["pay:1"],
        pd.Timestamp(APRIL),
    )
    assert (hcs["status"], hcs["facts"], hcs["row_ids"]) == ("clear", {}, [])


def test_a_quiet_day_is_quiet_for_departments_too(judge, engine):
    said = [("CLS", "flagged"), ("HCS", "clear"), ("GHE", "unknown")]
    judge(APRIL, departments=said)
    before = rows(engine)
    number = judge(MAY, departments=said)
    assert rows(engine) == before == (2, 3)
    with reading(engine) as connection:
        found = read_judgement(connection, "anytown", number)
    flag = found[found["status"] == "flagged"].iloc[0]
    assert (flag["reference"], flag["act_by"]) == ("department:CLS", pd.Timestamp(MAY))


def test_what_was_said_of_a_department_on_each_day_can_be_read_again(judge, engine):
    days = [
        (judge(APRIL, departments=[("CLS", "flagged")]), {"department:CLS": "flagged"}),
        (judge(MAY, departments=[("CLS", "clear")]), {"department:CLS": "clear"}),
        (judge(JUNE), {}),  # no longer asked about
        (judge(JUNE, load_no=2, departments=[("CLS", "flagged")]), {"department:CLS": "flagged"}),
    ]
    for number, expected in days:
        with reading(engine) as connection:
            found = read_judgement(connection, "anytown", number)
        others = found[found["subject_kind"] == "department"]
        assert dict(zip(others["reference"], others["status"], strict=True)) == expected


def test_a_department_that_pays_more_is_written_anew(judge, engine):
    judge(APRIL, departments=[("CLS", "flagged")])
    judge(MAY, departments=[("CLS", "flagged", 8)])
    assert rows(engine) == (2, 2)


def test_an_agreement_and_a_department_of_the_same_number_are_two(judge, engine, ids):
    number = judge(APRIL, departments=[(str(ids["G1"]), "flagged")], **FLAGGED)
    with reading(engine) as connection:
        found = read_judgement(connection, "anytown", number)
    flagged = found[found["status"] == "flagged"]
    assert sorted(flagged["reference"]) == ["G1", f"department:{ids['G1']}"]


def test_many_unknown_for_one_reason_are_said_once_and_read_again_each(judge, engine):
    unknown = {f"{reference}_{EXPIRY}": "unknown" for reference in ("G1", "G2")}
    number = judge(APRIL, **unknown)
    assert rows(engine) == (2, 0)  # no row of a result: their statuses name the reason
    with reading(engine) as connection:
        found = read_judgement(connection, "anytown", number)
    of_rule = found[found["rule"] == EXPIRY]
    assert list(of_rule["status"]) == ["unknown", "unknown"]
    assert list(of_rule["facts"]) == [{"missing": "ends_on"}] * 2


def test_what_was_flagged_and_then_unknown_is_read_as_it_was_each_day(judge, engine):
    numbers = [judge(APRIL, **FLAGGED), judge(MAY, **UNKNOWN), judge(JUNE, **FLAGGED)]
    said = []
    for number in numbers:
        with reading(engine) as connection:
            found = read_judgement(connection, "anytown", number)
        [one] = found[(found["reference"] == "G1") & (found["rule"] == EXPIRY)].to_dict("records")
        said.append((one["status"], one["severity"], one["facts"]))
    flag = ("flagged", "high", {"ends_on": "2027-03-31"})
    assert said == [flag, ("unknown", "", {"missing": "ends_on"}), flag]
