"""Thresholds of a department's own: the register is judged by each set, and each keeps its own answers."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.organisation import renamed
from commissioning.register import Register
from commissioning.rules.thresholds import Thresholds
from models.names import folded

DEPARTMENT = "department:"


def with_own(thresholds: Thresholds, own: Thresholds) -> Thresholds:
    """Return the authority's thresholds with those that a department sets itself in their place."""
    return Thresholds.model_validate(
        merged(thresholds.model_dump(), own.model_dump(exclude_unset=True))
    )


def merged(usual: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the usual keys with a department's own in their place, tables key by key."""
    tables = {
        name: merged(usual[name], value)
        for name, value in own.items()
        if isinstance(value, dict) and isinstance(usual.get(name), dict) and name in BY_KEY
    }
    return {**usual, **own, **tables}


# Tables of which a department may set one key and keep the rest.
BY_KEY = ("lead_months", "review_months", "red_quarters", "need_indicators")


def of_each_department(
    ask: Callable[[Thresholds], pd.DataFrame],
    register: Register,
    *,
    thresholds: Thresholds,
    own: Mapping[str, Thresholds],
) -> pd.DataFrame:
    """Return what ``ask`` answers, each row by the thresholds of the department it is about.

    Asked once for all, and once more for each distinct set in ``own``, always of the whole register:
    a rule that compares agreements sees all of them. Rows have ``agreement_id`` and ``reference``;
    those about a provider keep the authority's thresholds. Without ``own`` nothing more is done.
    """
    found = ask(thresholds)
    for each, departments in distinct(own, thresholds):
        is_own = about(found, register, departments)
        if is_own.any():
            again = ask(each)
            of_them = again[about(again, register, departments)]
            # Rows keep their places: rule by rule, as one asking gives them.
            found = pd.concat([found[~is_own], of_them]).sort_index(kind="stable")
    return found.reset_index(drop=True)


def distinct(
    own: Mapping[str, Thresholds], thresholds: Thresholds
) -> list[tuple[Thresholds, list[str]]]:
    """Return each set of thresholds that differs from the usual ones, with the departments that use it."""
    sets: dict[str, tuple[Thresholds, list[str]]] = {}
    for name, each in own.items():
        if each != thresholds:
            sets.setdefault(each.digest(), (each, []))[1].append(name)
    return list(sets.values())


def about(found: pd.DataFrame, register: Register, departments: Iterable[str]) -> pd.Series:
    """Tell which rows are about one of the departments, or about an agreement of one of them."""
    names = folded(pd.Series(list(departments), dtype="str"))
    keys = department_keys(register.agreements["department"], register.department_names)
    owned = register.agreements[keys.isin(names)]
    references = DEPARTMENT + names
    is_named = found["agreement_id"].isna() & folded_once(found["reference"]).isin(references)
    return found["agreement_id"].isin(owned["agreement_id"]) | is_named


def department_keys(departments: pd.Series, names: Mapping[str, str]) -> pd.Series:
    """Return departments as they are called on the day, folded; missing where none is recorded.

    ``names`` has what each department of the profile is called then, by every name it has had.
    """
    return folded_once(renamed(departments, names))
