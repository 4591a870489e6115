"""Every rule asked at once, of registers with as little or as much in them as a publisher gives."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning import rules
from commissioning.register import FRAMES, Register, empty, looked_up
from commissioning.rules import RULES, judge_register, rules_digest
from commissioning.rules.result import COLUMNS, with_sentences
from tests.rules.builders import DEFAULTS, register_with

OF_DEPARTMENTS = ("unrecognised_commissioning",)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31)).map(date.isoformat)
MAYBE_DAY = st.none() | DAYS
AGREEMENT = {
    "starts_on": MAYBE_DAY,
    "ends_on": MAYBE_DAY,
    "latest_end_on": MAYBE_DAY,
    "notice_months": st.none() | st.integers(0, 24),
    "tier": st.sampled_from(["gold", "silver", "bronze", None]),
    "status": st.sampled_from(["active", "planned", None]),
    "provider_type": st.sampled_from(["third_sector", "private", None]),
    "procurement_method": st.sampled_from(["direct", "open", None]),
    "department": st.sampled_from(["Adults", None]),
    "provider_name": st.sampled_from(["Brook", None]),
    "service_category": st.sampled_from(["Advice", None]),
    "successor_reference": st.sampled_from(["A1", "A9", None]),
}
EXTENSION = st.fixed_dictionaries(
    {
        "decided_on": MAYBE_DAY,
        "previous_ends_on": MAYBE_DAY,
        "new_ends_on": MAYBE_DAY,
        "kind": st.sampled_from(["temporary", "option", None]),
    }
)


@pytest.mark.thorough
@settings(max_examples=40, deadline=None)
@given(
    agreement=st.fixed_dictionaries(AGREEMENT),
    extensions=st.lists(EXTENSION, max_size=3),
    on=DAYS.map(date.fromisoformat),
)
def test_every_answer_has_a_sentence_evidence_and_a_day_no_later_than_the_end(
    agreement, extensions, on
):
    register = register_with(**agreement, extensions=extensions)
    found = with_sentences(judge_register(register, on=on, thresholds=DEFAULTS))
    of_agreements = found[found["subject_kind"] == "agreement"]
    assert list(of_agreements["rule"]) == [rule for rule in RULES if rule not in OF_DEPARTMENTS]
    departments = [] if agreement["department"] is None else ["department:Adults"]
    assert list(found.loc[found["agreement_id"].isna(), "reference"]) == departments
    assert found["sentence"].str.len().gt(0).all()
    assert found["row_ids"].str.len().gt(0).all()
    last = agreement["ends_on"] or on.isoformat()
    assert (of_agreements["act_by"] <= pd.Timestamp(last)).all()
    assert (found["severity"].eq("") == found["status"].ne("flagged")).all()
    assert json.loads(json.dumps(list(found["facts"]))) == list(found["facts"])
    has_facts = found["facts"].notna()
    assert (has_facts == found["status"].isin(["flagged", "unknown"])).all()
    assert (
        found.loc[found["status"] == "unknown", "facts"].map(lambda facts: facts["missing"]).all()
    )


def test_an_empty_register_has_no_answers_and_all_their_columns():
    register = Register(
        "anytown", 0, **{name: empty(name) for name in FRAMES}, loaded_feeds=frozenset()
    )
    found = judge_register(register, on=date(2026, 4, 1), thresholds=DEFAULTS)
    assert found.empty
    assert tuple(found.columns) == COLUMNS
    assert list(with_sentences(found).columns) == [*COLUMNS, "sentence"]


def test_a_quiet_day_changes_no_answer_about_an_agreement_with_an_end():
    register = register_with(
        ends_on="2022-03-31",
        latest_end_on="2022-03-31",
        procurement_method="direct",
        provider_type="third_sector",
        starts_on="2021-04-01",
        department="Adults",
    )
    before, after = (
        with_sentences(judge_register(register, on=on, thresholds=DEFAULTS))
        for on in (date(2022, 7, 30), date(2022, 7, 31))
    )
    of_agreements = before["agreement_id"].notna()
    pd.testing.assert_frame_equal(before[of_agreements], after[of_agreements])
    # Of a department only the day asked differs, which is not kept.
    undated = before.drop(columns="act_by"), after.drop(columns="act_by")
    pd.testing.assert_frame_equal(*undated)


def test_the_digest_is_that_of_the_rules_as_they_are_written():
    folder = Path(rules.__file__).parent
    shared = [
        *("dates.py", "identifiers.py", "known_providers.py", "matching.py", "provider_names.py"),
        *("provider_types.py", "register.py", "registered_bodies.py"),
        *("working_days.py", "timetable/durations.py", "timetable/worked_back.py"),
    ]
    written = [*sorted(folder.glob("*.py")), *(folder.parent / name for name in shared)]
    assert rules_digest() == sha256(b"\0".join(p.read_bytes() for p in written)).hexdigest()


def test_an_agreement_beside_two_others_with_a_value_is_looked_up():
    # pandas takes an index of two numbers for a range, which cannot go on to a third as large as this.
    first, second, third = (times << 60 for times in (3, 5, 7))
    of_two = pd.Series(["a", "b"], pd.RangeIndex(first, second + 1, second - first))
    assert looked_up(pd.Series([third]), of_two).isna().all()
    assert list(looked_up(pd.Series([second]), of_two)) == ["b"]
