"""What every rule answered, taken some thousand subjects at a time, and kept in as few words as it can be."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from commissioning.rules import judge_register, outcomes
from commissioning.rules.kept import each_quoted, told_of
from commissioning.rules.sentences import with_sentences
from commissioning.rules.several import apart
from tests.rules.builders import DEFAULTS, register_with

pytestmark = pytest.mark.thorough

ON = date(2026, 4, 30)
MANY = {
    "reference": ["S3", "S1", "S2", "S2", "S4"],  # two parts of one reference
    "starts_on": "2025-04-01",
    "ends_on": ["2026-06-30", None, "2031-03-31", "2026-05-31", "2027-03-31"],
    "value_pence": 1_000_000,
    "provider_name": "Brook",
}
PAID = [{"reference": "S3", "paid_on": "2026-03-31", "amount_pence": 999_000}]


def judged(on=ON, **columns):
    register = register_with(**MANY, **columns)
    return judge_register(register, on=on, thresholds=DEFAULTS)


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_results_by_reference_are_the_same_however_many_are_made_at_once(monkeypatch, at_once):
    found = judged(payments=PAID)
    monkeypatch.setattr(outcomes, "AT_ONCE", at_once)
    some = pd.concat(found.by_reference(), ignore_index=True)
    whole = found.frame().sort_values(["reference", "rule"], kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(some, whole)


def test_what_is_kept_on_a_quiet_day_is_told_to_be_the_same():
    first, second = (judged(on, payments=PAID) for on in (ON, date(2026, 5, 1)))
    digests = [
        {each.rule: told_of(each).digest for each in found.answers} for found in (first, second)
    ]
    assert digests[0] == digests[1]


def test_one_more_payment_is_told_to_be_another_answer_of_the_rules_about_spend_alone():
    first, second = (judged(payments=paid) for paid in (PAID, PAID * 2))
    changed = {
        one.rule
        for one, other in zip(first.answers, second.answers, strict=True)
        if told_of(one).digest != told_of(other).digest
    }
    assert changed == {"spend_over_profile", "value_exceeded", "unit_cost_outlier"}


def test_how_fast_money_goes_is_no_fact_that_is_kept_and_is_told_of_the_day():
    [spend] = [each for each in judged(payments=PAID).answers if each.rule == "spend_over_profile"]
    told = told_of(spend)
    [kept] = told.kept(np.arange(len(spend)), np.full(len(told.reasons), True)).to_dict("records")
    facts = json.loads(kept["facts"])
    assert facts == {
        "spend_pence": 999_000,
        "value_pence": 1_000_000,
        "starts_on": "2025-04-01",
        "ends_on": "2026-06-30",
        "limit": "1.10",
    }
    read = pd.DataFrame([{"rule": "spend_over_profile", "status": "flagged", "facts": facts}])
    # 456 days from 1 April 2025 to 30 June 2026; 395 are over on 30 April: 0.999 / (395 / 456).
    [then] = with_sentences(read, ON)["sentence"]
    assert "1.15 times the share of its term that has gone" in then
    # 425 are over on 30 May: 0.999 / (425 / 456).
    [later] = with_sentences(read, date(2026, 5, 30))["sentence"]
    assert "1.07 times the share of its term that has gone" in later


def test_each_thing_in_a_text_of_several_has_a_row():
    rows, things = apart(pd.Series(["a; b", None, "b", "a; b", ""], dtype="str"))
    assert list(zip(rows.tolist(), things, strict=True)) == [
        *((0, "a"), (0, "b"), (2, "b"), (3, "a"), (3, "b")),
        (4, ""),
    ]


@pytest.mark.parametrize(
    "text", ["payments:1", 'the "first"', "C:\\file", "two\nlines", "café", ""]
)
def test_a_text_is_kept_as_json_that_reads_as_it_does(text):
    kept = each_quoted(pa.array(["agreements:1", text], pa.large_string())).to_pylist()
    assert [json.loads(each) for each in kept] == ["agreements:1", text]
