"""Battery 11: of two runs at the same instant one works, and the other waits or says so."""

from pathlib import Path

import pytest

from tests.battery.cycle_runner import Cycle
from tests.battery.dump import dump
from tests.battery.invariants import check_invariants

pytestmark = pytest.mark.kill

ROUNDS = {"sqlite": 8, "postgresql": 4}


def test_two_runs_at_the_same_instant_make_one_pack_between_them(
    run, editions, two_at_once, database_kind, make_database, tmp_path, capsys
):
    def in_home(name: str) -> Cycle:
        home = tmp_path / name
        home.mkdir(mode=0o700)
        is_sqlite = database_kind == "sqlite"
        database = f"sqlite:///{home / 'commissioning.db'}" if is_sqlite else make_database()
        return Cycle(str(home), database, str(editions[0]), "2022-07-31")

    alone = in_home("alone")
    assert run(alone).status == 0
    expected = dump(alone.database)
    both_worked = 0
    for number in range(ROUNDS[database_kind]):
        cycle = in_home(f"round-{number}")
        ended = list(two_at_once.map(run, [cycle, cycle]))
        refused = [one.trouble for one in ended if one.status != 0]
        assert len(refused) < 2, refused
        assert all("is already running" in why for why in refused), refused
        assert dump(cycle.database) == expected
        assert len(list((Path(cycle.home) / "packs").glob("salford/*/dmt-*.html"))) == 1
        check_invariants(cycle.database, Path(cycle.home))
        both_worked += not refused
    with capsys.disabled():
        told = f"{ROUNDS[database_kind]} rounds of two runs on {database_kind}"
        print(f"\n{told}: in {both_worked} both worked, in the others one said the other did")
