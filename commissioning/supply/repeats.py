"""The same tired solutions: awards running to one provider with a specification that nobody changed."""

from datetime import date

import pandas as pd

from commissioning.register import Register, looked_up
from commissioning.rules.repeat_solution import links_between
from commissioning.rules.thresholds import Thresholds

COLUMNS = ("references", "ids", "provider_name", "service_category", "awards", "repeat")


def repeats(register: Register, *, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return one row for each run of ``repeat_awards`` awards or more, the longest first.

    ``references`` are its agreements in order, ``ids`` what tells them apart, and ``repeat`` how often
    the solution was repeated: the awards less the first.
    """
    links = links_between(register, on)
    same = links.loc[links["is_same"], ["agreement_id", "next_id"]].astype("int64")
    runs = pd.Series(list(runs_of(same)), dtype="object")
    runs = runs[runs.map(len) >= thresholds.repeat_awards].reset_index(drop=True)
    agreements = register.agreements.set_index("agreement_id")
    last = runs.map(lambda ids: ids[-1]).astype("int64")
    own = looked_up(last, agreements[["provider_name", "service_category", "reference"]])
    found = pd.DataFrame(
        {
            "references": runs.map(lambda ids: agreements["reference"].loc[list(ids)].tolist()),
            "ids": runs,
            "provider_name": own["provider_name"],
            "service_category": own["service_category"],
            "awards": runs.map(len).astype("int64"),
            "repeat": runs.map(len).astype("int64") - 1,
            "last": own["reference"],
        }
    )
    ordered = found.sort_values(["awards", "last"], ascending=[False, True], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


def runs_of(same: pd.DataFrame) -> list[tuple[int, ...]]:
    """Return the runs of awards that these links join, each from its first award to its last.

    Where two awards name one successor, each begins a run of its own; none leads to itself.
    """
    after = dict(zip(same["agreement_id"], same["next_id"], strict=True))
    followers = set(after.values())
    runs = []
    for first in (award for award in after if award not in followers):
        run = [first]
        while run[-1] in after and after[run[-1]] not in run:
            run.append(after[run[-1]])
        runs.append(tuple(run))
    return runs
