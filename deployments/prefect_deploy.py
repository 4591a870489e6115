"""``python -m deployments.prefect_deploy``: the ``prefect`` command, whose deployments take what flows take.

Prefect describes to its server what a flow takes, and the server lets pass whatever else is sent: the run
is made and fails later. Here the description says that there is nothing else. A day that may be left
empty is described without a default, because the form would send an empty text and call it no date.
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
    described = parameter_schema(flow).model_dump()
    for one in described["properties"].values():
        if one.get("format") == "date" and not one.get("default"):
            one.pop("default", None)
    return ClosedSchema(**described, additionalProperties=False)


if __name__ == "__main__":
    vars(_core)["parameter_schema"] = closed_schema
    app()
