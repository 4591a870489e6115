"""Where several agreements buy the same kind of service for the same people, in the same place, at the same time."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked
from commissioning.rules.duplicate_service import CELL, overlapping, places

COLUMNS = ("service_category", "group", "area_code", "agreements", "references", "ids")


def duplicates(register: Register, *, on: date) -> pd.DataFrame:
    """Return one row for each category, group and area in which the rule duplicate_service flags.

    ``references`` and ``ids`` are of the agreements that stand beside another there, with a day in
    common and a different specification. The place with the most of them comes first.
    """
    agreements = asked(register, on)
    cells = overlapping(places(agreements))
    beside = cells[cells["others"] > 0]
    own = agreements.take(beside["row"].to_numpy())
    told = beside.assign(
        service_category=own["service_category"].array,
        reference=own["reference"].array,
        agreement_id=own["agreement_id"].array,
    ).sort_values("reference", kind="stable")
    found = (
        told.groupby(CELL)
        .agg(
            service_category=("service_category", "first"),
            group=("group", "first"),
            area_code=("area", "first"),
            agreements=("reference", "size"),
            references=("reference", list),
            ids=("agreement_id", tuple),
        )
        .reset_index()
        .sort_values(["agreements", *CELL], ascending=[False, True, True, True], kind="stable")
    )
    return found[list(COLUMNS)].reset_index(drop=True)
