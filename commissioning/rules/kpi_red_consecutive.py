"""A measure has missed its target by more than is tolerated, quarter after quarter."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.measures.quarters import rated_measures
from commissioning.register import Register, asked, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "The measure {measure} was red for {red_quarters} quarters running, the last of which ended "
        "on {quarter_ends_on}; measures red for {red_least} quarters or more: {red_measures}."
    ),
    "clear": "No measure of it is red quarter after quarter, or it has no measure with a target.",
    "unknown": "Whether a measure is red quarter after quarter cannot be told: {missing}.",
}


def kpi_red_consecutive(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when a measure was red in each of its latest ``red_quarters`` of the financial year,
    a quarter having the colour of its last return: medium, high or critical by how many; ``unknown``
    when measures were never loaded, or when none is flagged and the latest quarter of one is grey;
    ``clear`` otherwise. ``act_by`` is the notice date. Basis and worked cases:
    docs/rules/kpi_red_consecutive.md.
    """
    agreements = asked(register, on)
    ids = agreements["agreement_id"]
    limits = thresholds.red_quarters
    rated = rated_measures(
        register.measures, register.returns, on=on, year_start=register.financial_year_start
    )
    red = rated[rated["red_quarters"] >= limits.medium]
    red = red.sort_values("red_quarters", kind="stable", ascending=False)
    worst = looked_up(ids, red.drop_duplicates("agreement_id").set_index("agreement_id"))
    lacks = rated.groupby("agreement_id")[["lacks_standard", "lacks_value"]].any()
    lacks = looked_up(ids, lacks).eq(True)
    unloaded = never_loaded(register, "measures", agreements)
    run = worst["red_quarters"]
    return results(
        agreements,
        rule="kpi_red_consecutive",
        on=on,
        flagged=run.notna() & ~unloaded,
        unknown=unloaded | lacks.any(axis=1),
        severity=pd.Series(
            np.select([run >= limits.critical, run >= limits.high], ["critical", "high"], "medium"),
            agreements.index,
            dtype="str",
        ),
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "measure": worst["measure"],
            "red_quarters": run.astype("Int64"),
            "quarter_ends_on": worst["ends_on"],
            "red_measures": looked_up(ids, red.groupby("agreement_id").size()).astype("Int64"),
            "red_least": limits.medium,
        },
        missing={
            "measures": unloaded,
            "measure_standard": lacks["lacks_standard"] & ~unloaded,
            "measure_value": lacks["lacks_value"] & ~unloaded,
        },
        extra_row_ids=rated[["agreement_id", "row_id"]].dropna(),
    )
