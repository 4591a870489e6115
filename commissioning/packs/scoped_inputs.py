"""The inputs of a pack cut to what it is about, before any section sees them."""

from dataclasses import replace

import pandas as pd

from commissioning.packs.inputs import PackInputs, Previous
from commissioning.packs.scopes import Divided, Scope
from commissioning.packs.sensitivity import without_cells


def cut_to(inputs: PackInputs, scope: Scope, divided: Divided) -> PackInputs:
    """Return the inputs of the pack about one scope; ``divided`` are their register and results, parted.

    A provider is not shown the cells of rows set aside, which may be another's.
    """
    register, results = divided.part(scope.key)
    return replace(
        inputs,
        scope=scope,
        register=register,
        results=results,
        acknowledgements=of_own(inputs.acknowledgements, register.agreements["agreement_id"]),
        quality=without_cells(inputs.quality) if scope.kind == "provider" else inputs.quality,
    )


def cut_before(previous: Previous, scope: Scope, divided: Divided) -> Previous:
    """Return the pack before cut to the same scope as this one."""
    register, results = divided.part(scope.key)
    return replace(previous, register=register, results=results)


def of_own(acknowledgements: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """Return what is acknowledged of some agreements."""
    is_own = acknowledgements["subject_id"].isin(ids.astype("str"))
    return acknowledgements[(acknowledgements["subject_kind"] == "agreement") & is_own]
