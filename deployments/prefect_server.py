"""``python -m deployments.prefect_server``: the ``prefect`` command, with three faults of its server mended.

``create_app`` is that server alone, mended likewise, for a command that brings its own.

Where a run is asked for under an idempotency key that another run has, Prefect returns that one, also where
it was told otherwise: who asked takes it for theirs. Here it is refused.

On SQLite a transaction that reads before it writes is turned away where another has written in between, without
being waited for: a form that is submitted while runs begin is refused ("Service Unavailable"). Here each waits
for its turn as it begins. To be deleted with the first Prefect whose server itself begins what may write so.

Prefect 3.8.8 hands SQLAlchemy each scheduled run with its state beside its columns. SQLAlchemy 2.0
passed over what is no column; 2.1 refuses (sqlalchemy issue 12496), and no schedule ever runs. To be
deleted with the first Prefect that is tested against SQLAlchemy 2.1.
"""

from functools import wraps
from typing import Any

from fastapi import FastAPI, HTTPException, status
from prefect.server.api import server
from prefect.server.database.configurations import AioSqliteConfiguration
from prefect.server.database.orm_models import FlowRun
from prefect.server.models import flow_runs


def _pass_over(_cls: type, _columns: dict[str, Any], _state: Any) -> None:
    """Do nothing: the scheduler inserts the state itself, in the statement after."""


def mend_scheduler() -> None:
    """Tell SQLAlchemy that a flow run's state is not for it, where it would ask."""
    state = vars(FlowRun)["state"]
    if hasattr(state, "bulk_dml"):  # SQLAlchemy 2.1 and later
        state.inplace.bulk_dml(_pass_over)


def refuse_other_parameters() -> None:
    """Refuse a run whose idempotency key another run has that was told otherwise."""
    create = flow_runs.create_flow_run

    @wraps(create)
    async def create_or_refuse(*given: Any, flow_run: Any, **named: Any) -> FlowRun:
        run: FlowRun = await create(*given, flow_run=flow_run, **named)
        if flow_run.idempotency_key and run.parameters != flow_run.parameters:
            raise HTTPException(
                status.HTTP_409_CONFLICT,
                f"The run {run.name} has the key {flow_run.idempotency_key} already and was told "
                "otherwise; give another key, or the same parameters.",
            )
        return run

    flow_runs.create_flow_run = create_or_refuse


def wait_as_it_begins() -> None:
    """Have each transaction on SQLite ask for the right to write as it begins, and wait for it there."""
    begin = AioSqliteConfiguration.begin_transaction

    @wraps(begin)
    def begin_to_write(
        self: AioSqliteConfiguration, session: Any, with_for_update: bool = False
    ) -> Any:
        return begin(self, session, with_for_update=True)

    AioSqliteConfiguration.begin_transaction = begin_to_write  # type: ignore[method-assign]


def mend() -> None:
    """Mend all three, before the server is made."""
    mend_scheduler()
    wait_as_it_begins()
    refuse_other_parameters()


def create_app() -> FastAPI:
    """Return Prefect's server, mended."""
    mend()
    return server.create_app()


if __name__ == "__main__":
    from prefect.cli import app  # which a server alone does without

    mend()
    app()
