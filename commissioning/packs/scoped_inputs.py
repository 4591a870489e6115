"""The inputs of a pack cut to what it is about, before any section sees them."""

from dataclasses import replace

import pandas as pd

from commissioning.packs.inputs import PackInputs, Previous
from commissioning.packs.scopes import Divided, Scope
from commissioning.packs.sensitivity import (
    EXEMPT_RULES,
    public_cases,
    public_results,
    without_cells,
)
from commissioning.register import Register
from commissioning.rules.by_department import department_keys


def cut_to(inputs: PackInputs, scope: Scope, divided: Divided) -> PackInputs:
    """Return the inputs of the pack about one scope; ``divided`` are their register and results, parted.

    A provider is shown neither the cells of rows set aside, which may be another's, nor what rules say of
    providers beside one another, nor whom a case is given to.
    """
    register, results = divided.part(scope.key)
    is_provider = scope.kind == "provider"
    cases = own_cases(inputs.cases, register, results)
    return replace(
        inputs,
        scope=scope,
        register=register,
        results=public_results(results, EXEMPT_RULES) if is_provider else results,
        acknowledgements=of_own(inputs.acknowledgements, register.agreements["agreement_id"]),
        quality=without_cells(inputs.quality) if is_provider else inputs.quality,
        cases=public_cases(cases, EXEMPT_RULES) if is_provider else cases,
        money=own_money(inputs, scope),
        unit_costs=inputs.unit_costs[
            inputs.unit_costs["agreement_id"].isin(register.agreements["agreement_id"])
        ],
    )


def cut_before(previous: Previous, scope: Scope, divided: Divided) -> Previous:
    """Return the pack before cut to the same scope as this one."""
    register, results = divided.part(scope.key)
    cases = own_cases(previous.cases, register, results)
    if scope.kind == "provider":
        results = public_results(results, EXEMPT_RULES)
        cases = public_cases(cases, EXEMPT_RULES)
    return replace(previous, register=register, results=results, cases=cases)


def own_cases(cases: pd.DataFrame, register: Register, results: pd.DataFrame) -> pd.DataFrame:
    """Return the cases of a scope's own agreements, and of those departments and providers that it has results of."""
    is_agreement = cases["subject_kind"] == "agreement"
    is_own = cases["subject_id"].isin(register.agreements["agreement_id"].astype("str"))
    is_asked = cases["label"].isin(results["reference"])
    return cases[is_own.where(is_agreement, is_asked)]


def own_money(inputs: PackInputs, scope: Scope) -> pd.DataFrame:
    """Return the money of a department; a year is of nobody else's but the authority's."""
    if scope.kind != "department":
        return inputs.money.iloc[:0]
    keys = department_keys(inputs.money["department"], inputs.register.department_names)
    return inputs.money[keys.fillna("") == scope.key]


def of_own(acknowledgements: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """Return what is acknowledged of some agreements."""
    is_own = acknowledgements["subject_id"].isin(ids.astype("str"))
    return acknowledgements[(acknowledgements["subject_kind"] == "agreement") & is_own]
