"""Battery 57, 58 and 59: of a running ``serve``, who is answered, whose pages may call it, and who may read its files."""

import os

import httpx
import pytest

from tests.cases.council import with_profile, written
from tests.commands import Terminal
from tests.deployments.serving import Served

pytestmark = pytest.mark.server

OPEN = {"/api/health", "/api/ready"}  # whether it is up, which says nothing of anybody
METHODS = ("get", "post", "put", "patch", "delete")
ELSEWHERE = "https://elsewhere.example"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    terminal = Terminal(tmp_path_factory.mktemp("served") / "home")
    assert terminal("loads").status == 0
    served = Served(terminal.home)
    yield served
    served.kill()


def operations(served):
    """Return every method and path that the server tells of, with a number where one is asked for."""
    told = httpx.get(f"{served.address}/openapi.json").json()["paths"]
    nothing = "00000000-0000-0000-0000-000000000000"
    return [
        (
            method,
            "/api"
            + "/".join(nothing if part.startswith("{") else part for part in path.split("/")),
        )
        for path, methods in told.items()
        for method in METHODS
        if method in methods
    ]


def test_without_the_password_nothing_is_answered_but_that_it_is_up(served):
    asked = operations(served)
    assert len(asked) > 100
    answered = set()
    with httpx.Client(base_url=served.address, timeout=30) as nobody:
        for method, path in asked:
            if nobody.request(method, path).status_code not in (401, 403):
                answered.add(path)
    assert answered == OPEN


def test_with_another_password_nothing_is_answered(served):
    for password in (("commissioning", "letmein"), ("", ""), ("admin", "admin")):
        refused = httpx.post(f"{served.address}/api/flow_runs/count", auth=password, json={})
        assert refused.status_code in (401, 403)
        assert httpx.get(f"{served.address}/api/admin/version", auth=password).status_code == 401


def test_pages_of_other_sites_may_not_call_it_and_a_write_needs_its_token(served):
    for method in ("POST", "DELETE"):
        asked = {"Origin": ELSEWHERE, "Access-Control-Request-Method": method}
        answer = httpx.options(f"{served.address}/api/flows/filter", headers=asked)
        assert answer.status_code == 400
        assert "access-control-allow-origin" not in answer.headers
    with served.api() as api:
        answer = api.get("admin/version", headers={"Origin": ELSEWHERE})
        assert answer.headers.get("access-control-allow-origin") not in ("*", ELSEWHERE)
        assert api.post("flow_runs/count", json={}).status_code == 403
    assert served.api_to_write().post("flow_runs/count", json={}).status_code == 200


def test_what_it_keeps_is_for_its_owner_alone(served):
    files = [path for path in served.home.rglob("*") if path.is_file()]
    secret = [path for path in files if path.suffix in (".db", ".db-wal", ".db-shm")]
    secret += [served.home / "prefect" / "auth", served.home / "packs-password"]
    assert {path.name for path in secret} >= {"prefect.db", "commissioning.db", "auth"}
    assert {str(path): oct(path.stat().st_mode & 0o777) for path in secret} == {
        str(path): "0o600" for path in secret
    }
    assert (served.home / "prefect").stat().st_mode & 0o777 == 0o700


AGREEMENT = {"reference": "A1", "title": "Advice", "status": "active", "value_gbp": "1000.00"} | {
    "starts_on": "2024-04-01",
    "ends_on": "2026-12-31",
}


@pytest.fixture
def worked_in(tmp_path, monkeypatch):
    """A home that the product made, with a file as received, a pack and a plan, where new files are open to all."""
    profiles = with_profile(tmp_path / "profiles", "anytown").home / "authorities"
    monkeypatch.setenv("COMMISSIONING_AUTHORITIES", str(profiles))
    terminal = Terminal(tmp_path / "home", "anytown")
    before = os.umask(0o022)
    try:
        agreements = written(tmp_path / "agreements.csv", [AGREEMENT])
        assert terminal.load("agreements", agreements).status == 0
        assert terminal("build-packs", "--on", "2026-06-30").status == 0
    finally:
        os.umask(before)
    return terminal


def is_closed(path):
    return not path.stat().st_mode & 0o077


def test_what_the_product_makes_is_closed_to_others_even_in_a_home_that_somebody_opened(worked_in):
    home = worked_in.home
    assert is_closed(home)
    made = [path.relative_to(home) for path in home.rglob("*") if path.is_file()]
    assert {"commissioning.db", "packs", "snapshots"} <= {path.parts[0] for path in made}
    entered = [path for path in made if not is_closed(home / path.parts[0])]
    assert entered == []


def test_a_home_that_others_may_read_is_told_of_with_what_closes_it(worked_in):
    worked_in.home.chmod(0o755)
    told = worked_in("doctor", "--json")
    [home] = [each for each in told.document if each["what"] == "home"]
    assert (told.status, home["is_well"]) == (1, False)
    assert home["remedy"] == f"chmod 700 {worked_in.home}"
