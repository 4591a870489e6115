"""Runs that wait for their turn: scheduled at one minute, the second is made after the first."""

from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from flows.workplace import most_wait
from models.store.engine import open_engine
from models.store.errors import AlreadyRunning
from models.store.lease import lease
from models.store.schema import migrate
from tasks.http_client import Clock
from tasks.turns import in_turn


@dataclass
class Meanwhile:
    """A clock that is put on by waiting, and another run that ends after so many seconds."""

    other: ExitStack
    ends_at: float
    seconds: float = 0.0
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock(lambda: self.seconds, self.wait)

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        if self.seconds >= self.ends_at:
            self.other.close()


@pytest.fixture
def engine(tmp_path):
    opened = open_engine(f"sqlite:///{tmp_path / 'commissioning.db'}")
    migrate(opened)
    yield opened
    opened.dispose()


def test_a_run_waits_for_the_one_before_it_as_long_as_it_may(engine):
    with ExitStack() as other:
        other.enter_context(lease(engine, "anytown", "pack 2026-27-q1"))
        meanwhile = Meanwhile(other, ends_at=600)
        given = (engine, "anytown", "pack 2026-27-q1")
        with (
            pytest.raises(AlreadyRunning, match="pack 2026-27-q1 of anytown is already running"),
            in_turn(*given, most_seconds=300, clock=meanwhile.clock),
        ):
            pytest.fail("two runs held one lease")
        assert 300 <= meanwhile.seconds < 330
        with in_turn(*given, most_seconds=1_800, clock=meanwhile.clock) as held:
            held.renew()  # it is ours
        assert 600 <= meanwhile.seconds < 630


def test_a_command_at_a_terminal_is_told_at_once_and_a_worker_waits(engine):
    assert most_wait({}) == 0
    assert most_wait({"PREFECT__FLOW_RUN_ID": "a run"}) >= 300
    with lease(engine, "anytown", "pack 2026-27-q1"):
        meanwhile = Meanwhile(ExitStack(), ends_at=0)
        with (
            pytest.raises(AlreadyRunning),
            in_turn(engine, "anytown", "pack 2026-27-q1", most_seconds=0, clock=meanwhile.clock),
        ):
            pytest.fail("two runs held one lease")
        assert meanwhile.seconds == 0
