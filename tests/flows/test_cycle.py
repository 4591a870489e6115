"""The cycle as people meet it in the Prefect UI: run names, tables, links, and what a failure leaves."""

import asyncio
import shutil
from datetime import date
from pathlib import Path

import pytest

from commissioning.errors import CommissioningError

pytestmark = pytest.mark.server
ROOT = Path(__file__).parents[2]
ON = date(2022, 7, 31)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("COMMISSIONING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COMMISSIONING_PACKS_ADDRESS", "http://127.0.0.1:4201")
    monkeypatch.delenv("COMMISSIONING_DATABASE_URL", raising=False)
    return tmp_path / "home"


def artifacts():
    """Return what the server shows, by key."""
    from prefect.client.orchestration import get_client

    async def read():
        async with get_client() as client:
            return {artifact.key: artifact for artifact in await client.read_latest_artifacts()}

    return asyncio.run(read())


def run_names():
    from prefect.client.orchestration import get_client

    async def read():
        async with get_client() as client:
            return {run.name for run in await client.read_flow_runs()}

    return asyncio.run(read())


def test_a_cycle_leaves_a_table_of_flags_a_link_to_the_pack_and_a_summary(prefect_server, home):
    from flows.cycle import run_cycle

    done = run_cycle(authorities=["salford"], on=ON)["salford"]

    assert done["flag-contracts"]["agreements"] == 229
    assert done["plan-services"]["pages"]
    assert set(done["refresh-market"]) >= {"notices", "tender_pipeline", "concentration"}
    pack = Path(done["build-packs"]["packs"][0]["html"])
    assert pack.is_file()
    shown = artifacts()
    assert "rolled_over_past_end" in shown["flags-salford"].data
    assert str(pack.relative_to(home / "packs")) in shown["pack-salford-2022-23-q2"].data
    assert "229 rows in" in shown["register-salford"].data.replace("\\", "")
    assert "load-salford-register" in shown  # progress
    assert {
        "flag-contracts salford 2022-07-31",
        "build-packs salford dmt 2022/23 Q2",
    } <= run_names()


@pytest.mark.nightly
def test_a_source_that_is_refused_does_not_stop_the_stages_after_it(
    prefect_server, home, monkeypatch, tmp_path
):
    from flows.cycle import run_cycle

    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    profiles = tmp_path / "a" / "b"
    profiles.mkdir(parents=True)
    shutil.copy(ROOT / "deployments/authorities/salford.toml", profiles)
    monkeypatch.setenv("COMMISSIONING_AUTHORITIES", str(profiles))
    run_cycle(authorities=["salford"], on=ON)
    register = tmp_path / "examples/salford/salford_contracts_register_2022-07.csv"
    register.write_bytes(register.read_bytes().replace(b"Contract Title", b"Contract Name", 1))

    with pytest.raises(CommissioningError, match="Contract Title"):
        run_cycle(authorities=["salford"], on=ON)

    # The last good data is still asked, and the pack made of it says that the register is stale.
    page = sorted((home / "packs" / "salford" / "2022-23-q2").glob("dmt-*.html"))[-1].read_text()
    assert "stale" in page.lower()
    assert "229" in page


def test_an_unknown_parameter_is_refused_by_name(prefect_server, home):
    from prefect.exceptions import ParameterBindError, SignatureMismatchError

    from flows.flagging import flag_contracts

    with pytest.raises((TypeError, ParameterBindError, SignatureMismatchError), match="authorty"):
        flag_contracts(authorty="salford")
