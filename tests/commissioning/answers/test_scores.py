"""The principles' worked cases: each score is met / assessable, and what is not recorded is in neither."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from commissioning.answers.disclosure import Disclosure
from commissioning.answers.question import Asking, Evidence, Question
from commissioning.answers.scores import scores
from commissioning.profile_departments import Department
from tests.rules.builders import frame, register_with

LOADED = frozenset(
    (
        "agreements",
        "extensions",
        "needs_assessments",
        "engagement",
        "notices",
        "measures",
        "reviews",
    )
)


def asked(register, departments=(), **frames):
    """Return every principle's score and how many could be assessed, and the whole answer."""
    ids = dict(
        zip(register.agreements["reference"], register.agreements["agreement_id"], strict=True)
    )
    given = {name: frame(name, pd.DataFrame(rows), ids) for name, rows in frames.items()}
    training = {"target": 2000, "trained": 1460}
    evidence = Evidence(
        replace(register, **given), pd.DataFrame(), departments=departments, training=training
    )
    question = Question("scores", date(2026, 4, 1))
    told = scores(Asking(question, evidence, Disclosure()))
    return {
        f["principle"]: (f["score"], f["assessable"], f["of"]) for f in told.figures
    }, told.answer


def test_needs_are_understood_where_assessed_in_date_and_a_voluntary_body_was_consulted():  # P1
    register = register_with(
        service_category=[f"S{n}" for n in range(10)], awarded_on="2026-03-01", loaded_feeds=LOADED
    )
    assessments = [
        {"service_category": f" s{n}", "completed_on": "2023-03-01" if n < 8 else "2023-02-28"}
        for n in range(10)
    ]  # 36 months old at award, and a day more; categories alike but for capitals and spaces
    events = [
        {"reference": f"A{n + 1}", "held_on": "2025-01-01", "vcse_attended": n < 6}
        for n in range(10)
    ]
    found, answer = asked(register, needs_assessments=assessments, engagement=events)
    assert found["P1"] == (0.6, 10, 10)
    assert "P1 0.60 (10/10 known)" in answer


def test_providers_are_consulted_ninety_days_before_the_tender():  # P2
    register = register_with(title=["a", "b", "c", "d", "e"], loaded_feeds=LOADED)
    notices = [
        {"ocid": f"o{n}", "notice_type": "UK4", "published_on": "2026-01-01", "reference": f"A{n}"}
        for n in range(1, 6)
    ]
    leads = {"A1": 120, "A2": 95, "A3": 88, "A4": 30}  # and none
    events = [
        {
            "reference": reference,
            "held_on": pd.Timestamp("2026-01-01") - pd.Timedelta(days=lead),
            "vcse_attended": True,
        }
        for reference, lead in leads.items()
    ]
    found, _ = asked(register, notices=notices, engagement=events)
    assert found["P2"] == (0.4, 5, 5)


@pytest.mark.parametrize(
    ("first", "later", "score"),
    [
        (False, True, (0.0, 1, 1)),  # a voluntary body came, but late
        (None, True, (None, 0, 1)),  # who came to the first is not recorded
        (True, False, (1.0, 1, 1)),
    ],
)
def test_it_is_the_first_event_that_counts(first, later, score):
    notices = [{"ocid": "o", "notice_type": "UK4", "published_on": "2026-01-01", "reference": "A1"}]
    events = [
        {"reference": "A1", "held_on": "2025-01-01", "vcse_attended": first},
        {"reference": "A1", "held_on": "2025-12-26", "vcse_attended": later},
    ]
    found, _ = asked(register_with(loaded_feeds=LOADED), notices=notices, engagement=events)
    assert found["P2"] == score


def test_outcomes_are_at_heart_where_someone_is_to_be_better_off():  # P3
    objectives = ["health"] * 40
    register = register_with(policy_objectives=objectives, loaded_feeds=LOADED)
    measures = [
        {"reference": f"A{n}", "measure": "m", "kind": "better_off", "baseline": 1.0, "target": 2.0}
        for n in range(1, 35)
    ]
    found, _ = asked(register, measures=measures)
    assert found["P3"] == (0.85, 40, 40)


def test_terms_are_long_from_thirty_six_months_on():  # P7
    ends = ["2026-12-31", "2026-12-31", "2028-12-31", "2028-12-31", "2030-12-31"]
    register = register_with(
        provider_type="third_sector", starts_on="2026-01-01", ends_on=ends, loaded_feeds=LOADED
    )
    found, _ = asked(register)
    assert found["P7"] == (0.6, 5, 5)


def test_feedback_is_sought_from_all_three():  # P8
    register = register_with(loaded_feeds=LOADED)
    yes, no = True, False
    rows = [(yes, yes, yes)] * 5 + [(yes, yes, no)] * 2 + [(no, no, no)]
    reviews = [
        {
            "reference": "A1",
            "reviewed_on": f"2026-01-{day:02d}",
            "users_asked": users,
            "communities_asked": communities,
            "providers_asked": providers,
        }
        for day, (users, communities, providers) in enumerate(rows, start=1)
    ]
    found, answer = asked(register, reviews=reviews)
    assert found["P8"] == (0.625, 8, 8)
    assert "P8 0.625 (8/8 known)" in answer


def test_who_signed_up_and_who_was_trained():  # T1, T3
    day = date(2006, 6, 1)
    departments = tuple(Department(name=f"D{n}", signed_up_on=day) for n in range(5))
    later = Department(name="D6", signed_up_on=date(2027, 1, 1))
    _, answer = asked(
        register_with(loaded_feeds=LOADED), (*departments, later, Department(name="D7"))
    )
    assert "signed_up=5; principles=8; training 0.73" in answer


def test_what_was_never_loaded_is_unknown():
    found, answer = asked(register_with(loaded_feeds=frozenset({"agreements"})))
    assert {found[name] for name in ("P1", "P3")} == {(None, 0, 1)}
    assert "signed_up unknown" in answer
