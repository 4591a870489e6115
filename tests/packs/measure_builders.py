"""Measures and their returns as a pack is given them, month by month."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from commissioning.packs.inputs import PackInputs
from commissioning.register import Register
from tests.packs.builders import inputs
from tests.rules.builders import register_with

STEADY = (50.0, 52.0) * 7  # its mean is 51, its moving ranges 2: limits 45.68 to 56.32


def measure(name: str = "Visits on time", **fields: Any) -> dict[str, Any]:
    """Return a measure of A1: monthly, in per cent, higher better, target 50, unless it says otherwise."""
    usual = {"kind": "how_well", "unit": "%", "direction": "higher", "target": 50.0}
    return {"reference": "A1", "measure": name, "frequency": "monthly", **usual, **fields}


def monthly(
    values: Sequence[float | None],
    name: str = "Visits on time",
    *,
    last: str = "2022-06",
    **fields: Any,
) -> list[dict[str, Any]]:
    """Return a return for each month up to the last, due on the 14th after it and come on the 10th."""
    months = pd.period_range(end=last, periods=len(values), freq="M")
    return [
        {
            "reference": "A1",
            "measure": name,
            "starts_on": month.start_time.date(),
            "ends_on": month.end_time.date(),
            "value": value,
            "due_on": (month + 1).start_time.date().replace(day=14),
            "received_on": (month + 1).start_time.date().replace(day=10),
            **fields,
        }
        for month, value in zip(months, values, strict=True)
    ]


def measured_register(
    measures: Sequence[dict[str, Any]], returns: Sequence[dict[str, Any]], **columns: Any
) -> Register:
    """Return a register of two live agreements with those measures and returns."""
    given = {"title": ["Day care", "Advice"], "providers": ["Care Ltd", "Advice CIC"], **columns}
    return register_with(measures=measures, returns=returns, **given)


def measured_inputs(
    measures: Sequence[dict[str, Any]] = (), returns: Sequence[dict[str, Any]] = (), **fields: Any
) -> PackInputs:
    """Return the inputs of a pack, on 31 July 2022, of those measures and returns."""
    return inputs(measured_register(measures, returns), **fields)


def many_measures() -> PackInputs:
    """Return a contract manager's inputs with a chart of every kind: large, small, rebased, with gaps."""
    names = [f"Measure {number}" for number in range(1, 8)]
    series = {
        names[0]: [*STEADY, 40.0],
        names[1]: [*STEADY, 60.0],
        names[2]: [*STEADY, None, *STEADY],
        **{name: [*STEADY, 51.0] for name in names[3:6]},
        names[6]: [51.0],
    }
    returns = [row for name, values in series.items() for row in monthly(values, name)]
    made = measured_inputs([measure(name) for name in names], returns, audience="manager")
    return replace(made, illustrative=frozenset({"returns"}))
