"""Who or what a change in money is due to, the largest contributor first."""

from typing import Any

import pandas as pd

from commissioning.answers.question import Asking, Told, row_ids
from commissioning.answers.spend import (
    FEEDS,
    WITHHELD,
    Sum,
    change_of,
    compared,
    coverage,
    groups_of,
    payments_of,
    provider_names,
    signed,
    sums_of,
    years_of,
)

SHOWN = 10


def top_contributors(asking: Asking) -> Told:
    """Answer what part of the change from the year before each group is, by service where none is named."""
    payments = payments_of(asking)
    found = [each for year in years_of(asking) for each in sums_of(asking, payments, year)]
    pair = compared([each for each in found if each.group is None])
    if pair is None:
        reason = "no sum of both years that can be set against each other is recorded"
        return Told(reason, coverage(asking), [], feeds=FEEDS)
    before, after = pair
    if before.pence is None or after.pence is None:
        return Told(WITHHELD, coverage(asking), [], feeds=FEEDS)
    figures = _contributions(asking, before, after, after.pence - before.pence)
    withheld = [figure for figure in figures if figure["change_pence"] is None]
    said = [figure["said"] for figure in figures if figure["change_pence"] is not None]
    more = [f"{len(said) - SHOWN:,} more"] if len(said) > SHOWN else []
    more += [f"{len(withheld):,} withheld"] if withheld else []
    return Told(
        "; ".join([*said[:SHOWN], *more, change_of([before, after])]),
        coverage(asking),
        figures,
        feeds=FEEDS,
    )


def _contributions(asking: Asking, before: Sum, after: Sum, change: int) -> list[dict[str, Any]]:
    """Return each group's part of the change: those that made it largest first, the withheld last."""
    rows = pd.concat([before.rows.assign(sign=-1), after.rows.assign(sign=1)])
    groups = groups_of(asking, rows)
    if groups is None:
        groups = rows["service_category"].fillna("not recorded")
    figures = [
        _figure(asking, before, after, str(g), some, change) for g, some in rows.groupby(groups)
    ]
    direction = 1 if change >= 0 else -1
    told = [figure for figure in figures if figure["change_pence"] is not None]
    told.sort(key=lambda figure: -direction * figure["change_pence"])
    return [*told, *(figure for figure in figures if figure["change_pence"] is None)]


def _figure(
    asking: Asking, before: Sum, after: Sum, group: str, rows: pd.DataFrame, change: int
) -> dict[str, Any]:
    parts = ((before, rows[rows["sign"] < 0]), (after, rows[rows["sign"] > 0]))
    verdicts = [
        asking.disclosure.allows(f"{whole.year} {whole.basis}", some)
        for whole, some in parts
        if len(some)
    ]
    difference = int((rows["amount_pence"] * rows["sign"]).sum()) if all(verdicts) else None
    share = difference / change if difference is not None and change else None
    part = f", {share:.2%} of the change" if share is not None else ""
    return {
        "figure": "contribution",
        "group": group,
        "change_pence": difference,
        "share_of_change": share,
        "providers": provider_names(rows),
        "said": f"{group} {WITHHELD if difference is None else signed(difference) + part}",
        "row_ids": row_ids(rows),
    }
