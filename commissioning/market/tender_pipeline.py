"""What has to go out to tender in the next 18 months, by the day the tender has to start."""

from datetime import date

import pandas as pd

from commissioning.dates import months_after
from commissioning.register import Register
from commissioning.timetable.department import to_replace
from commissioning.timetable.worked_back import STARTS, stage_starts

MONTHS = 18
DESCRIBED = (
    "agreement_id",
    "reference",
    "title",
    "department",
    "service_category",
    "provider_name",
    "procurement_method",
    "ends_on",
    "value_pence",
)


def tender_pipeline(register: Register, *, on: date) -> pd.DataFrame:
    """Return the agreements that a procurement has to replace, those past their end among them.

    ``tender_starts_on`` is worked back from the end by the timetable, ``latest_start_on`` is when work
    has to begin; ``is_late`` says that the tender should be out already. The first to start comes
    first; those that start after 18 months are left out, and those with no end date.
    """
    agreements = to_replace(register, on=on)
    starts = stage_starts(agreements, register.timetable)
    found = agreements[list(DESCRIBED)].assign(
        tender_starts_on=starts["tender_starts_on"],
        latest_start_on=starts[STARTS[0]],
        is_late=starts["tender_starts_on"] < pd.Timestamp(on),
    )
    is_within = starts["tender_starts_on"] <= pd.Timestamp(months_after(on, MONTHS))
    order = ["tender_starts_on", "reference", "agreement_id"]
    return found[is_within].sort_values(order, kind="stable", ignore_index=True)


def without_end_date(register: Register, *, on: date) -> int:
    """Return how many agreements a procurement has to replace and no tender can be worked back for."""
    return int(to_replace(register, on=on)["ends_on"].isna().sum())
