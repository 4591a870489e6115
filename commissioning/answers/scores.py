"""How far the eight principles of good commissioning are met, who signed up to them, and who was trained.

Principles: Third Sector, 2006, and the worked cases beside each function. A score is met / assessable, with
how many could be assessed; what is not recorded counts neither for nor against. There is no total.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from commissioning.answers.question import Asking, Told, row_ids
from commissioning.dates import months_after
from commissioning.register import first_extensions, initial_ends_on, lasts, was_loaded

ASSESSMENT_MONTHS = 36
CONSULTED_DAYS = 90
LONG_TERM_MONTHS = 36
TENDER_NOTICE = "UK4"
PRINCIPLES = {
    "P1": "needs of users and communities understood",
    "P2": "providers consulted well before commissioning",
    "P3": "outcomes for users at the heart of planning",
    "P4": "the range of providers mapped",
    "P5": "capacity of the provider base invested in",
    "P6": "contracting transparent and fair",
    "P7": "long-term contracts wherever appropriate",
    "P8": "feedback sought from users, communities and providers",
}
NO_FEED = "no feed records what it takes"


def scores(asking: Asking) -> Told:
    """Answer the score of each principle, how many departments signed up, and the share trained."""
    figures = [_figure(name, *_ASSESSED[name](asking)) for name in PRINCIPLES]
    signed_up = sum(
        department.signed_up_on is not None and department.signed_up_on <= asking.question.on
        for department in asking.evidence.departments
    )
    said = [_said(figure) for figure in figures]
    known = sum(figure["score"] is not None for figure in figures)
    return Told(
        "; ".join(
            [*said, f"signed_up={signed_up}", f"principles={len(PRINCIPLES)}", _trained(asking)]
        ),
        f"{known} of {len(PRINCIPLES)} principles could be scored",
        figures,
        tuple(f"{figure['principle']}: {figure['meaning']}: {figure['why']}" for figure in figures),
    )


Assessed = tuple[pd.DataFrame, pd.Series, str]


def _needs_understood(asking: Asking) -> Assessed:
    """P1: a needs assessment not over 36 months old at award, and a voluntary body consulted."""
    register, agreements = asking.evidence.register, asking.agreements
    assessments = register.needs_assessments.dropna(subset=["service_category", "completed_on"])
    awarded = agreements["awarded_on"].fillna(agreements["starts_on"])
    pairs = agreements.assign(awarded=awarded).merge(assessments, on="service_category")
    in_date = (pairs["completed_on"] <= pairs["awarded"]) & (
        months_after(pairs["completed_on"], ASSESSMENT_MONTHS) >= pairs["awarded"]
    )
    assessed = agreements["agreement_id"].isin(pairs.loc[in_date, "agreement_id"])
    met = (assessed & _consulted(asking, agreements)).astype("boolean")
    unknown = agreements["service_category"].isna() | awarded.isna()
    lacking = _not_loaded(asking, "needs_assessments", "engagement")
    return agreements, met.mask(unknown | bool(lacking)), lacking


def _providers_consulted(asking: Asking) -> Assessed:
    """P2: of tenders, those whose first event was 90 days before, with a voluntary body there."""
    register, agreements = asking.evidence.register, asking.agreements
    tenders = register.notices[register.notices["notice_type"] == TENDER_NOTICE]
    issued = tenders.groupby("agreement_id")["published_on"].min()
    tendered = agreements[agreements["agreement_id"].isin(issued.index)]
    ids = tendered["agreement_id"]
    first = register.engagement.groupby("agreement_id")["held_on"].min().reindex(ids)
    lead = issued.reindex(ids) - first
    early = (lead >= pd.Timedelta(days=CONSULTED_DAYS)).set_axis(tendered.index)
    no_day = issued.reindex(ids).isna().set_axis(tendered.index)
    met = (early & _consulted(asking, tendered)).astype("boolean")
    lacking = _not_loaded(asking, "notices", "engagement")
    return tendered, met.mask(no_day | bool(lacking)), lacking


def _outcomes_at_heart(asking: Asking) -> Assessed:
    """P3: a better-off measure with baseline and target, and a policy objective."""
    agreements, measures = asking.agreements, asking.evidence.register.measures
    whole = (measures["kind"] == "better_off") & measures[["baseline", "target"]].notna().all(
        axis=1
    )
    measured = agreements["agreement_id"].isin(measures.loc[whole, "agreement_id"])
    met = (measured & agreements["policy_objectives"].notna()).astype("boolean")
    lacking = _not_loaded(asking, "measures")
    return agreements, met.mask(pd.Series(bool(lacking), agreements.index)), lacking


def _long_terms(asking: Asking) -> Assessed:
    """P7: of third-sector agreements, those with an initial term of 36 months or more."""
    agreements = asking.agreements
    first = first_extensions(asking.evidence.register, asking.question.on)
    last, starts_on = initial_ends_on(agreements, first), agreements["starts_on"]
    third = agreements["provider_type"] == "third_sector"
    met = (
        lasts(starts_on, last, LONG_TERM_MONTHS)
        .astype("boolean")
        .mask(starts_on.isna() | last.isna())
    )
    value = agreements["value_pence"].where(third & met.notna()).dropna()
    long_value = value[met.reindex(value.index).astype("bool")].sum()
    by_value = (
        f"by value {_share(long_value / value.sum())}" if value.sum() else "no value recorded"
    )
    return (
        agreements[third],
        met[third],
        "" if third.any() else f"no third-sector agreement; {by_value}",
    )


def _feedback_sought(asking: Asking) -> Assessed:
    """P8: reviews in which users, communities and providers were all asked."""
    reviews = asking.evidence.register.reviews
    reviews = reviews[reviews["agreement_id"].isin(asking.agreements["agreement_id"])]
    by_then = reviews[reviews["reviewed_on"] <= pd.Timestamp(asking.question.on)]
    asked = by_then[["users_asked", "communities_asked", "providers_asked"]]
    no = (asked == False).any(axis=1)  # noqa: E712 (missing is neither yes nor no)
    met = asked.fillna(False).all(axis=1).astype("boolean").mask(asked.isna().any(axis=1) & ~no)
    return by_then, met, _not_loaded(asking, "reviews")


def _without_a_feed(asking: Asking) -> Assessed:
    none = asking.agreements.head(0)
    return none, pd.Series(dtype="boolean"), NO_FEED


_ASSESSED: Mapping[str, Callable[[Asking], Assessed]] = {
    "P1": _needs_understood,
    "P2": _providers_consulted,
    "P3": _outcomes_at_heart,
    "P4": _without_a_feed,
    "P5": _without_a_feed,
    "P6": _without_a_feed,
    "P7": _long_terms,
    "P8": _feedback_sought,
}


def _consulted(asking: Asking, agreements: pd.DataFrame) -> pd.Series:
    """Tell which agreements had an event that a voluntary or social enterprise attended."""
    events = asking.evidence.register.engagement
    attended = events.loc[events["vcse_attended"].fillna(False).astype("bool"), "agreement_id"]
    return agreements["agreement_id"].isin(attended)


def _not_loaded(asking: Asking, *feeds: str) -> str:
    """Return which feeds have never been loaded, so that nothing can be said."""
    lacking = [feed for feed in feeds if not was_loaded(asking.evidence.register, feed)]
    return f"{' and '.join(lacking)} never loaded" if lacking else ""


def _figure(name: str, rows: pd.DataFrame, met: pd.Series, why: str) -> dict[str, object]:
    assessable, count = int(met.notna().sum()), int(met.fillna(False).sum())
    score = count / assessable if assessable else None
    return {
        **{"principle": name, "meaning": PRINCIPLES[name], "met": count},
        **{"assessable": assessable, "of": len(met), "score": score},
        **{"why": why or f"{count:,} of {assessable:,} met", "row_ids": row_ids(rows)},
    }


def _said(figure: dict[str, object]) -> str:
    score = figure["score"]
    if not isinstance(score, float):
        return f"{figure['principle']} unknown"
    return f"{figure['principle']} {_share(score)} ({figure['assessable']}/{figure['of']} known)"


def _trained(asking: Asking) -> str:
    """Return the share of commissioners trained, by the numbers in the profile."""
    trained, target = (asking.evidence.training.get(name) for name in ("trained", "target"))
    if trained is None or not target:
        return "training unknown"
    return f"training {_share(trained / target)}"


def _share(share: float) -> str:
    """Return a share with two decimals, or three where the third is not nothing: 0.60, 0.625."""
    text = f"{np.round(share, 3):.3f}"
    return text[:-1] if text.endswith("0") else text
