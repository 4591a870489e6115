"""A step is a Prefect task inside a run and a plain call outside one."""

import logging
import subprocess
import sys

import pytest
from prefect.cache_policies import NO_CACHE

from tasks.step import flow_log, step


@step
def doubled(number: int) -> int:
    """Return twice the number."""
    return 2 * number


@step(name="fetch a source", retries=3, retry_delay_seconds=1)
def fetched(address: str) -> str:
    return f"bytes of {address}"


@pytest.mark.thorough
def test_a_step_called_outside_a_run_starts_no_server():
    called = """
import sys
from tasks.step import flow_log, step
@step(retries=3)
def doubled(number): return 2 * number
flow_log().info("two")
print(doubled(21), "prefect.server.api.server" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", called], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["42", "False"], done.stderr


def test_a_step_fails_outside_a_run_as_the_function_does():
    @step(retries=3)
    def unreadable() -> None:
        raise ValueError("line 3 is cut short")

    with pytest.raises(ValueError, match="line 3 is cut short"):
        unreadable()


def test_the_plain_function_is_at_hand():
    assert doubled.fn(4) == 8
    assert doubled.__doc__ == "Return twice the number."


def test_no_step_takes_another_runs_result():
    for one in (doubled, fetched):
        assert one.cache_policy is NO_CACHE
        assert one.persist_result is False


def test_a_step_has_the_name_and_retries_it_was_given():
    assert (fetched.name, fetched.retries) == ("fetch a source", 3)


def test_a_step_may_not_choose_a_cache():
    with pytest.raises(TypeError, match="cache_policy"):
        step(cache_policy=None)(doubled.fn)


def test_outside_a_run_the_log_is_the_standard_one(caplog):
    with caplog.at_level(logging.INFO, logger="commissioning"):
        flow_log().info("%s rows", 1_162)
    assert caplog.record_tuples == [("commissioning", logging.INFO, "1162 rows")]
