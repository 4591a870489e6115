"""A run that waits for a decision in the UI: answered through the server's API, as the form does."""

import json
import time
from datetime import date
from threading import Thread

import pytest

from tests.deployments.deciding import council

pytestmark = pytest.mark.server
ON = date(2026, 5, 1)


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    made = council(tmp_path)
    monkeypatch.setenv("COMMISSIONING_HOME", str(made.home))
    monkeypatch.delenv("COMMISSIONING_DATABASE_URL", raising=False)
    return made


class Person:
    """Somebody at the UI, who answers each form in turn and keeps what each one showed."""

    def __init__(self, *answers):
        self.answers, self.shown, self.fields = answers, [], {}
        self.thread = Thread(target=self.answer_all, daemon=True)

    def answer_all(self):
        from prefect.client.orchestration import get_client

        with get_client(sync_client=True) as client:
            asked = set()
            for answer in self.answers:
                run, keyset = self.next_form(client, asked)
                asked.add(keyset["schema"])
                self.shown.append(
                    json.loads(client.read_flow_run_input(run.id, keyset["description"]))
                )
                schema = json.loads(client.read_flow_run_input(run.id, keyset["schema"]))
                self.fields = schema["properties"]
                known = {n: one["default"] for n, one in self.fields.items() if "default" in one}
                client.resume_flow_run(run.id, run_input={**known, **answer})

    def next_form(self, client, asked):
        for _ in range(600):
            for run in client.read_flow_runs():
                keyset = run.state.state_details.run_input_keyset if run.state.is_paused() else None
                if keyset and keyset["schema"] not in asked:
                    return run, keyset
            time.sleep(0.1)
        raise TimeoutError("no run asked")


def test_a_run_waits_for_a_decision_and_asks_again_what_cannot_be(
    prefect_server, terminal, monkeypatch
):
    from flows import waiting
    from flows.decisions import record_decision
    from flows.flagging import flag_contracts

    monkeypatch.setattr(waiting, "POLL_SECONDS", 1)
    first = {
        "reference": "A1",
        "outcome": "extend",
        "decided_by": "Cabinet",
        "authority_reference": "CAB/12",
        "reason": "It works well.",
        "new_ends_on": "2027-12-31",
    }
    person = Person(first, {**first, "new_ends_on": "2027-03-31"})
    person.thread.start()
    flags = flag_contracts(authority="anytown", on=ON, wait_for_decision=True, decide_on="A1")
    person.thread.join(60)

    assert flags["cases"]["opened"] == 3
    assert person.shown[0] == "What was decided of A1?"
    assert "can be extended to 30 September 2027 at the latest" in person.shown[1]
    words = record_decision.parameters.properties
    assert person.fields["reason"]["description"] == words["reason"]["description"]
    [(new_ends_on, decided_by)] = terminal.ask("SELECT new_ends_on, decided_by FROM decision")
    assert (new_ends_on, decided_by) == ("2027-03-31", "Cabinet")


def test_without_a_server_nobody_could_answer(terminal):
    ran = terminal("flag-contracts", "--on", "2026-05-01", "--wait-for-decision")
    assert ran.status == 2
    assert "needs a Prefect server" in ran.err


def test_what_to_wait_for_is_refused_without_waiting(terminal):
    ran = terminal("flag-contracts", "--on", "2026-05-01", "--decide-on", "A1")
    assert ran.status == 2
    assert "give wait_for_decision with it" in ran.err
