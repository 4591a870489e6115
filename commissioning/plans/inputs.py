"""What a plan is made from: every input named, and what is worked out of them once for all its sections."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from commissioning.dates import Period, quarter_of
from commissioning.plans.begun import begun
from commissioning.plans.smoothed import Smoothed, smoothed
from commissioning.register import Register
from commissioning.rules.thresholds import Thresholds
from commissioning.timetable.department import department_plan, to_replace


@dataclass(frozen=True, eq=False)
class PlanInputs:
    """One department's plan, or with None the whole authority's, as known at the register's load.

    ``capacity`` is how many procurements a team can start in a quarter, or None where nobody said.
    ``sources`` are as a pack's inputs have them; two equal inputs make the same bytes.
    """

    title: str
    department: str | None
    on: date
    capacity: int | None
    register: Register
    thresholds: Thresholds
    sources: pd.DataFrame
    version: str

    @cached_property
    def plan(self) -> pd.DataFrame:
        """What has to be replaced, the soonest start first, with what tells that work has begun."""
        plan = department_plan(self.register, on=self.on, department=self.department)
        return plan.assign(begun=begun(self.register, plan, self.on))

    @cached_property
    def smoothed(self) -> Smoothed:
        """Which procurement to start when, of those that can still be in time."""
        rows = to_replace(self.register, on=self.on, department=self.department)
        return smoothed(
            rows,
            on=self.on,
            timetable=self.register.timetable,
            capacity=self.capacity,
            year_start=self.register.financial_year_start,
            thresholds=self.thresholds,
        )

    @property
    def quarter(self) -> Period:
        """The quarter of the financial year that holds the day."""
        return quarter_of(self.on, self.register.financial_year_start)

    @property
    def late(self) -> pd.DataFrame:
        """Those whose latest safe start has gone."""
        return self.plan[self.plan["latest_start_on"] < pd.Timestamp(self.on)]

    @property
    def this_quarter(self) -> pd.DataFrame:
        """Those that have to start from the day to the end of its quarter."""
        starts_on = self.plan["latest_start_on"]
        ends_on = pd.Timestamp(self.quarter.ends_on)
        return self.plan[(starts_on >= pd.Timestamp(self.on)) & (starts_on <= ends_on)]

    @property
    def later(self) -> pd.DataFrame:
        """Those that have to start after this quarter."""
        return self.plan[self.plan["latest_start_on"] > pd.Timestamp(self.quarter.ends_on)]

    @property
    def without_end(self) -> pd.DataFrame:
        """Those with no end to work back from."""
        return self.plan[self.plan["latest_start_on"].isna()]
