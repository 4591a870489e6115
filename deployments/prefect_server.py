"""``python -m deployments.prefect_server``: the ``prefect`` command, with its scheduler mended.

Prefect 3.8.8 hands SQLAlchemy each scheduled run with its state beside its columns. SQLAlchemy 2.0
passed over what is no column; 2.1 refuses (sqlalchemy issue 12496), and no schedule ever runs. To be
deleted with the first Prefect that is tested against SQLAlchemy 2.1.
"""

from typing import Any

from prefect.cli import app
from prefect.server.database.orm_models import FlowRun


def _pass_over(_cls: type, _columns: dict[str, Any], _state: Any) -> None:
    """Do nothing: the scheduler inserts the state itself, in the statement after."""


def mend_scheduler() -> None:
    """Tell SQLAlchemy that a flow run's state is not for it, where it would ask."""
    state = vars(FlowRun)["state"]
    if hasattr(state, "bulk_dml"):  # SQLAlchemy 2.1 and later
        state.inplace.bulk_dml(_pass_over)


if __name__ == "__main__":
    mend_scheduler()
    app()
