"""A cycle over several authorities on a running ``serve``: the worker has a run for each, and one place is enough."""

import pytest

from tests.battery.invariants import check_invariants
from tests.battery.small_council import first_edition
from tests.cases.council import with_profile
from tests.deployments.serving import Served, eventually

pytestmark = [pytest.mark.server, pytest.mark.nightly]

NAMES = ["eccles", "swinton", "walkden"]
BROKEN = "walkden"
ON = "2022-07-31"
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
SECONDS = 600


@pytest.fixture(params=[2, 1], ids=["two-places", "one-place"])
def served(request, tmp_path):
    """A server whose worker has so many places, and three authorities, of which one's register is empty."""
    home = with_profile(tmp_path, "anytown").home
    for name in NAMES:
        folder = first_edition(tmp_path / name)
        files = home / "authorities" / f"files-of-{name}"
        profile = (folder / "salford.toml").read_text().replace('"salford"', f'"{name}"', 1)
        for file in folder.glob("*.csv"):
            files.mkdir(exist_ok=True)
            (files / file.name).write_bytes(file.read_bytes())
            profile = profile.replace(f'"{file.name}"', f'"{files.name}/{file.name}"')
        (home / "authorities" / f"{name}.toml").write_text(profile)
    register = home / "authorities" / f"files-of-{BROKEN}" / "register.csv"
    register.write_text(register.read_text().splitlines()[0] + "\n")
    served = Served(home, limit=request.param)
    yield served
    served.kill()


def run_of(api, run):
    return api.get(f"flow_runs/{run}").json()


def test_each_authority_has_its_cycle_and_the_one_that_fails_is_named(served):
    api = served.api_to_write()
    deployment = api.get("deployments/name/run-cycle/any").json()["id"]
    asked = {"parameters": {"authorities": NAMES, "on": ON}}
    begun = api.post(f"deployments/{deployment}/create_flow_run", json=asked).json()["id"]
    assert eventually(lambda: run_of(api, begun)["state"]["type"] in ENDED, SECONDS)
    asking = run_of(api, begun)
    assert asking["state"]["type"] == "FAILED"
    assert f"{BROKEN}: " in asking["state"]["message"]
    assert not any(f"{name}: " in asking["state"]["message"] for name in NAMES[:2])

    of_any = {"deployments": {"id": {"any_": [deployment]}}}
    runs = api.post("flow_runs/filter", json=of_any).json()
    children = [run for run in runs if run["id"] != begun]
    assert sorted(run["parameters"]["authorities"][0] for run in children) == NAMES
    ended = {run["parameters"]["authorities"][0]: run["state"]["type"] for run in children}
    if served.limit > 1:  # the worker did them
        assert ended == dict.fromkeys(NAMES[:2], "COMPLETED") | {BROKEN: "FAILED"}
    else:  # the run that waited held the only place, so it took them back and did them itself
        assert set(ended.values()) == {"CANCELLED"}
    for name in NAMES[:2]:
        [page] = (served.home / "packs" / name).glob("*/dmt-authority-v1.html")
        assert page.stat().st_size > 0
    check_invariants(f"sqlite:///{served.home / 'commissioning.db'}", served.home)
