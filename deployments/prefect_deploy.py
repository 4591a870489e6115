"""``python -m deployments.prefect_deploy``: the ``prefect`` command, whose deployments take no unknown parameter.

Prefect describes to its server what a flow takes, and the server lets pass whatever else is sent: the run
is made and fails later. Here the description says that there is nothing else.
"""

from typing import Any

from prefect.cli import app
from prefect.cli.deploy import _core
from prefect.utilities.callables import ParameterSchema, parameter_schema


class ClosedSchema(ParameterSchema):
    """What a flow takes, and nothing else."""

    additionalProperties: bool  # noqa: N815 - the name that JSON schema has for it


def closed_schema(flow: Any) -> ClosedSchema:
    """Return what a flow takes, so described that its server refuses a parameter it does not take."""
    return ClosedSchema(**parameter_schema(flow).model_dump(), additionalProperties=False)


if __name__ == "__main__":
    vars(_core)["parameter_schema"] = closed_schema
    app()
