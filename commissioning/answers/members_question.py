"""A member's question in four figures: last year's spend, this year's plan, endings, and the last day's."""

import pandas as pd

from commissioning.answers.ending import ending_during, ending_on
from commissioning.answers.equality_status import equality_status
from commissioning.answers.question import Asking, Told, row_ids
from commissioning.answers.spend import change_of, coverage, lines_of, payments_of, sums_of

NOT_RECORDED = "not recorded"
NOTIFIED = "provider_notified"  # the kind of engagement that tells a provider of what is to come


def members_question(asking: Asking) -> Told:
    """Answer, in the order asked: spent last year, planned this year, ending during it, ending on its last day.

    The year's last day is never counted as ending during it. What was spent and what is planned differ in
    basis, and the change between them says so.
    """
    payments = payments_of(asking)
    spent = _one(asking, payments, asking.year_before, "outturn")
    planned = _one(asking, payments, asking.year, "planned_commitment")
    during, last_day = ending_during(asking), ending_on(asking)
    known = [found for found in (spent, planned) if found is not None]
    change = change_of(known)
    assessed = equality_status(asking)
    return Told(
        "; ".join(
            [
                spent.amount if spent else NOT_RECORDED,
                planned.amount if planned else NOT_RECORDED,
                str(during.figures[0]["count"]),
                str(last_day.figures[0]["count"]),
            ]
        ),
        "; ".join((coverage(asking), during.coverage, assessed.coverage)),
        [
            *({"figure": "spend", **found.figure()} for found in known),
            *during.figures,
            *last_day.figures,
            *assessed.figures,
            *_notified(asking),
        ],
        (
            *lines_of(known),
            *([change] if change else []),
            f"ending during {asking.year}: {during.answer}",
            *during.lines,
            *(f"ending {line}" for line in last_day.lines),
            f"equality impact assessments: {assessed.answer}",
            _told_providers(asking),
        ),
    )


def _one(asking: Asking, payments: pd.DataFrame, year: str, basis: str):  # type: ignore[no-untyped-def]
    sums = sums_of(asking, payments[payments["basis"] == basis], year)
    return next((found for found in sums if not found.group), None)


def _events(asking: Asking) -> pd.DataFrame:
    events = asking.evidence.register.engagement
    events = events[events["kind"].str.casefold() == NOTIFIED]
    by_then = events["held_on"] <= pd.Timestamp(asking.question.on)
    return events[by_then & events["agreement_id"].isin(asking.agreements["agreement_id"])]


def _notified(asking: Asking) -> list[dict[str, object]]:
    events = _events(asking)
    agreements = int(events["agreement_id"].nunique())
    return [{"figure": NOTIFIED, "count": agreements, "row_ids": row_ids(events)}]


def _told_providers(asking: Asking) -> str:
    """Return for how many agreements the provider was told; agreements are not organisations."""
    agreements = asking.agreements
    told = int(_events(asking)["agreement_id"].nunique())
    providers = agreements["provider_name"]
    count = f"{providers.nunique():,}" if len(providers) and providers.notna().all() else "unknown"
    return (
        f"providers notified for {told:,} of {len(agreements):,} agreements; provider count {count}"
    )
