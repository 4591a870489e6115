"""Who or what a change in money is due to, the largest contributor first."""

from collections.abc import Hashable, Mapping
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
from commissioning.money_over_time.change import shares_of_change

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
    figures = _contributions(asking, before, after)
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


def _contributions(asking: Asking, before: Sum, after: Sum) -> list[dict[str, Any]]:
    """Return each group's part of the change: those that made it largest first, the withheld last."""
    rows = pd.concat([before.rows.assign(sign=-1), after.rows.assign(sign=1)])
    groups = groups_of(asking, rows)
    if groups is None:
        groups = rows["service_category"].fillna("not recorded")
    of_year = [rows[rows["sign"] == sign].groupby(groups)["amount_pence"].sum() for sign in (-1, 1)]
    parts = shares_of_change(*of_year).to_dict("index")
    figures = {
        group: _figure(asking, before, after, str(group), some, parts[group])
        for group, some in rows.groupby(groups)
    }
    told = [figures[group] for group in parts if figures[group]["change_pence"] is not None]
    return [*told, *(figure for figure in figures.values() if figure["change_pence"] is None)]


def _figure(
    asking: Asking,
    before: Sum,
    after: Sum,
    group: str,
    rows: pd.DataFrame,
    part: Mapping[Hashable, Any],
) -> dict[str, Any]:
    parts = ((before, rows[rows["sign"] < 0]), (after, rows[rows["sign"] > 0]))
    verdicts = [
        asking.disclosure.allows(f"{whole.year} {whole.basis}", some)
        for whole, some in parts
        if len(some)
    ]
    difference = int(part["change_pence"]) if all(verdicts) else None
    is_share = difference is not None and pd.notna(part["share_of_change"])
    share = float(part["share_of_change"]) if is_share else None
    said = f", {share:.2%} of the change" if share is not None else ""
    return {
        "figure": "contribution",
        "group": group,
        "change_pence": difference,
        "share_of_change": share,
        "providers": provider_names(rows),
        "said": f"{group} {WITHHELD if difference is None else signed(difference) + said}",
        "row_ids": row_ids(rows),
    }
