"""The gaps: need that nothing is bought for, and the evidence that is missing, with what it keeps from being told."""

import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, listed
from commissioning.plans.inputs import PlanInputs
from commissioning.supply.missing import in_words

QUESTIONS = {
    "expiry_within_lead_time": "whether the end is near",
    "group_not_reached": "who is reached",
    "need_volume_divergence": "whether it keeps up with need",
    "duplicate_service": "whether it is bought twice",
    "repeat_solution": "whether it is a solution repeated",
    "provider_concentration": "how few providers there are",
    "term_below_norm": "whether its term is the norm",
    "options": "what its options are",
    "cost_per_outcome": "what an outcome costs",
}


def gaps(inputs: PlanInputs) -> Part:
    """Return the need without a service, and each piece of evidence missing with what cannot be told for it."""
    unserved, rows = without_service(inputs), evidence_missing(inputs)
    words = []
    if unserved:
        words.append(
            f"The profile names an indicator of need for {listed(unserved)}, and no live agreement of "
            "the authority is for it."
        )
    words.append(
        f"{counted(len(rows), 'piece')} of evidence missing, the widest gap first. What is missing is "
        "not no: nothing above counts it as well or as ill."
        if len(rows)
        else "No evidence is missing for what is asked here."
    )
    table = Table(
        name="gaps",
        caption="Evidence that is missing, and what cannot be told for want of it",
        columns=(
            Column("told", "What is missing"),
            Column("agreements", "Of agreements", "count"),
            Column("of", "Of all live", "count"),
            Column("questions", "So it cannot be told"),
        ),
        frame=rows.assign(
            told=rows["missing"].map(in_words),
            of=len(inputs.live),
            questions=rows["questions"].map(
                lambda names: listed([QUESTIONS[name] for name in names])
            ),
        ),
        stacks=True,
    )
    return Part("gaps", "What is missing", tuple(words), tables=(table,) if len(rows) else ())


def without_service(inputs: PlanInputs) -> list[str]:
    """Return the categories with an indicator of need for which the authority has no live agreement.

    A category belongs to no department, so a department's own plan names none.
    """
    if inputs.department is not None:
        return []
    wanted = pd.Series(list(inputs.thresholds.need_indicators), dtype="str")
    held = folded_once(inputs.live["service_category"])
    return sorted(wanted[~folded_once(wanted).isin(held)])


def evidence_missing(inputs: PlanInputs) -> pd.DataFrame:
    """Return ``missing`` (its name), ``agreements`` (how many lack it) and the ``questions`` it keeps open."""
    supply = inputs.supply
    options = inputs.of_own(supply.options).assign(rule="options")
    outcomes = inputs.of_own(supply.outcomes).assign(rule="cost_per_outcome")
    columns = ["agreement_id", "rule", "missing"]
    every = pd.concat(
        [inputs.of_own(supply.unasked)[columns], options[columns], outcomes[columns]],
        ignore_index=True,
    )
    lacking = every[every["missing"] != ""]
    each = lacking.assign(missing=lacking["missing"].str.split(", ")).explode("missing")
    found = each.groupby("missing").agg(
        agreements=("agreement_id", "nunique"),
        questions=("rule", lambda rules: [name for name in QUESTIONS if name in set(rules)]),
    )
    ordered = found.reset_index().sort_values(
        ["agreements", "missing"], ascending=[False, True], kind="stable", ignore_index=True
    )
    return ordered.astype({"missing": "str"})
