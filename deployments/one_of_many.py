"""``python -m deployments.one_of_many``: one authority's cycle, in a process that `run-cycle` started.

Answers on standard output with one JSON document: ``done``, what each run returned, or ``failed``, why.
"""

import json
import os
import signal
import sys
from contextlib import nullcontext
from datetime import date
from threading import Thread
from typing import Any

from commissioning.errors import FORESEEN
from commissioning.redaction import redacted
from deployments.embedded import attached
from deployments.running import run_flow


def main() -> None:
    """Do what the one word says, answer, and leave with 1 where it failed."""
    authority, plain, wants_results, requests = json.loads(sys.argv[1])
    Thread(target=_end_with_starter, daemon=True).start()
    answer = _answer(authority, plain, requests)
    if "done" in answer and not wants_results:
        answer = {"done": []}
    json.dump(answer, sys.stdout, ensure_ascii=False, default=str)
    sys.stdout.flush()
    sys.exit(int("failed" in answer))


def _answer(authority: str, plain: bool, requests: list[dict[str, Any]]) -> dict[str, Any]:
    days = [date.fromisoformat(each["on"]) if each["on"] else None for each in requests]
    asked = [{**each, "on": day} for each, day in zip(requests, days, strict=True)]
    try:
        with nullcontext() if plain else attached():
            return {"done": run_flow("flows.cycle.run_cycle", plain, *asked)}
    except FORESEEN as error:
        why = str(error).removeprefix(f"{authority}: ")
    except Exception as error:
        why = (
            f"failed on something unforeseen ({type(error).__name__}: {error}); "
            "run it alone with --debug and report what it prints."
        )
    return {"failed": redacted(f"{authority}: {why}")}


def _end_with_starter() -> None:
    """End when whoever started this process is gone, even killed: nobody would hear how it went."""
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
