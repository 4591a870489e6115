"""The eight heaviest rules as an analyst would write them in pandas, for one register and one day.

``python -m benchmarks.flag_by_hand 1000000`` answers them by this script and by the product, tells what
each took, and fails when any answer differs. The script gives a status and nothing else: no sentence,
no day to act by, no evidence, no name for what is missing; and it holds for what the made register has.
"""

import json
import sys
from collections.abc import Callable

import pandas as pd

from benchmarks.drawn import ON
from benchmarks.flag_register import NEED, large_register
from benchmarks.flag_script import (
    duplicate_service,
    off_contract_spend,
    provider_concentration,
    serial_annual,
    spend_over_profile,
)
from benchmarks.flag_script_needs import (
    group_not_reached,
    need_volume_divergence,
    unit_cost_outlier,
)
from benchmarks.measure import costed
from commissioning.register import Register
from commissioning.rules import RULES
from commissioning.rules.answers import STATUSES

BY_HAND: dict[str, Callable[[Register], pd.Series]] = {
    each.__name__: each
    for each in (
        *(duplicate_service, provider_concentration, off_contract_spend, need_volume_divergence),
        *(spend_over_profile, group_not_reached, serial_annual, unit_cost_outlier),
    )
}


def compare(agreements: int) -> dict[str, dict[str, float]]:
    """Return what each rule cost by hand and by the product; raise where they answer otherwise."""
    register = large_register(agreements)
    costs: dict[str, dict[str, float]] = {}
    for rule, answered in BY_HAND.items():
        with costed() as by_hand:
            found = answered(register)
        with costed() as ours:
            answers = RULES[rule](register, on=ON, thresholds=NEED)
        told = STATUSES.take(answers.codes)
        same(rule, found, pd.Series(told, pd.Index(answers.subjects.references)))
        costs[rule] = {"by_hand": by_hand.cpu, "ours": ours.cpu}
    return costs


def same(rule: str, by_hand: pd.Series, ours: pd.Series) -> None:
    """Raise an error that names some subjects of which the two answer otherwise."""
    theirs = by_hand.reindex(ours.index)
    differ = ours[ours.to_numpy(object) != theirs.to_numpy(object)]
    if len(differ) or len(by_hand) != len(ours):
        few = [f"{name}: {each}, by hand {theirs[name]}" for name, each in differ.head(3).items()]
        raise ValueError(
            f"{rule}: {len(differ):,} of {len(ours):,} answers differ: {'; '.join(few)}"
        )


if __name__ == "__main__":
    print(json.dumps(compare(int(sys.argv[1]))))
