"""What a register says of need and supply on a day, each question worked out once for every page that shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.market.markets import markets
from commissioning.organisation import renamed
from commissioning.register import Register, asked
from commissioning.rules.answers import Answers
from commissioning.rules.by_department import of_each_department
from commissioning.rules.duplicate_service import duplicate_service
from commissioning.rules.expiry_within_lead_time import expiry_within_lead_time
from commissioning.rules.group_not_reached import group_not_reached
from commissioning.rules.need_volume_divergence import need_volume_divergence
from commissioning.rules.outcomes import Outcomes
from commissioning.rules.provider_concentration import provider_concentration
from commissioning.rules.repeat_solution import repeat_solution
from commissioning.rules.replaced import outcomes_replaced
from commissioning.rules.term_below_norm import term_below_norm
from commissioning.rules.thresholds import Thresholds
from commissioning.supply.choice import choice
from commissioning.supply.cost_per_outcome import cost_per_outcome
from commissioning.supply.duplicates import duplicates
from commissioning.supply.need_and_volume import need_and_volume
from commissioning.supply.options import options
from commissioning.supply.people import outcomes_shown, reach_shown
from commissioning.supply.reach import reached_by_department, told_of_agreements
from commissioning.supply.repeats import repeats

RULES: dict[str, Callable[..., Answers]] = {
    "expiry_within_lead_time": expiry_within_lead_time,
    "group_not_reached": group_not_reached,
    "need_volume_divergence": need_volume_divergence,
    "duplicate_service": duplicate_service,
    "repeat_solution": repeat_solution,
    "provider_concentration": provider_concentration,
    "term_below_norm": term_below_norm,
}


@dataclass(frozen=True, eq=False)
class Supply:
    """What is asked of need and supply: the register, the day, the thresholds and the spend by purpose.

    ``own`` has the thresholds of departments that set some themselves: what a rule answers of their
    agreements is by those, as in their cases. ``spent`` is as ``personal_budgets`` takes it, with the
    department, of the financial years ``years``; ``terms``, ``organisations`` and ``areas`` are the
    profile's.
    """

    register: Register
    on: date
    thresholds: Thresholds
    own: Mapping[str, Thresholds]
    spent: pd.DataFrame
    years: tuple[str, ...]
    terms: tuple[str, ...]
    organisations: tuple[str, ...]
    areas: tuple[str, ...]

    @cached_property
    def agreements(self) -> pd.DataFrame:
        """The live agreements, each with its department as it is called on the day."""
        live = asked(self.register, self.on)
        names = renamed(live["department"], self.register.department_names)
        return live.assign(department=names)

    @cached_property
    def answers(self) -> dict[str, Answers]:
        """What each rule about need and supply answers of the live agreements."""

        def ask(by: Thresholds) -> Outcomes:
            return Outcomes(
                tuple(rule(self.register, on=self.on, thresholds=by) for rule in RULES.values())
            )

        found = of_each_department(
            ask,
            self.register,
            thresholds=self.thresholds,
            own=self.own,
            replaced=outcomes_replaced,
        )
        return {each.rule: each for each in found.answers}

    @cached_property
    def flagged(self) -> pd.DataFrame:
        """The flagged results of those rules, with their sentences."""
        return pd.concat(
            [each.frame(each.flagged) for each in self.answers.values()], ignore_index=True
        )

    @cached_property
    def unasked(self) -> pd.DataFrame:
        """What each rule lacks of each agreement that it could not be asked of: ``rule``, ``agreement_id``, ``missing``."""
        rows = [
            pd.DataFrame(
                {
                    "agreement_id": each.ids[each.unknown],
                    "rule": np.full(len(each.unknown), rule),
                    "missing": each.reasons_of(each.unknown),
                }
            )
            for rule, each in self.answers.items()
        ]
        return pd.concat(rows, ignore_index=True).astype({"rule": "str", "missing": "str"})

    @cached_property
    def reached(self) -> pd.DataFrame:
        """Who is reached."""
        return reached_by_department(
            self.register, on=self.on, thresholds=self.thresholds, own=self.own
        )

    @cached_property
    def reach_shown(self) -> pd.DataFrame:
        """Who is reached, as it may be told."""
        rule = self.register.suppression
        own = told_of_agreements(self.register, on=self.on)
        return reach_shown(self.reached, self.register.area_code, rule, own)

    @cached_property
    def need_and_volume(self) -> pd.DataFrame:
        """How need and volume changed."""
        return need_and_volume(self.register, on=self.on, thresholds=self.thresholds)

    @cached_property
    def choice(self) -> pd.DataFrame:
        """Where there is a choice."""
        return choice(self.register, on=self.on)

    @cached_property
    def markets(self) -> pd.DataFrame:
        """Who is paid for what, by service category and by ``category``, its folded name."""
        found = markets(self.register, on=self.on, thresholds=self.thresholds)
        return found.assign(category=folded_once(found["service_category"]))

    @cached_property
    def duplicates(self) -> pd.DataFrame:
        """What is bought twice."""
        return duplicates(self.register, on=self.on)

    @cached_property
    def repeats(self) -> pd.DataFrame:
        """What was repeated unchanged."""
        return repeats(self.register, on=self.on, thresholds=self.thresholds)

    @cached_property
    def options(self) -> pd.DataFrame:
        """What could be bought."""
        return options(self.register, on=self.on)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """What outcomes cost, as it may be told."""
        return outcomes_shown(
            cost_per_outcome(self.register, on=self.on), self.register.suppression
        )
