"""What a plan is made from: every input named, and what is worked out of them once for all its sections."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from commissioning.dates import Period, quarter_of
from commissioning.folded_names import folded_once
from commissioning.plans.begun import begun
from commissioning.plans.order import ranking
from commissioning.plans.smoothed import Smoothed, smoothed
from commissioning.register import Register
from commissioning.rules.thresholds import Thresholds
from commissioning.supply.supply import Supply
from commissioning.timetable.department import department_plan, key_of, to_replace
from models.names import folded


@dataclass(frozen=True, eq=False)
class PlanInputs:
    """One department's plan, or with None the whole authority's, as known at the register's load.

    ``capacity`` is how many procurements a team can start in a quarter, or None where nobody said.
    ``supply`` is what is asked of need and supply, the same for every department; ``sources`` are as a
    pack's inputs have them; two equal inputs make the same bytes.
    """

    title: str
    department: str | None
    on: date
    capacity: int | None
    supply: Supply
    sources: pd.DataFrame
    version: str

    @property
    def register(self) -> Register:
        """The register that is planned from."""
        return self.supply.register

    @property
    def thresholds(self) -> Thresholds:
        """What the rules compare with."""
        return self.supply.thresholds

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

    @cached_property
    def live(self) -> pd.DataFrame:
        """The live agreements it is about, with the ``category`` of each folded; by their references."""
        live = self.supply.agreements
        if self.department is not None:
            live = live[folded(live["department"]) == self.department_key]
        told = live.assign(category=folded_once(live["service_category"]))
        return told.sort_values(["reference", "agreement_id"], ignore_index=True)

    @cached_property
    def department_key(self) -> str:
        """Its department as names are compared; empty for the whole authority's."""
        return "" if self.department is None else key_of(self.department, self.register)

    @cached_property
    def ids(self) -> frozenset[int]:
        """What tells its live agreements apart."""
        return frozenset(self.live["agreement_id"].tolist())

    def of_own(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows about its live agreements."""
        return rows[rows["agreement_id"].isin(self.ids)].reset_index(drop=True)

    def of_several(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of which ``ids`` hold one of its live agreements."""
        is_own = pd.Series(
            [not self.ids.isdisjoint(ids) for ids in rows["ids"]], rows.index, dtype="bool"
        )
        return rows[is_own].reset_index(drop=True)

    def of_categories(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows about a service category of its live agreements."""
        return rows[rows["category"].isin(self.live["category"].dropna())].reset_index(drop=True)

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """What to commission, in its order, with the reasons."""
        return ranking(self)

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
