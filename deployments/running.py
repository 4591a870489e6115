"""A flow run from the terminal: through Prefect, or as the plain function it is."""

import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from commissioning.errors import FORESEEN, CommissioningError
from deployments.embedded import embedded, settle_prefect
from flows.workplace import home_folder

SERVER_VARIABLE = "PREFECT_API_URL"


def run_flow(entrypoint: str, plain: bool | None, *requests: Mapping[str, Any]) -> list[Any]:
    """Run the flow that ``entrypoint`` names, once a request, and return what each run returns.

    ``plain`` leaves Prefect out of it: no server, no record, a few seconds less. None chooses: through
    Prefect where a server is set to run, plain otherwise.
    """
    show_log()
    if plain or (plain is None and not has_server()):
        settled_home()
        return _each(_flow(entrypoint).fn, requests)
    with embedded(home_folder()):
        return _each(_flow(entrypoint), requests)


def has_server() -> bool:
    """Return whether a Prefect server is set to run flows on."""
    return bool(os.environ.get(SERVER_VARIABLE))


def settled_home() -> Path:
    """Return the home, and have Prefect keep to it where no server is set."""
    home = home_folder()
    if not has_server():
        settle_prefect(home)
    return home


def _each(run: Callable[..., Any], requests: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Run every request, the others too when one fails; then raise what failed."""
    done, failures = [], []
    for request in requests:
        try:
            done.append(run(**request))
        except Exception as error:
            failures.append(error)
    if len(failures) > 1 and all(isinstance(error, FORESEEN) for error in failures):
        raise CommissioningError(" ".join(map(str, failures)))
    if failures:
        raise failures[0]
    return done


def _flow(entrypoint: str) -> Any:
    module, _, name = entrypoint.rpartition(".")
    return getattr(import_module(module), name)


def show_log() -> None:
    """Send what a flow tells to standard error, one plain line each."""
    logger = logging.getLogger("commissioning")
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
