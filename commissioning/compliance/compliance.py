"""The compliance of an authority's departments on a day, as a person or a program reads it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from commissioning.compliance.consistency import Override, consistency, overrides_among
from commissioning.compliance.matrix import COUNTS, NO_DEPARTMENT, departments_in
from commissioning.packs.wording import counted, listed

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Compliance:
    """The matrix of a day, what is systematic in the quarters before it, and which thresholds differ.

    ``systematic`` is empty and ``quarters`` too where only the matrix was asked for. ``overrides`` are
    those of every department of the profile.
    """

    authority: str
    on: date
    cells: pd.DataFrame
    systematic: pd.DataFrame
    quarters: Sequence[str]
    overrides: Sequence[Override]
    without_department: int

    @property
    def shape(self) -> Row:
        """The documented JSON shape."""
        departments = departments_in(self.cells)
        found = overrides_among(departments, self.overrides)
        rates = {row["rule"]: row for row in self.systematic.to_dict("records")}
        return {
            "authority": self.authority,
            "on": self.on.isoformat(),
            "departments": list(self.cells["department"].unique()),
            "without_department": self.without_department,
            "quarters": list(self.quarters),
            "systematic": [rule for rule, row in rates.items() if row["is_systematic"]],
            "consistency": consistency(departments, found),
            "overrides": [
                {
                    "department": each.department,
                    "threshold": each.threshold,
                    "value": each.own,
                    "authority_value": each.usual,
                }
                for each in found
            ],
            "rules": [
                {
                    "rule": rule,
                    **_rate(rates.get(str(rule))),
                    "cells": of_rule[["department", "said", *COUNTS]].to_dict("records"),
                }
                for rule, of_rule in self.cells.groupby("rule", sort=False)
            ],
        }


def _rate(row: Mapping[Any, Any] | None) -> Row:
    """Return in which departments a rule was flagged all quarters; nulls where it was not asked."""
    if row is None:
        return {"systematic": None, "failing": None, "failing_departments": None}
    return {
        "systematic": bool(row["is_systematic"]),
        "failing": f"{row['failing']} of {row['departments']}",
        "failing_departments": list(row["failing_departments"]),
    }


def told(shape: Row) -> Iterator[str]:
    """Yield what a terminal shows: each rule that is flagged anywhere, department by department."""
    yield f"Rules by department on {shape['on']}: flagged of asked"
    cells = [cell for rule in shape["rules"] for cell in rule["cells"]]
    if not any(cell[name] for cell in cells for name in COUNTS):
        yield "  No live agreement is loaded, so none was asked: commissioning refresh-register loads."
    flagged = [rule for rule in shape["rules"] if any(cell["flagged"] for cell in rule["cells"])]
    for rule in flagged:
        mark = "  systematic" if rule["systematic"] else ""
        yield f"{rule['rule']}{mark}"
        yield from (f"  {told_cell(cell)}" for cell in rule["cells"])
    unasked = sum(not any(cell["asked"] for cell in rule["cells"]) for rule in shape["rules"])
    rest = len(shape["rules"]) - len(flagged) - unasked
    yield (
        f"{counted(rest, 'rule')} flagged in no department; {unasked:,} could be asked in none; "
        "--json has every cell."
    )
    if shape["without_department"]:
        number = counted(shape["without_department"], "live agreement")
        yield f"{number} with no department recorded, shown as {NO_DEPARTMENT}."
    if shape["quarters"]:
        found = listed(shape["systematic"]) or "none"
        yield f"Systematic (flagged in {listed(shape['quarters'])}, in half of the departments): {found}"
    yield f"consistency={shape['consistency']}"
    for each in shape["overrides"]:
        yield (
            "  "
            + Override(
                each["department"], each["threshold"], each["value"], each["authority_value"]
            ).said
        )


def told_cell(cell: Row) -> str:
    """Return one cell as a line, with what could not be told and what the rule does not cover."""
    beside = [
        f"{cell[name]:,} {words}"
        for name, words in (("unknown", "unknown"), ("not_applicable", "not applicable"))
        if cell[name]
    ]
    return f"{cell['department']}: {'; '.join([cell['said'], *beside])}"
