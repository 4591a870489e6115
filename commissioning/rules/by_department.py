"""Thresholds of a department's own: the register is judged by each set, and each keeps its own answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

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


Found = TypeVar("Found")
# What a profile sets where no department has thresholds of its own.
NO_OWN: Mapping[str, Thresholds] = MappingProxyType({})


def of_each_department(
    ask: Callable[[Thresholds], Found],
    register: Register,
    *,
    thresholds: Thresholds,
    own: Mapping[str, Thresholds],
    replaced: Callable[[Found, Found, "Owned"], Found],
) -> Found:
    """Return what ``ask`` answers, of each department by its own thresholds.

    Asked once for all, and once more for each distinct set in ``own`` of a department that has
    agreements, always of the whole register: a rule that compares agreements sees all of them.
    ``replaced`` puts what a department is answered by its own in the place of the usual answers; what
    is about a provider keeps the authority's. Without ``own`` nothing more is done.
    """
    found = ask(thresholds)
    for each, departments in distinct(own, thresholds):
        owned = owned_by(departments, register)
        if len(owned.ids):
            found = replaced(found, ask(each), owned)
    return found


@dataclass(frozen=True)
class Owned:
    """What some departments own: their agreements, and the results that are about themselves."""

    ids: pd.Series
    references: pd.Series

    def among(self, ids: pd.Series, references: pd.Series) -> pd.Series:
        """Tell which results are theirs; ``ids`` are missing where they are not about agreements."""
        is_named = ids.isna() & folded_once(references).isin(self.references)
        return ids.isin(self.ids) | is_named


def owned_by(departments: Iterable[str], register: Register) -> Owned:
    """Return what is owned by departments, however their names are written in the register."""
    names = folded(pd.Series(list(departments), dtype="str"))
    keys = department_keys(register.agreements["department"], register.department_names)
    return Owned(register.agreements.loc[keys.isin(names), "agreement_id"], DEPARTMENT + names)


def rows_replaced(found: pd.DataFrame, again: pd.DataFrame, owned: Owned) -> pd.DataFrame:
    """Return rows with those of the owned taken from what was answered again, each in its place."""
    is_own, is_theirs = (
        owned.among(each["agreement_id"], each["reference"]) for each in (found, again)
    )
    both = pd.concat([found[~is_own], again[is_theirs]])
    return both.sort_index(kind="stable").reset_index(drop=True)


def distinct(
    own: Mapping[str, Thresholds], thresholds: Thresholds
) -> list[tuple[Thresholds, list[str]]]:
    """Return each set of thresholds that differs from the usual ones, with the departments that use it."""
    sets: dict[str, tuple[Thresholds, list[str]]] = {}
    for name, each in own.items():
        if each != thresholds:
            sets.setdefault(each.digest(), (each, []))[1].append(name)
    return list(sets.values())


def department_keys(departments: pd.Series, names: Mapping[str, str]) -> pd.Series:
    """Return departments as they are called on the day, folded; missing where none is recorded.

    ``names`` has what each department of the profile is called then, by every name it has had.
    """
    return folded_once(renamed(departments, names))
