"""Cases: one for each agreement that needs a decision, opened, updated and closed by the rules."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select

from models.case import CaseEvent
from models.judgement import SEVERITIES, Judged, Judgement
from models.ledger import Load
from models.metadata import table_of
from models.store.case_acts import Act, add_act, open_case_of
from models.store.cases import CaseCounts, case_history, open_cases, update_cases
from models.store.decided import Decided
from models.store.engine import publishing, reading
from models.store.found import Found
from models.store.rows import insert_rows

pytestmark = pytest.mark.thorough

APRIL, MAY, JUNE = date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)
EXPIRY, CLIFF = "expiry_within_lead_time", "cliff_edge"
PAYING = "unrecognised_commissioning"


def result(agreement_id, rule, status, severity="", act_by=None, is_undated=False):
    return {
        "subject_kind": "agreement",
        "agreement_id": agreement_id,
        "reference": f"G{agreement_id}",
        "rule": rule,
        "status": status,
        "severity": severity,
        "act_by": act_by,
        "is_undated": is_undated,
    }


def flag(agreement_id=1, rule=EXPIRY, severity="high", act_by="2026-10-01", **more):
    return result(agreement_id, rule, "flagged", severity, act_by, **more)


def of_department(name, status="flagged"):
    severity = "high" if status == "flagged" else ""
    return {
        **result(pd.NA, PAYING, status, severity, "2026-04-30", is_undated=True),
        "subject_kind": "department",
        "reference": f"department:{name}",
    }


def clear(agreement_id=1, rule=EXPIRY):
    return result(agreement_id, rule, "clear")


def unknown(agreement_id=1, rule=EXPIRY):
    return result(agreement_id, rule, "unknown", act_by="2026-05-31")


def found_in(results):
    """Return what a judgement found as the cases are asked of it, counted result by result."""
    rules = tuple(sorted({each["rule"] for each in results}))
    subjects = {}
    for each in results:
        subjects.setdefault((each["subject_kind"], each["reference"]), []).append(each)

    def dated(each):
        return None if each["is_undated"] else pd.Timestamp(each["act_by"])

    def matrix(holds):
        rows = [
            [any(each["rule"] == rule and holds(each) for each in of_one) for rule in rules]
            for of_one in subjects.values()
        ]
        return np.array(rows, dtype=bool).reshape(len(subjects), len(rules))

    def due(places, days):
        by = dict(zip(list(np.array(list(subjects), dtype=object)[places, 1]), days, strict=True))
        every = matrix(
            lambda each: (
                each["status"] == "flagged"
                and dated(each) is not None
                and each["reference"] in by
                and dated(each) <= by[each["reference"]]
            )
        )
        return every[places]

    rows = []
    for (kind, reference), of_one in subjects.items():
        flags = [each for each in of_one if each["status"] == "flagged"]
        is_agreement = kind == "agreement"
        rows.append(
            {
                "subject_kind": kind,
                "subject_id": str(of_one[0]["agreement_id"])
                if is_agreement
                else reference.partition(":")[2],
                "label": reference,
                "severity": max(
                    (each["severity"] for each in flags), key=SEVERITIES.index, default=None
                ),
                "act_by": min((day for each in flags if (day := dated(each))), default=None),
            }
        )
    columns = ("subject_kind", "subject_id", "label", "severity")
    frame = pd.DataFrame(rows, columns=[*columns, "act_by"])
    frame = frame.astype({**dict.fromkeys(columns, "str"), "act_by": "datetime64[s]"})
    flagged = matrix(lambda each: each["status"] == "flagged")
    unknown = matrix(lambda each: each["status"] == "unknown")
    return Found(frame, rules, flagged, unknown, due, repr(results))


@pytest.fixture
def ask(engine):
    """Bring the cases up to date with a day's results, each judgement numbered after the last."""
    numbers = iter(range(1, 100))

    def update(on, *results, decided=None, load_no=None):
        number = next(numbers)
        row = Judgement(
            authority="anytown",
            judgement_no=number,
            on_day=on,
            load_no=number,
            rules_digest="",
            thresholds_digest="",
            rules=f'["{CLIFF}", "{EXPIRY}"]',
            agreements=len(results),
        )
        with publishing(engine) as connection:
            insert_rows(connection, table_of(Judgement), [row.model_dump()])
            return update_cases(
                connection,
                "anytown",
                judgement_no=number,
                load_no=load_no or number,
                on=on,
                found=found_in(results),
                decided=decided,
            )

    return update


@pytest.fixture
def events(engine):
    """Return what happened to the case of an agreement, or of a subject of another kind, oldest first."""

    def read(subject=1, kind="agreement"):
        with reading(engine) as connection:
            return list(case_history(connection, "anytown", [str(subject)], kind=kind))

    return read


def test_a_flag_opens_a_case_with_its_highest_severity_and_earliest_day(ask, events):
    flags = (
        flag(act_by="2026-10-01"),
        flag(rule=CLIFF, severity="critical", act_by="2026-09-01"),
        clear(2),
    )
    assert ask(APRIL, *flags) == CaseCounts(opened=1, open=1)
    [opened] = events()
    assert (opened.kind, opened.case_no, opened.event_no, opened.label) == ("opened", 1, 1, "G1")
    assert (opened.severity, opened.act_by) == ("critical", date(2026, 9, 1))
    assert opened.rules == f'["{CLIFF}", "{EXPIRY}"]'


def test_the_same_flags_on_another_day_happen_to_nobody(ask, events):
    ask(APRIL, flag())
    assert ask(MAY, flag()) == CaseCounts(open=1)
    assert len(events()) == 1


def test_a_flag_that_gives_no_day_says_the_same_every_day(ask, events):
    ask(APRIL, flag(act_by=APRIL.isoformat(), is_undated=True))
    assert ask(MAY, flag(act_by=MAY.isoformat(), is_undated=True)) == CaseCounts(open=1)
    assert events()[0].act_by is None


def test_what_a_person_did_to_a_case_is_looked_at_though_nothing_else_changed(ask, events, engine):
    ask(APRIL, flag())
    ask(MAY, flag())
    acted = {**events()[-1].model_dump(), "event_no": 2, "kind": "closed", "on_day": MAY}
    with publishing(engine) as connection:
        insert_rows(connection, table_of(CaseEvent), [acted])
    assert ask(JUNE, flag()) == CaseCounts(opened=1, open=1)


def test_a_case_left_alone_for_its_later_event_is_looked_at_on_that_day(ask, events, engine):
    ask(APRIL, flag())
    acted = {**events()[-1].model_dump(), "event_no": 2, "severity": "low", "on_day": JUNE}
    with publishing(engine) as connection:
        insert_rows(connection, table_of(CaseEvent), [acted])
    assert ask(MAY, flag()) == CaseCounts(open=1)
    assert ask(JUNE, flag()) == CaseCounts(updated=1, open=1)


def test_a_worse_flag_updates_the_case(ask, events):
    ask(APRIL, flag(severity="medium"))
    assert ask(MAY, flag(severity="critical")) == CaseCounts(updated=1, open=1)
    assert [(event.kind, event.severity) for event in events()] == [
        ("opened", "medium"),
        ("updated", "critical"),
    ]


def test_a_case_closes_when_nothing_is_flagged_any_more(ask, events):
    ask(APRIL, flag())
    assert ask(MAY, clear()) == CaseCounts(closed=1)
    assert [event.kind for event in events()] == ["opened", "closed"]


def test_a_case_closes_when_the_agreement_is_gone(ask):
    ask(APRIL, flag(1), flag(2))
    assert ask(MAY, flag(2)) == CaseCounts(closed=1, open=1)


def test_a_case_whose_rule_could_not_be_asked_stays_open(ask, events):
    ask(APRIL, flag())
    assert ask(MAY, unknown()) == CaseCounts(open=1)
    assert [event.kind for event in events()] == ["opened"]


def test_a_case_closes_though_a_rule_that_never_flagged_it_could_not_be_asked(ask):
    ask(APRIL, flag(rule=EXPIRY))
    assert ask(MAY, clear(rule=EXPIRY), unknown(rule=CLIFF)) == CaseCounts(closed=1)


def test_a_flag_after_the_case_was_closed_opens_another(ask, events):
    ask(APRIL, flag())
    ask(MAY, clear())
    assert ask(JUNE, flag()) == CaseCounts(opened=1, open=1)
    assert [(event.case_no, event.kind) for event in events()] == [
        (1, "opened"),
        (1, "closed"),
        (2, "opened"),
    ]


def test_a_judgement_about_an_earlier_day_moves_no_case(ask, events):
    ask(MAY, flag(1))
    assert ask(APRIL, clear(1), flag(2)) == CaseCounts(open=1)
    assert [len(events(n)) for n in (1, 2)] == [1, 0]


def test_a_day_without_a_flag_is_a_day_like_any_other(ask):
    assert ask(APRIL, clear(1), clear(2)) == CaseCounts()


def test_the_open_cases_come_most_severe_first_and_then_by_day(ask, engine):
    ask(
        APRIL,
        flag(1, severity="low", act_by="2026-05-01"),
        flag(2, severity="critical", act_by="2026-12-01"),
        flag(3, severity="critical", act_by="2026-06-01"),
    )
    with reading(engine) as connection:
        assert open_cases(connection, "anytown")["label"].tolist() == ["G3", "G2", "G1"]


def test_what_happened_to_a_case_is_never_written_over(ask, engine):
    def every():
        with reading(engine) as connection:
            ordered = select(CaseEvent).order_by(CaseEvent.case_no, CaseEvent.event_no)
            return [tuple(row) for row in connection.execute(ordered)]

    ask(APRIL, flag())
    before = every()
    ask(MAY, flag(severity="critical"))
    ask(JUNE, clear())
    assert every()[: len(before)] == before


def test_a_department_has_a_case_of_its_own(ask, events):
    assert ask(APRIL, flag(), of_department("CLS")) == CaseCounts(opened=2, open=2)
    [opened] = events("CLS", kind="department")
    assert (opened.label, opened.severity, opened.act_by, opened.rules) == (
        "department:CLS",
        "high",
        None,  # nothing gives a day
        f'["{PAYING}"]',
    )
    assert ask(MAY, flag(), of_department("CLS")) == CaseCounts(open=2)
    assert ask(JUNE, flag(), of_department("CLS", "clear")) == CaseCounts(closed=1, open=1)


def test_the_case_of_a_department_that_could_not_be_asked_about_stays_open(ask):
    ask(APRIL, of_department("CLS"))
    assert ask(MAY, of_department("CLS", "unknown")) == CaseCounts(open=1)


def test_a_department_named_by_a_number_is_not_the_agreement_of_that_number(ask, events):
    ask(APRIL, flag(1), of_department("1"))
    assert ask(MAY, flag(1), of_department("1", "clear")) == CaseCounts(closed=1, open=1)
    assert [event.kind for event in events(1)] == ["opened"]
    assert [event.kind for event in events(1, kind="department")] == ["opened", "closed"]


def decided(outcome="extend", on=MAY, ends_on=None, brings=frozenset()):
    """Return that agreement 1 was decided on, and when it ends now."""
    row = {
        "subject_id": "1",
        "decision": f"{outcome} on {on}",
        "decided_on": pd.Timestamp(on),
        "ends_on": pd.Timestamp(ends_on) if ends_on else pd.NaT,
    }
    kinds = dict.fromkeys(("subject_id", "decision"), "str")
    days = dict.fromkeys(("decided_on", "ends_on"), "datetime64[s]")
    return Decided(pd.DataFrame([row]).astype({**kinds, **days}), brings)


def test_a_decision_closes_the_case_and_what_it_was_about_opens_it_no_more(ask, events):
    ask(APRIL, flag())
    assert ask(MAY, flag(), decided=decided()) == CaseCounts(closed=1)
    assert ask(JUNE, flag(severity="critical"), decided=decided()) == CaseCounts()
    assert [(event.kind, event.decision) for event in events()] == [
        ("opened", None),
        ("decided", "extend on 2026-05-31"),
    ]


def test_another_rule_opens_it_again_and_its_end_closes_it(ask, events):
    ask(APRIL, flag())
    ask(MAY, flag(), decided=decided())
    more = (flag(), flag(rule=CLIFF))
    assert ask(JUNE, *more, decided=decided()) == CaseCounts(opened=1, open=1)
    assert ask(JUNE, *more, decided=decided()) == CaseCounts(open=1)
    assert events()[-1].reason == f"Not flagged when it was decided: {CLIFF}."
    assert ask(JUNE, flag(), decided=decided()) == CaseCounts(closed=1)


def test_another_end_opens_it_again(ask, events):
    ask(APRIL, flag())
    ask(MAY, flag(), decided=decided(ends_on=JUNE))
    assert ask(JUNE, flag(), decided=decided(ends_on=MAY)) == CaseCounts(opened=1, open=1)
    assert events()[-1].reason == "The end changed from 2026-06-30 to 2026-05-31 since."


def test_another_decision_closes_what_opened_since_the_first(ask):
    ask(APRIL, flag())
    ask(MAY, flag(), decided=decided())
    more = (flag(), flag(rule=CLIFF))
    ask(JUNE, *more, decided=decided())
    again = decided("recommission", JUNE)
    assert ask(JUNE, *more, decided=again) == CaseCounts(closed=1)
    # The first decision is in force again, as when the file that brought the second is taken back.
    assert ask(JUNE, *more, decided=decided()) == CaseCounts(opened=1, open=1)


def test_a_decision_without_a_judgement_before_covers_what_was_due_by_its_day(ask, events):
    due, later = flag(act_by="2026-05-01"), flag(rule=CLIFF, act_by="2026-06-15")
    assert ask(JUNE, due, decided=decided()) == CaseCounts()
    assert [event.kind for event in events()] == ["decided"]
    assert ask(JUNE, due, later, decided=decided()) == CaseCounts(opened=1, open=1)


def test_what_a_decision_brings_about_is_never_covered_by_it(ask):
    missing = flag(rule="eqia_missing", act_by="2026-05-31")
    brings = decided(brings=frozenset({"eqia_missing"}))
    assert ask(JUNE, missing, decided=brings) == CaseCounts(opened=1, open=1)


def test_a_rule_that_cannot_be_asked_keeps_open_what_opened_after_a_decision(ask):
    ask(APRIL, flag())
    ask(MAY, flag(), decided=decided())
    ask(JUNE, flag(), flag(rule=CLIFF), decided=decided())
    assert ask(JUNE, flag(), unknown(rule=CLIFF), decided=decided()) == CaseCounts(open=1)


def test_a_decision_taken_back_opens_the_case_again(ask):
    ask(APRIL, flag())
    ask(MAY, flag(), decided=decided())
    assert ask(JUNE, flag()) == CaseCounts(opened=1, open=1)


def act(engine, kind, load_no, **said):
    """Record what a person did to the open case of agreement 1, under a row of the ledger."""
    with publishing(engine) as connection:
        case = open_case_of(connection, "anytown", 1)
        done = Act(Load(load_no=load_no), MAY, "Cabinet", "It works well.")
        add_act(connection, kind, case, done, **said)


def test_a_judgement_under_way_when_it_was_decided_leaves_the_case_closed(ask, engine, events):
    ask(APRIL, flag(), load_no=5)
    act(engine, "decided", 6, decision="extend on 2026-05-31")
    assert ask(MAY, flag(), load_no=5) == CaseCounts()  # it was asked before the decision
    assert [event.kind for event in events()] == ["opened", "decided"]
    assert ask(MAY, flag(), load_no=6) == CaseCounts(opened=1, open=1)  # as though taken back


def test_what_was_asked_later_of_an_earlier_day_was_not_flagged_when_it_was_decided(
    ask, engine, events
):
    ask(MAY, clear(), decided=decided())
    ask(APRIL, flag(), decided=decided())  # as a pack of a month before does
    told = [
        Judged(authority="anytown", agreement_id=1, from_judgement=number, statuses=letters)
        for number, letters in ((1, "cc"), (2, "cf"))
    ]
    with publishing(engine) as connection:
        insert_rows(connection, table_of(Judged), [row.model_dump() for row in told])
    assert ask(JUNE, flag(), decided=decided()) == CaseCounts(opened=1, open=1)
    assert ask(JUNE, clear(), decided=decided()) == CaseCounts(closed=1)
    assert ask(JUNE, flag(), decided=decided()) == CaseCounts(opened=1, open=1)
    assert [event.kind for event in events()] == ["opened", "closed", "opened"]
