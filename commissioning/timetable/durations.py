"""How long each stage of replacing an agreement takes, by its tier and the way it was let."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from commissioning.profile_timetable import ChangedStageDays, TimetableSettings
from commissioning.working_days import CALENDARS

# In the order they happen; each begins when the one before it has ended.
STAGES: dict[str, str] = {
    "needs_review": "Needs review",
    "design": "Design and market",
    "consult": "Consultation",
    "key_decision_notice": "Key decision notice",
    "tender": "Tender",
    "evaluate": "Evaluate and award",
    "standstill": "Standstill",
    "mobilise": "Mobilisation",
}
NO_TIER = "silver"


@dataclass(frozen=True)
class Timetable:
    """One authority's durations, and the calendar of holidays that its working days keep."""

    settings: TimetableSettings = field(default_factory=TimetableSettings)
    holidays: str = next(iter(CALENDARS))

    @property
    def days(self) -> Literal["calendar", "working"]:
        """What kind of days the durations are."""
        return self.settings.days

    @property
    def days_in_words(self) -> str:
        """What a sentence calls them: a calendar day is simply a day."""
        return "working days" if self.days == "working" else "days"


def stage_days(agreements: pd.DataFrame, timetable: Timetable) -> pd.DataFrame:
    """Return the days each stage takes, a column a stage in order, a row an agreement.

    ``agreements`` has ``tier`` and ``procurement_method``. What the settings say of the method goes
    before what they say of the tier, and that before the usual days.
    """
    settings = timetable.settings
    tier = agreements["tier"].fillna(NO_TIER)
    method = agreements["procurement_method"]
    usual = settings.stage_days
    days = pd.DataFrame(
        {stage: np.full(len(agreements), getattr(usual, stage)) for stage in STAGES},
        index=agreements.index,
    )
    for name, changed in settings.tier_days:
        change(days, tier == name, changed)
    for name, changed in settings.method_days:
        change(days, method == name, changed)
    return days


def change(days: pd.DataFrame, chosen: pd.Series, changed: ChangedStageDays) -> None:
    """Write the days that are given into the chosen rows."""
    for stage, given in changed:
        if given is not None:
            days.loc[chosen, stage] = given
