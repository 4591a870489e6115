"""``commissioning serve`` as a person meets it: started, asked, stopped."""

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from commissioning.dates import last_finished
from deployments.processes import is_alive
from tests.cases.council import with_profile, written
from tests.commands import Terminal
from tests.deployments.deciding import agreement
from tests.deployments.person import CHROMIUM, Choice, Person, person_at
from tests.deployments.serving import Served, eventually

pytestmark = pytest.mark.server
MEASURED = {"unit": "people", "direction": "higher", "frequency": "quarterly"}
TODAY = datetime.now(ZoneInfo("Europe/London")).date()


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """The server of a council whose agreements end within months, with its register loaded."""
    folder = tmp_path_factory.mktemp("served")
    terminal = with_profile(folder, "anytown")
    rows = [
        agreement(f"A{n}", ends_on=TODAY + timedelta(days=100 + n), commissioner="Jo Bloggs")
        for n in range(1, 5)
    ]
    measure = {"reference": "A1", "measure": "People helped", "kind": "how_much"}
    for feed, loaded in (("agreements", rows), ("measures", [measure | MEASURED])):
        assert terminal.load(feed, written(folder / f"{feed}.csv", loaded)).status == 0
    served = Served(terminal.home)
    yield served
    served.kill()


def test_it_says_where_everything_is(served):
    where, packs, password, packs_password = served.said
    assert where == f"Flows, schedules and runs: http://127.0.0.1:{served.port}\n"
    assert re.fullmatch(r"Packs: http://127\.0\.0\.1:\d+\n", packs)
    assert password == f"Password, the whole line: {served.home / 'prefect' / 'auth'}\n"
    kept = served.home / "packs-password"
    assert packs_password == f"Password of the packs, user and password: {kept}\n"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_nobody_is_answered_without_the_password(served):
    for path in ("admin/version", "flow_runs/count", "deployments/filter"):
        for ask in (httpx.get, httpx.post):
            # A write is stopped by its missing token before anybody looks at the password.
            assert ask(f"{served.api().base_url}{path}").status_code in (401, 403)
    assert httpx.get(f"{served.api().base_url}admin/version").status_code == 401
    assert httpx.get(f"{served.api().base_url}health").status_code == 200
    assert served.api().get("admin/version").json() == "3.8.8"


def test_another_site_may_not_call_the_server(served):
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{served.api().base_url}flows/filter", headers=asked)
    assert answer.status_code == 400
    assert "access-control-allow-origin" not in answer.headers


def test_every_flow_is_deployed_for_its_authorities(served):
    found = served.api_to_write().post("deployments/filter", json={}).json()
    flows = (
        "flagging",
        "needs",
        "register",
        "monitoring",
        "cycle",
        "market",
        "design",
        "decisions",
        "withdrawal",
        "returns",
    )
    flows += ("watch",)
    flows += ("cases", "cases")  # acknowledge and hand-over
    expected = [(flow, authority) for flow in flows for authority in ("salford", "trafford")]
    packs = ("manager", "provider", "public", "exempt")  # beside the management team's
    expected += [("monitoring", f"{name}-{of}") for name in ("salford", "trafford") for of in packs]
    expected += [("answers", name) for name in ("salford", "trafford", "kent-2011", "jersey")]
    expected.append(("cycle", "any"))
    deployed = [(one["entrypoint"].split(".")[1], one["name"]) for one in found]
    assert sorted(deployed) == sorted(expected)
    assert {one["work_pool_name"] for one in found} == {"commissioning"}
    assert all(one["enforce_parameter_schema"] for one in found)


def test_the_scheduler_has_runs_waiting(served):
    api = served.api_to_write()
    scheduled = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    assert eventually(lambda: api.post("flow_runs/count", json=scheduled).json() > 0)


def test_a_parameter_that_no_flow_takes_is_refused_by_its_deployment(served):
    api = served.api_to_write()
    refused = 0
    for one in api.post("deployments/filter", json={}).json():
        schema = one["parameter_openapi_schema"]
        assert schema["additionalProperties"] is False
        if set(schema["required"]) <= set(one["parameters"]):  # else another fault is told first
            given = {"parameters": one["parameters"] | {"authorty": "salford"}}
            answer = api.post(f"deployments/{one['id']}/create_flow_run", json=given)
            assert answer.status_code == 409
            assert "'authorty' was unexpected" in answer.json()["detail"]
            refused += 1
    assert refused > 20


def test_forms_that_are_submitted_at_the_same_instant_are_all_taken(served):
    """Each call is as a browser makes it, which does not ask again where it is turned away."""
    api = served.api_to_write()
    watch = api.get("deployments/name/watch/salford").json()["id"]
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2099-01-01T00:00:00+00:00"}}

    def submit(_person):
        given = {"parameters": {"authority": "anytown"}, "state": later}
        return api.post(f"deployments/{watch}/create_flow_run", json=given).status_code

    with ThreadPoolExecutor(8) as at_once:
        assert set(at_once.map(submit, range(40))) == {201}


# What each form is filled with; those of a line are under way together, and the next rest on them.
WHO, SOON = {"Authority": Choice("anytown")}, TODAY + timedelta(days=20)
DECIDED = {
    "Outcome": Choice("let_lapse"),
    "Decided_by": "Cabinet",
    "On_what_authority": "CAB/12",
    "Reason": "It works well.",
    "Equality_assessment": "none needed",
    "Why_no_equality_assessment_is_needed": "No one is affected.",
}
SILENT = {"Silent_until": SOON, "Acknowledged_by": "Jo", "Only_these_agreements": "A3"}
HANDED = {"New_owner": "Sam", "Handed_over_by": "Jo", "Only_these_agreements": "A4"}
FORMS: tuple[dict[str, dict[str, object]], ...] = (
    {"flag-contracts": WHO, "answer-question": {**WHO, "Question": Choice("ending-on")}},
    {
        "build-packs": WHO,
        "acknowledge": {**WHO, **SILENT, "Reason": "It is in hand."},
        "hand-over": {**WHO, **HANDED, "Reason": "Jo is on leave."},
        "record-decision": {**WHO, "Agreement": "A1", **DECIDED},
        "refresh-register": WHO,
        "write-return-templates": {**WHO, "Folder_to_write_to": "forms"},
    },
    {
        "withdraw-pack": {
            **WHO,
            "Period": last_finished("quarter", TODAY).slug,
            "For_whom": Choice("dmt"),
            "Withdrawn_by": "Jo",
            "Reason": "The wrong register.",
        },
        "refresh-needs": WHO,
        "refresh-market": WHO,
        "plan-services": WHO,
    },
    # Chosen again is chosen no more: only the council's own cycle is run.
    {"run-cycle": {"Authorities": ["salford", "anytown"]}, "watch": WHO},
)


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")
def test_a_form_is_submitted_in_a_browser_and_followed_to_its_pack(served, tmp_path):
    with person_at(served, tmp_path) as person:
        person.sign_in()
        submit_all(person, {"flag-contracts": WHO})
        reads_the_pack(person, submit_all(person, {"build-packs": WHO})["build-packs"])
        is_refused_in_a_sentence(person)
        decides_where_a_run_waits(person)


@pytest.mark.browser
@pytest.mark.nightly
@pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")
def test_every_form_is_submitted_in_a_browser(served, tmp_path):
    with person_at(served, tmp_path) as person:
        person.sign_in()
        assert {flow for forms in FORMS for flow in forms} == set(person.deployments)
        for forms in FORMS:
            submit_all(person, forms)


def submit_all(person: Person, forms: dict[str, dict[str, object]]) -> dict[str, str]:
    """Submit each form and see its run complete; return the run of each flow."""
    runs = {flow: person.submit(flow, **fields) for flow, fields in forms.items()}
    for flow, run in runs.items():
        ended = person.ended(run)
        assert ended["state"]["type"] == "COMPLETED", f"{flow}: {ended['state']}"
        assert ended["name"].startswith(f"{flow} anytown")
    return runs


def reads_the_pack(person: Person, run: str) -> None:
    """Follow the run's artifact to the pack, which asks for its password and has it."""
    person.open_artifact(run, "summary-build-packs-anytown-dmt")
    person.picture("summary")
    person.page.get_by_role("link", name="Packs of A council").click()
    person.page.get_by_role("link", name="Departmental management team").first.click()
    person.page.get_by_role("heading", name="Decisions needed").first.wait_for()
    person.picture("pack")
    assert httpx.get(person.page.url).status_code == 401


def is_refused_in_a_sentence(person: Person) -> None:
    """Ask for an authority that nobody knows, and for what cannot go together."""
    person.open_form("flag-contracts")
    person.page.get_by_role("button", name="Open menu").first.click()
    person.page.get_by_role("menuitem", name="Use JSON Input").click()
    person.page.locator(".cm-content").first.click()
    person.page.keyboard.press("Control+a")
    person.page.keyboard.type('"nowhere"')
    person.page.get_by_role("button", name="Submit").click()
    person.page.get_by_text("'nowhere' is not one of ['anytown', 'jersey'").first.wait_for()
    person.picture("refused")
    assert person.page.get_by_text("is not a 'date'").count() == 0
    run = person.submit("flag-contracts", **WHO, Agreement_to_decide_on="A2")
    assert person.ended(run)["state"]["type"] == "FAILED"
    person.open_run(run, "Details")
    sentence = "decide_on says what to wait for; give wait_for_decision with it."
    person.page.get_by_text(sentence).first.wait_for()
    person.picture("refused-run")


def decides_where_a_run_waits(person: Person) -> None:
    """Have a run wait for a decision, and make it on the page that the run's artifact links to."""
    asked = {"Wait_for_a_decision": True, "Agreement_to_decide_on": "A2"}
    run = person.submit("flag-contracts", **WHO, **asked)
    assert person.ended(run)["state"]["type"] == "PAUSED"
    person.open_artifact(run, "decide-anytown")
    person.page.get_by_role("link", name="Decide on A2").click()
    person.page.locator("button[aria-haspopup=menu]").first.click()
    person.page.get_by_role("menuitem", name="Resume").click()
    person.page.get_by_text("What was decided of A2?").wait_for()
    person.fill(**DECIDED)
    person.picture("resume")
    person.page.get_by_role("button", name="Resume", exact=True).click()
    assert eventually(lambda: person.state(run)["state"]["type"] == "COMPLETED", 120)
    [(by, entered_by)] = decisions_on(person, "A2")
    assert (by, entered_by) == ("Cabinet", None)  # typed into a form, by nobody knows whom
    person.open_run(run)
    person.page.get_by_text("decision-anytown-1", exact=True).wait_for()


def decisions_on(person: Person, reference: str) -> list[tuple[str, str | None]]:
    """Return who took the decisions on an agreement and who entered them, as the database has them."""
    statement = (
        "SELECT decided_by, entered_by FROM decision JOIN agreement USING (authority, agreement_id) "
        "WHERE label = ?"
    )
    return Terminal(person.served.home, "anytown").ask(statement, reference)


def test_sigterm_stops_every_child_within_seconds(served):
    assert len(served.children) == 2
    assert served.stop() == 0
    assert not any(map(is_alive, served.children))
    assert not list((served.home / "run").iterdir())


def test_a_dead_server_is_told_in_a_sentence_and_the_rest_is_stopped(served):
    served.stop()  # its home is used again: a second start is quicker
    again = Served(served.home)
    try:
        [record] = (served.home / "run").glob("prefect-server-*.pid")
        os.kill(int(record.read_text()), signal.SIGKILL)
        assert again.process.wait(timeout=25) == 1
        assert not any(map(is_alive, again.children))
    finally:
        again.kill()


@pytest.mark.nightly
def test_a_killed_serve_leaves_nothing_in_the_way_of_the_next(served):
    served.stop()
    killed = Served(served.home)
    killed.process.kill()
    killed.process.wait()
    assert any(map(is_alive, killed.children))
    again = Served(served.home)
    try:
        assert not any(map(is_alive, killed.children))
        assert again.said[0].startswith("Flows, schedules and runs: ")
    finally:
        again.stop()
        again.kill()
