"""The one way a task is made, and where a flow writes its log."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, overload

from httpx import TransportError
from prefect import Task, get_run_logger
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext, TaskRunContext

from commissioning.redaction import without_secrets
from models.store.errors import ServerLost

P = ParamSpec("P")
R = TypeVar("R")
TERMINAL = logging.getLogger("commissioning")


class Step(Task[P, R]):
    """A Prefect task inside a flow run; outside one, the plain function and nothing else."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:  # type: ignore[override]
        if FlowRunContext.get() is None:
            return self.fn(*args, **kwargs)
        try:
            return super().__call__(*args, **kwargs)
        except (
            TransportError
        ) as error:  # of Prefect's client: what we fetch tells its faults itself
            raise ServerLost from error


@overload
def step(function: Callable[P, R]) -> Step[P, R]: ...
@overload
def step(**options: Any) -> Callable[[Callable[P, R]], Step[P, R]]: ...


def step(function: Callable[..., Any] | None = None, **options: Any) -> Any:
    """Make a function a step of a flow; ``options`` are those of a Prefect task, retries above all.

    Nothing is cached or persisted: a step reads what it is handed, and what it makes is kept by
    our own store. A run that was given another run's result, or a stale file, would be worse than
    one that works again. Retries happen inside a flow run only.
    """

    def decorate(function: Callable[..., Any]) -> Step[..., Any]:
        return Step(_discreet(function), cache_policy=NO_CACHE, persist_result=False, **options)

    return decorate if function is None else decorate(function)


def _discreet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose errors hold no secret: Prefect keeps what they say as the run's state."""

    @wraps(function)
    def asked(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            without_secrets(error)
            raise

    return asked


def flow_log() -> logging.Logger | logging.LoggerAdapter[Any]:
    """Return where a flow writes its lines: the logger ``commissioning``, which a terminal shows.

    Inside a run they are shown beside it in the UI as well.
    """
    if FlowRunContext.get() is None and TaskRunContext.get() is None:
        return TERMINAL
    return RunLog(get_run_logger(), {})


class RunLog(logging.LoggerAdapter[Any]):
    """The run's own logger, whose lines the terminal is told too."""

    def log(self, level: int, msg: object, *args: object, **kwargs: Any) -> None:
        """Write one line to both."""
        TERMINAL.log(level, msg, *args)
        self.logger.log(level, msg, *args, **kwargs)
