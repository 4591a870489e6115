"""Runs that were interrupted, and what the server tells of schedules and failures."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commissioning.watch.runs import (
    Deployment,
    PrefectRun,
    ServerState,
    interrupted,
    server_findings,
    to_run_again,
)

NOW = datetime(2026, 4, 1, 6, 40, tzinfo=UTC)
NIGHTLY = Deployment("d1", "refresh-register", "anytown", 1, False, NOW - timedelta(days=9))
FORM = Deployment("d2", "record-decision", "anytown", 0, False, NOW - timedelta(days=9))
RUN = PrefectRun(
    *("r1", "quiet-owl", "d1", "RUNNING", "Running"),
    *(NOW - timedelta(minutes=40), NOW - timedelta(minutes=41), {"authority": "anytown"}),
)


def server(*runs, **changed):
    state = ServerState("http://127.0.0.1:4200", "", (NIGHTLY, FORM), runs)
    return replace(state, **changed)


def found(what, state, workers=None):
    findings = server_findings("anytown", state, workers or {}, now=NOW)
    return next(each for each in findings if each.what == what)


@pytest.mark.parametrize(
    ("state", "minutes", "workers", "is_interrupted"),
    [
        ("RUNNING", 40, {"r1": True}, False),
        ("RUNNING", 40, {"r1": False}, True),  # its process is gone
        ("RUNNING", 1, {"r1": False}, True),
        ("RUNNING", 40, {}, True),  # it died before it wrote itself down
        ("PENDING", 40, {}, True),
        ("PENDING", 4, {}, False),  # it may be starting
        ("CRASHED", 40, {"r1": False}, True),
        ("COMPLETED", 40, {"r1": False}, False),
        ("PAUSED", 40, {"r1": False}, False),  # it waits for a person
    ],
)
def test_a_run_is_interrupted_when_nobody_works_on_it_any_more(
    state, minutes, workers, is_interrupted
):
    run = replace(RUN, state=state, since=NOW - timedelta(minutes=minutes))
    assert bool(interrupted(server(run), workers, now=NOW)) == is_interrupted


def test_an_interrupted_run_is_run_again_once_and_the_second_one_never():
    again = replace(RUN, id="r2", idempotency_key="again-r1", state="CRASHED")
    assert to_run_again(server(RUN), [RUN], now=NOW) == [RUN]
    assert to_run_again(server(RUN, again), [RUN, again], now=NOW) == []


def test_what_a_person_filled_in_is_not_sent_again():
    assert to_run_again(server(), [replace(RUN, deployment_id="d2")], now=NOW) == []


def test_a_run_that_crashed_days_ago_is_told_but_not_run_again():
    old = replace(RUN, state="CRASHED", since=NOW - timedelta(days=3))
    assert to_run_again(server(old), [old], now=NOW) == []
    assert not found("anytown runs interrupted", server(old)).is_well


def test_an_interruption_is_well_again_when_a_later_run_of_the_flow_has_completed():
    crashed = replace(RUN, state="CRASHED")
    later = replace(RUN, id="r2", state="COMPLETED", since=NOW)
    earlier = replace(later, since=RUN.since - timedelta(days=1))
    assert found("anytown runs interrupted", server(crashed, later)).is_well
    assert not found("anytown runs interrupted", server(crashed, earlier)).is_well


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("SCHEDULED", "was interrupted and started again (quiet-owl again): scheduled"),
        ("COMPLETED", "none"),
        ("CRASHED", "refresh-register (quiet-owl again) was interrupted"),
    ],
)
def test_an_interruption_is_well_again_when_the_second_run_has_done_the_work(state, said):
    again = replace(
        RUN,
        id="r2",
        name="quiet-owl again",
        state=state,
        state_name=state.title(),
        since=NOW,
        idempotency_key="again-r1",
    )
    finding = found("anytown runs interrupted", server(replace(RUN, state="CRASHED"), again))
    assert said in finding.seen
    assert finding.is_well == (state == "COMPLETED")


def test_a_failed_run_is_told_until_the_next_of_its_flow_has_completed():
    failed = replace(RUN, state="FAILED", said="register: no column title")
    finding = found("anytown runs failed", server(failed))
    assert finding.seen == "refresh-register (quiet-owl): register: no column title"
    better = replace(RUN, id="r2", state="COMPLETED", since=NOW)
    assert found("anytown runs failed", server(better, failed)).is_well


def test_a_paused_schedule_and_a_run_that_nobody_takes_are_told():
    paused = server(deployments=(replace(NIGHTLY, is_paused=True), FORM))
    assert found("anytown schedules", paused).seen == "refresh-register is paused"
    late = replace(RUN, state="SCHEDULED", state_name="Late")
    finding = found("anytown runs late", server(late))
    assert finding.seen == "refresh-register was due at 2026-04-01 05:59 UTC"
    queued = replace(late, state_name="AwaitingConcurrencySlot")
    assert found("anytown runs late", server(queued)).is_well


def test_of_a_silent_server_nothing_but_its_silence_is_told():
    [finding] = server_findings("anytown", server(trouble="does not answer"), {}, now=NOW)
    assert (finding.what, finding.is_well) == ("server", False)
    assert "commissioning serve" in finding.remedy
