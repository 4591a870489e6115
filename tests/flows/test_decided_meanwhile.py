"""A form that waits in the UI while somebody else decides: nobody decides over what was never shown."""

from datetime import date
from getpass import getuser
from types import SimpleNamespace

import pytest

from tests.deployments.deciding import DAY, FIRST, council, decide, flags

pytestmark = pytest.mark.thorough


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    made = council(tmp_path)
    flags(made, FIRST)
    monkeypatch.setenv("COMMISSIONING_HOME", str(made.home))
    monkeypatch.delenv("COMMISSIONING_DATABASE_URL", raising=False)
    return made


def test_a_form_refused_for_something_else_still_learns_what_was_decided_meanwhile(
    terminal, monkeypatch
):
    from flows import decisions, waiting
    from flows.workplace import open_workplace

    log = SimpleNamespace(info=lambda *words: None, warning=lambda *words: None)
    for flow in (waiting, decisions):
        monkeypatch.setattr(flow, "flow_log", lambda: log)
    shown = []

    def person(wait_for_input, timeout, poll_interval):
        fields = wait_for_input.model_fields
        form = {name: None if one.is_required() else one.default for name, one in fields.items()}
        shown.append((wait_for_input._description, form["expected_version"]))
        if len(shown) == 1:  # no pounds, and somebody else is quicker
            quicker = decide(terminal, "A1", "extend", "--new-ends-on", "2027-03-31")
            assert quicker.status == 0, quicker.err
            form |= {"outcome": "let_lapse", "decided_by": "Panel", "authority_reference": "P/1"}
            return SimpleNamespace(**{**form, "reason": "No need.", "value_change_gbp": "ten"})
        if len(shown) == 2:
            return SimpleNamespace(**{**form, "value_change_gbp": ""})
        raise KeyboardInterrupt

    monkeypatch.setattr(waiting, "pause_flow_run", person)
    with pytest.raises(KeyboardInterrupt):
        waiting.wait_for_decision(open_workplace("anytown"), "A1", on=date.fromisoformat(DAY))
    assert [version for _said, version in shown] == [2, 2, 3]
    assert "'ten' is no amount of pounds" in shown[1][0]
    assert f"decision 1 recorded by Cabinet (entered by {getuser()}) on 2 May 2026" in shown[2][0]
    assert terminal.count("decision") == 1
