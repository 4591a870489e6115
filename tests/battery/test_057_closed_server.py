"""Battery 57, 58 and 59: of a running ``serve``, who is answered, whose pages may call it, and who may read its files."""

import httpx
import pytest

from tests.cases.council import with_profile
from tests.deployments.serving import Served

pytestmark = pytest.mark.server

OPEN = {"/api/health", "/api/ready"}  # whether it is up, which says nothing of anybody
METHODS = ("get", "post", "put", "patch", "delete")
ELSEWHERE = "https://elsewhere.example"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    terminal = with_profile(tmp_path_factory.mktemp("served"), "anytown")
    terminal.home.chmod(0o700)
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
