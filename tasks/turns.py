"""A run's turn at what one run does at a time: it waits while another is at work, as long as it may."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Engine

from models.store.errors import AlreadyRunning
from models.store.lease import Lease, lease
from tasks.http_client import REAL, Clock
from tasks.patience import wait
from tasks.step import flow_log

LOOK_AGAIN_SECONDS = 15.0


@contextmanager
def in_turn(
    engine: Engine, authority: str, run_key: str, *, most_seconds: float, clock: Clock = REAL
) -> Iterator[Lease]:
    """Hold the lease on ``run_key`` while the block runs, once the run that has it ends.

    Raises AlreadyRunning where that takes more than ``most_seconds``; with 0 it is not waited for.
    """
    started, is_told = clock.now(), False
    with ExitStack() as taken:
        while True:
            try:
                held = taken.enter_context(lease(engine, authority, run_key))
                break
            except AlreadyRunning as problem:
                if clock.now() - started >= most_seconds:
                    raise
                if not is_told:
                    flow_log().info(
                        "Waiting for %.0f minutes at most: %s", most_seconds / 60, problem
                    )
                    is_told = True
            wait(LOOK_AGAIN_SECONDS, clock, lambda: None)
        yield held
