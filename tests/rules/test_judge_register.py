"""Every rule asked at once, of registers with as little or as much in them as a publisher gives."""

import json
import random
from datetime import date

import pandas as pd
import pytest

from commissioning.register import FRAMES, Register, empty, looked_up
from commissioning.rules import RULES, judge_register
from commissioning.rules.answers import COLUMNS
from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import DEFAULTS, LOADED, register_with

OF_DEPARTMENTS = ("unrecognised_commissioning",)
OF_PROVIDERS = ("off_contract_spend", "provider_at_risk")
DAYS = [None, *(f"{year}-{month:02d}-28" for year in range(2018, 2031) for month in (1, 5, 9))]
AMOUNTS = [None, -500, 0, 10_000, 12_345_678, 90_000_000]
NUMBERS = [None, -1.0, 0.0, 0.1, 80.0, 100.0]
TEXTS = ["a", "b", "a;b", None]
AGREEMENT = {
    **dict.fromkeys(("awarded_on", "starts_on", "ends_on", "latest_end_on", "exit_plan_on"), DAYS),
    "notice_months": [None, 0, 3, 24],
    "tier": ["gold", "silver", "bronze", None],
    "status": ["active", "planned", "ended", None],
    "regime": ["pa2023", "psr", "pcr2015_legacy", "grant", None],
    "value_pence": AMOUNTS,
    "provider_type": ["third_sector", "private", None],
    "procurement_method": ["direct", "open", None],
    "tenderers": [1, 2, None],
    "department": ["Adults", None],
    "provider_name": ["Brook", "brook ", "Age Concern", None],
    "service_category": ["Advice", "Care", None],
    **dict.fromkeys(("groups", "area_codes", "specification"), TEXTS),
    "successor_reference": ["A1", "A2", "A900", None],
}
# Rows of other feeds, with as little in them as their files may have.
EVENTS = {
    "extensions": {
        **dict.fromkeys(("decided_on", "previous_ends_on", "new_ends_on"), DAYS),
        "kind": ["temporary", "option", None],
        "has_authority_column": [True, False],
    },
    "decisions": {"decided_on": DAYS, "outcome": ["recommission", "extend", "let_lapse"]},
    "equality": {
        "status": ["published", "completed_unpublished", "not_required", "in_progress"],
        **dict.fromkeys(("completed_on", "published_on"), DAYS),
    },
    "modifications": {
        **{"decided_on": DAYS, "value_change_pence": AMOUNTS},
        "term_change_days": [None, 30, -900],
    },
    "notices": {"notice_type": ["UK10", "UK7"], "published_on": DAYS},
    "payments": {"paid_on": DAYS, "amount_pence": AMOUNTS, "financial_year": ["2021/22", None]},
    "payments_by_provider": {
        **{"provider_name": ["Brook", "Other", None], "service_category": ["Care", None]},
        **{"paid_on": DAYS, "amount_pence": AMOUNTS},
    },
    "reviews": {"reviewed_on": DAYS},
    "needs_assessments": {"service_category": ["care"], "completed_on": DAYS},
    "social_value": {"commitment": ["jobs"]},
    "measures": {
        **{"measure": ["m", "n"], "kind": ["how_much", "how_well"], "unit": ["hour", None]},
        **{"target": NUMBERS, "tolerance": [None, 0.1], "direction": ["higher", "lower", None]},
    },
    "returns": {
        **{"measure": ["m", "n"], "value": NUMBERS},
        **dict.fromkeys(("starts_on", "ends_on", "due_on", "received_on"), DAYS),
    },
    "users": {"starts_on": DAYS, "ends_on": DAYS, "group": ["a", None], "users": [0, 3, 80, None]},
    "observations": {
        **{"indicator": ["Need"], "area_code": ["E10000016"], "group": ["a", "b", None]},
        **{"ends_on": DAYS, "value": NUMBERS, "lower": NUMBERS, "count": NUMBERS},
    },
}
WITH_NEED = Thresholds(need_indicators={"Care": "Need"})


def any_register(seed, agreements=120):
    """Return a register with anything in it, or nothing, in every column."""
    chance = random.Random(seed)

    def any_rows(columns, count):
        return [
            {name: chance.choice(values) for name, values in columns.items()} for _ in range(count)
        ]

    rows = any_rows(AGREEMENT, agreements)
    feeds = {name: any_rows(columns, agreements) for name, columns in EVENTS.items()}
    for events in feeds.values():
        for event in events:
            event["reference"] = f"A{chance.randint(1, agreements)}"
    loaded = frozenset(chance.sample(sorted(LOADED), chance.choice([3, 10, len(LOADED)])))
    columns = {name: [row[name] for row in rows] for name in AGREEMENT}
    return register_with(**columns, **feeds, loaded_feeds=loaded)


@pytest.mark.thorough
@pytest.mark.parametrize(("seed", "on"), [(1, date(2023, 5, 28)), (2, date(2026, 3, 31))])
def test_every_answer_has_a_sentence_evidence_and_a_day_no_later_than_the_end(seed, on):
    register = any_register(seed)
    found = judge_register(register, on=on, thresholds=WITH_NEED).frame()
    of_live = found[found["agreement_id"].notna() & (found["rule"] != "eqia_unpublished")]
    others = found[found["agreement_id"].isna()]
    assert set(others["rule"]) == {*OF_DEPARTMENTS, *OF_PROVIDERS}
    assert set(of_live["rule"]) | set(others["rule"]) | {"eqia_unpublished"} == set(RULES)
    assert of_live.groupby("rule").size().nunique() == 1
    assert set(others["reference"]) <= {
        "department:Adults",
        *(f"provider:{name}" for name in ("Brook", "brook ", "Age Concern", "Other")),
    }
    assert found["sentence"].str.len().gt(0).all()
    assert found["row_ids"].str.len().gt(0).all()
    flagged = found[found["status"] == "flagged"]
    ends_on = register.agreements.set_index("agreement_id")["ends_on"]
    last = flagged["agreement_id"].map(ends_on).fillna(pd.Timestamp(on))
    assert (flagged["act_by"] <= last).all()
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
    found = judge_register(register, on=date(2026, 4, 1), thresholds=DEFAULTS).frame()
    assert found.empty
    assert tuple(found.columns) == COLUMNS


@pytest.mark.thorough
def test_a_quiet_day_changes_no_answer_about_an_agreement_with_an_end():
    register = register_with(
        ends_on="2022-03-31",
        latest_end_on="2022-03-31",
        procurement_method="direct",
        provider_type="third_sector",
        starts_on="2021-04-01",
        department="Adults",
        provider_name="Brook",
        value_pence=20_000_000,
    )
    before, after = (
        judge_register(register, on=on, thresholds=DEFAULTS).frame()
        for on in (date(2022, 7, 30), date(2022, 7, 31))
    )
    of_agreements = before["agreement_id"].notna()
    pd.testing.assert_frame_equal(before[of_agreements], after[of_agreements])
    # Of a department only the day asked differs, which is not kept.
    undated = before.drop(columns="act_by"), after.drop(columns="act_by")
    pd.testing.assert_frame_equal(*undated)


def test_an_agreement_beside_two_others_with_a_value_is_looked_up():
    # pandas takes an index of two numbers for a range, which cannot go on to a third as large as this.
    first, second, third = (times << 60 for times in (3, 5, 7))
    of_two = pd.Series(["a", "b"], pd.RangeIndex(first, second + 1, second - first))
    assert looked_up(pd.Series([third]), of_two).isna().all()
    assert list(looked_up(pd.Series([second]), of_two)) == ["b"]
