"""Who or what a change in money is due to, the largest contributor first."""

from typing import Any

import pandas as pd

from commissioning.answers.question import Asking, Told, row_ids
from commissioning.answers.spend import (
    Sum,
    change_of,
    compared,
    coverage,
    groups_of,
    payments_of,
    provider_names,
    signed,
    sums_of,
)

SHOWN = 10


def top_contributors(asking: Asking) -> Told:
    """Answer what part of the change from the year before each group is, by service where none is named."""
    payments = payments_of(asking)
    years = (asking.year_before, asking.year)
    found = [each for year in years for each in sums_of(asking, payments, year)]
    pair = compared([each for each in found if not each.group])
    if pair is None:
        reason = "no sum of both years that can be set against each other is recorded"
        return Told(reason, coverage(asking), [])
    before, after = pair
    if before.pence is None or after.pence is None:
        return Told(before.amount if before.pence is None else after.amount, coverage(asking), [])
    change = after.pence - before.pence
    figures = _contributions(asking, before, after, change)
    withheld = [figure for figure in figures if figure["change_pence"] is None]
    told = [figure for figure in figures if figure["change_pence"] is not None]
    told.sort(key=lambda figure: -figure["change_pence"] * (1 if change >= 0 else -1))
    said = [_said(figure) for figure in told[:SHOWN]]
    more = [f"{len(told) - SHOWN:,} more"] if len(told) > SHOWN else []
    more += [f"{len(withheld):,} withheld"] if withheld else []
    return Told(
        "; ".join([*said, *more, change_of([before, after])]),
        coverage(asking),
        [*told, *withheld],
    )


def _contributions(asking: Asking, before: Sum, after: Sum, change: int) -> list[dict[str, Any]]:
    rows = pd.concat([before.rows.assign(sign=-1), after.rows.assign(sign=1)])
    groups = groups_of(asking, rows)
    if groups is None:
        groups = rows["service_category"].fillna("not recorded")
    figures = []
    for group, some in rows.groupby(groups):
        may_tell = all(
            asking.disclosure.allows(
                f"{each.year} {each.basis}",
                str(group),
                some.loc[some["sign"] == sign, "provider_key"].fillna("").unique(),
            )
            for each, sign in ((before, -1), (after, 1))
        )
        difference = int((some["amount_pence"] * some["sign"]).sum()) if may_tell else None
        share = difference / change if difference is not None and change else None
        figures.append(
            {
                **{"group": str(group), "change_pence": difference, "share_of_change": share},
                **{"providers": provider_names(some), "row_ids": row_ids(some)},
            }
        )
    return figures


def _said(figure: dict[str, Any]) -> str:
    share = figure["share_of_change"]
    part = f", {share:.2%} of the change" if isinstance(share, float) else ""
    return f"{figure['group']} {signed(int(str(figure['change_pence'])))}{part}"
