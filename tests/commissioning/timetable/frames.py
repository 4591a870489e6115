"""Agreements as the timetable is asked of them."""

from typing import Any

import pandas as pd

from commissioning.profile_timetable import TimetableSettings
from commissioning.timetable.durations import STAGES, Timetable

COLUMNS = {
    "ends_on": "datetime64[s]",
    "latest_end_on": "datetime64[s]",
    "notice_months": "Int64",
    "tier": "str",
    "procurement_method": "str",
    "reference": "str",
}


def agreements(**given: Any) -> pd.DataFrame:
    """Return the agreements that the columns give, named A1, A2 and so on; the rest is not recorded."""
    rows = max(len(values) if isinstance(values, list) else 1 for values in given.values())
    columns = {"reference": [f"A{row + 1}" for row in range(rows)], **given}
    frame = pd.DataFrame(index=range(rows))
    for name, dtype in COLUMNS.items():
        values = pd.Series(columns.get(name), frame.index, dtype="object")
        frame[name] = pd.to_datetime(values) if name.endswith("_on") else values
        frame[name] = frame[name].astype(dtype)
    return frame


def timetable(
    *, days: str = "calendar", holidays: str = "england-and-wales", **keys: Any
) -> Timetable:
    """Return a timetable of the profile's keys."""
    return Timetable(TimetableSettings.model_validate({"days": days, **keys}), holidays)


def each(days: int) -> dict[str, int]:
    """Return that many days for every stage."""
    return dict.fromkeys(STAGES, days)
