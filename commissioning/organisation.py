"""Organisation history: which department an old name stands for in the structure of a given day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from models.names import folded

if TYPE_CHECKING:  # departments have thresholds of rules, and rules ask what departments are called
    from commissioning.profile_departments import Department


def restated(
    names: pd.Series, departments: Sequence["Department"], *, structure_on: date
) -> pd.Series:
    """Return each department's name as the structure of a day has it.

    A department that had closed by then is named by what replaced it, and that by what replaced it
    in turn. A name that the profile does not have, one that had not opened yet and one closed
    without a successor stay as they are: nothing is guessed and no money is lost.
    """
    return renamed(names, names_on(departments, structure_on=structure_on))


def renamed(names: pd.Series, names_now: Mapping[str, str]) -> pd.Series:
    """Return each department by the name it has now, however it is written; one without stays as it is."""
    keys = folded(pd.Series(list(names_now), dtype="str"))
    by_key = dict(zip(keys, names_now.values(), strict=True))
    # Few departments, many rows: each name is compared once.
    written = names.dropna().drop_duplicates().astype("str")
    now = folded(written).map(by_key).astype("str").fillna(written)
    return names.map(dict(zip(written, now, strict=True)), na_action="ignore").astype("str")


def names_on(departments: Sequence["Department"], *, structure_on: date) -> dict[str, str]:
    """Return what each department is called in the structure of a day, by every name it has had."""
    return {each.name: _on_that_day(each, departments, structure_on) for each in departments}


def _on_that_day(
    department: "Department", departments: Sequence["Department"], structure_on: date
) -> str:
    by_name = {each.name: each for each in departments}
    found, passed = department, {department.name}
    while (
        found.to_on is not None
        and found.to_on < structure_on
        and found.replaced_by is not None
        and found.replaced_by not in passed
    ):
        found = by_name[found.replaced_by]
        passed.add(found.name)
    return found.name
