"""A member's question in four figures: last year's spend, this year's plan, endings, and the last day's."""

from typing import Any

import pandas as pd

from commissioning.answers.ending import NOT_RECORDED, ending_during, ending_on
from commissioning.answers.equality_status import equality_status
from commissioning.answers.question import Asking, Told, row_ids
from commissioning.answers.spend import Sum, change_of, coverage, payments_of, sums_of
from commissioning.register import was_loaded

NOTIFIED = "provider_notified"  # the kind of engagement that tells a provider of what is to come


def members_question(asking: Asking) -> Told:
    """Answer, in the order asked: spent last year, planned this year, ending during it, ending on its last day.

    The year's last day is never counted as ending during it. What was spent and what is planned differ in
    basis, and the change between them says so.
    """
    payments = payments_of(asking)
    spent = _one(asking, payments, asking.year_before, "outturn")
    planned = _one(asking, payments, asking.year, "planned_commitment")
    during, last_day = ending_during(asking), ending_on(asking, asking.year_days[1])
    assessed = equality_status(asking)
    money = [found for found in (spent, planned) if found is not None]
    change = change_of(money)
    return Told(
        "; ".join(
            [
                spent.amount if spent else NOT_RECORDED,
                planned.amount if planned else NOT_RECORDED,
                during.answer.partition(";")[0],
                last_day.answer,
            ]
        ),
        "; ".join((coverage(asking), during.coverage, assessed.coverage)),
        [
            *(found.figure() for found in money),
            *during.figures,
            *last_day.figures,
            *assessed.figures,
            *_notified(asking),
        ],
        (*([change] if change else []), *during.lines),
        feeds=("payments", "agreements", "grants", "extensions", "equality", "engagement"),
    )


def _one(asking: Asking, payments: pd.DataFrame, year: str, basis: str) -> Sum | None:
    sums = sums_of(asking, payments[payments["basis"] == basis], year)
    return next((found for found in sums if found.group is None), None)


def _events(asking: Asking) -> pd.DataFrame:
    events = asking.evidence.register.engagement
    events = events[events["kind"].str.casefold() == NOTIFIED]
    by_then = events["held_on"] <= pd.Timestamp(asking.question.on)
    return events[by_then & events["agreement_id"].isin(asking.agreements["agreement_id"])]


def _notified(asking: Asking) -> list[dict[str, Any]]:
    """Return for how many agreements the provider was told; agreements are not organisations."""
    if not was_loaded(asking.evidence.register, "engagement"):
        said = "whether providers were notified is not recorded"
        return [{"figure": NOTIFIED, "count": None, "said": said, "row_ids": []}]
    agreements, events = asking.agreements, _events(asking)
    told = int(events["agreement_id"].nunique())
    names = agreements["provider_name"]
    providers = f"{names.nunique():,}" if len(names) and names.notna().all() else "unknown"
    said = (
        f"providers notified for {told:,} of {len(agreements):,} agreements; "
        f"provider count {providers}"
    )
    return [{"figure": NOTIFIED, "count": told, "said": said, "row_ids": row_ids(events)}]
