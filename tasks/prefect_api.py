"""A Prefect server asked over http: what it knows of an authority's runs, and one started again.

Not by Prefect's own client, which takes seconds to import: ``doctor`` asks too.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pydantic import SecretStr

from commissioning.watch.runs import AGAIN, ENDED, UNDER_WAY, Deployment, PrefectRun, ServerState

CLIENT = "commissioning"
LOOKED_BACK = timedelta(days=30)  # interrupted runs before that are history
MOST_RUNS = 200  # as many as the server gives at once
CRASHED = {"type": "CRASHED", "message": "The machine or its worker stopped while this ran."}
REFUSED = (401, 403)


def server_api(server: str, password: str) -> httpx.Client:
    """Return a signed-in client of the server, which is never asked for by way of a proxy."""
    user, _, word = password.partition(":")
    auth = (user, word) if password else None
    return httpx.Client(base_url=f"{server}/api", auth=auth, trust_env=False, timeout=30)


def allow_writing(api: httpx.Client) -> None:
    """Get the token that a server wants beside each write, where it wants one."""
    answer = api.get("csrf-token", params={"client": CLIENT})
    if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:  # it does not protect itself so
        return
    token = answer.raise_for_status().json()["token"]
    api.headers.update({"Prefect-Csrf-Client": CLIENT, "Prefect-Csrf-Token": token})


def say_it_crashed(api: httpx.Client, run: str) -> None:
    """Say of a run that it crashed; nobody else would, and it would keep its deployment's only place."""
    state = {"state": CRASHED, "force": True}
    api.post(f"flow_runs/{run}/set_state", json=state).raise_for_status()


def ask_server(address: str, password: SecretStr, authority: str, *, now: datetime) -> ServerState:
    """Return what the server tells of an authority's deployments and their runs, or why it tells nothing."""
    try:
        with server_api(address, password.get_secret_value()) as api:
            allow_writing(api)
            found = _all(api, "deployments/filter", {})
            deployments = [_deployment(each) for each in found if _is_of(each, authority)]
            ids = [each.id for each in deployments if each.flow != "watch"]
            runs = [_run(each) for each in _runs(api, ids, now)] if ids else []
    except httpx.HTTPStatusError as error:
        if error.response.status_code in REFUSED:
            return ServerState(address, "answers, and refuses the password")
        return ServerState(address, f"answers with an error ({error.response.status_code})")
    except (httpx.HTTPError, ValueError, KeyError):
        return ServerState(address, "does not answer as a Prefect server does")
    return ServerState(address, "", deployments, runs)


def start_again(address: str, password: SecretStr, runs: list[PrefectRun]) -> list[PrefectRun]:
    """Say of each run that it crashed, and have another do its work: due when it was, told what it was.

    The key of the other is made of the run's own number, so that asking twice makes one. Returns those
    that the server took; the others are interrupted still, for the next to find.
    """
    taken = []
    with server_api(address, password.get_secret_value()) as api:
        for run in runs:
            with suppress(httpx.HTTPError):
                allow_writing(api)
                if run.state in UNDER_WAY:
                    say_it_crashed(api, run.id)
                path = f"deployments/{run.deployment_id}/create_flow_run"
                api.post(path, json=_again(run)).raise_for_status()
                taken.append(run)
    return taken


def _again(run: PrefectRun) -> dict[str, Any]:
    return {
        "name": f"{run.name} again",
        "parameters": dict(run.parameters),
        "idempotency_key": AGAIN + run.id,
        "state": {
            "type": "SCHEDULED",
            "state_details": {"scheduled_time": run.due_at.isoformat()},
        },
    }


def _runs(api: httpx.Client, deployments: list[str], now: datetime) -> list[dict[str, Any]]:
    """Return the runs that wait although they were due, are under way, or crashed lately, and those begun
    in their place; and of each deployment the newest that ended by itself.
    """
    path, before = "flow_runs/filter", (now - LOOKED_BACK).isoformat()
    mine = {"deployment_id": {"any_": deployments}}
    asked: list[dict[str, Any]] = [
        {"state": {"name": {"any_": ["Late"]}}},
        {"state": {"type": {"any_": [*UNDER_WAY]}}},
        {"state": {"type": {"any_": ["CRASHED"]}}, "end_time": {"after_": before}},
    ]
    found = [run for each in asked for run in _all(api, path, {"flow_runs": {**mine, **each}})]
    if found:
        keys = {"idempotency_key": {"any_": [AGAIN + run["id"] for run in found]}}
        found += _all(api, path, {"flow_runs": {**mine, **keys}})
    for deployment in deployments:
        newest = {
            "flow_runs": {
                "deployment_id": {"any_": [deployment]},
                "state": {"type": {"any_": [*ENDED]}},
            },
            "sort": "END_TIME_DESC",
            "limit": 1,
        }
        found += api.post(path, json=newest).raise_for_status().json()
    return list({run["id"]: run for run in found}.values())


def _all(api: httpx.Client, path: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all that a filter finds, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        page = {**asked, "limit": MOST_RUNS, "offset": len(found)}
        answer = api.post(path, json=page).raise_for_status().json()
        found += answer
        if len(answer) < MOST_RUNS:
            return found


def _is_of(deployment: dict[str, Any], authority: str) -> bool:
    given = deployment["parameters"] or {}
    return authority in (given.get("authority"), *(given.get("authorities") or ()))


def _deployment(told: dict[str, Any]) -> Deployment:
    schedules = told["schedules"] or []
    return Deployment(
        id=told["id"],
        flow=(told["entrypoint"] or "").rpartition(".")[2].replace("_", "-"),
        name=told["name"],
        schedules=len(schedules),
        is_paused=told["paused"] or not all(each["active"] for each in schedules),
        made_at=_instant(told["created"]),
        audience=str((told["parameters"] or {}).get("audience", "")),
    )


def _run(told: dict[str, Any]) -> PrefectRun:
    state = told["state"] or {"type": "", "name": "", "timestamp": told["created"]}
    return PrefectRun(
        id=told["id"],
        name=told["name"],
        deployment_id=told["deployment_id"],
        state=state["type"],
        state_name=state["name"],
        since=_instant(state["timestamp"]),
        due_at=_instant(told["expected_start_time"] or told["created"]),
        parameters=told["parameters"] or {},
        idempotency_key=told["idempotency_key"] or "",
        said=(state.get("message") or "").partition("\n")[0],
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
