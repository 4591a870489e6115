"""How far the eight principles of good commissioning are met, who signed up to them, and who was trained.

Principles: Third Sector, 2006, and the worked cases beside each function. A score is met / assessable, with
how many could be assessed; what is not recorded counts neither for nor against. There is no total.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from commissioning.answers.question import Asking, Told, row_ids
from commissioning.dates import months_after
from commissioning.folded_names import folded_once
from commissioning.register import first_extensions, initial_ends_on, lasts, looked_up, was_loaded

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
FEEDS = (
    *("agreements", "grants", "needs_assessments", "engagement", "notices", "measures", "reviews"),
)
NO_FEED = "no feed records what it takes"


def scores(asking: Asking) -> Told:
    """Answer the score of each principle, how many departments signed up, and the share trained."""
    figures = [_figure(name, *_ASSESSED[name](asking)) for name in PRINCIPLES]
    said = [_said(figure) for figure in figures]
    known = sum(figure["score"] is not None for figure in figures)
    return Told(
        "; ".join([*said, _signed_up(asking), f"principles={len(PRINCIPLES)}", _trained(asking)]),
        f"{known} of {len(PRINCIPLES)} principles could be scored",
        figures,
        feeds=FEEDS,
    )


Assessed = tuple[pd.DataFrame, pd.Series, str]  # the rows asked about, which of them met, and why


def _needs_understood(asking: Asking) -> Assessed:
    """P1: a needs assessment not over 36 months old at award, and a voluntary body consulted by then."""
    register, agreements = asking.evidence.register, asking.agreements
    assessments = register.needs_assessments.dropna(subset=["service_category", "completed_on"])
    awarded = agreements["awarded_on"].fillna(agreements["starts_on"])
    pairs = agreements.assign(
        awarded=awarded, category=folded_once(agreements["service_category"])
    ).merge(
        assessments.assign(category=folded_once(assessments["service_category"])), on="category"
    )
    in_date = (pairs["completed_on"] <= pairs["awarded"]) & (
        months_after(pairs["completed_on"], ASSESSMENT_MONTHS) >= pairs["awarded"]
    )
    assessed = agreements["agreement_id"].isin(pairs.loc[in_date, "agreement_id"])
    events = register.engagement.merge(
        agreements.assign(awarded=awarded)[["agreement_id", "awarded"]], on="agreement_id"
    )
    consulted = _attended(agreements, events[events["held_on"] <= events["awarded"]])
    met = (
        assessed.astype("boolean") & consulted
    )  # without an assessment it is not met, consulted or not
    lacking = _not_loaded(asking, "needs_assessments", "engagement")
    unknown = agreements["service_category"].isna() | awarded.isna()
    return agreements, met.mask(unknown | bool(lacking)), lacking


def _providers_consulted(asking: Asking) -> Assessed:
    """P2: of tenders, those whose first event was 90 days before, with a voluntary body there."""
    register, agreements = asking.evidence.register, asking.agreements
    tenders = register.notices[register.notices["notice_type"] == TENDER_NOTICE]
    issued = tenders.groupby("agreement_id")["published_on"].min()
    tendered = agreements[agreements["agreement_id"].isin(issued.index)]
    ids = tendered["agreement_id"]
    held_on = register.engagement.groupby("agreement_id")["held_on"].transform("min")
    first = register.engagement[register.engagement["held_on"] == held_on]
    began = looked_up(
        ids, first.drop_duplicates("agreement_id").set_index("agreement_id")["held_on"]
    )
    lead = looked_up(ids, issued) - began
    early = (lead >= pd.Timedelta(days=CONSULTED_DAYS)).astype("boolean")
    met = early & _attended(tendered, first)
    lacking = _not_loaded(asking, "notices", "engagement")
    return tendered, met.mask(looked_up(ids, issued).isna() | bool(lacking)), lacking


def _outcomes_at_heart(asking: Asking) -> Assessed:
    """P3: a better-off measure with baseline and target, and a policy objective."""
    agreements, measures = asking.agreements, asking.evidence.register.measures
    whole = (measures["kind"] == "better_off") & measures[["baseline", "target"]].notna().all(
        axis=1
    )
    measured = agreements["agreement_id"].isin(measures.loc[whole, "agreement_id"])
    linked = agreements["policy_objectives"].notna()
    lacking = _not_loaded(asking, "measures") or (
        "" if linked.any() else "no agreement's policy objectives are recorded"
    )
    met = (measured & linked).astype("boolean")
    return agreements, met.mask(pd.Series(bool(lacking), agreements.index)), lacking


def _long_terms(asking: Asking) -> Assessed:
    """P7: of third-sector agreements, those with an initial term of 36 months or more."""
    agreements = asking.agreements[asking.agreements["provider_type"] == "third_sector"]
    first = first_extensions(asking.evidence.register, asking.question.on)
    last, starts_on = initial_ends_on(agreements, first), agreements["starts_on"]
    is_long = lasts(starts_on, last, LONG_TERM_MONTHS).astype("boolean")
    met = is_long.mask(starts_on.isna() | last.isna())
    return agreements, met, "" if len(agreements) else "no third-sector agreement"


def _feedback_sought(asking: Asking) -> Assessed:
    """P8: reviews in which users, communities and providers were all asked."""
    reviews = asking.evidence.register.reviews
    reviews = reviews[reviews["agreement_id"].isin(asking.agreements["agreement_id"])]
    by_then = reviews[reviews["reviewed_on"] <= pd.Timestamp(asking.question.on)]
    asked = by_then[["users_asked", "communities_asked", "providers_asked"]]
    # One "no" settles it; all three "yes" do; anything else is not known.
    met = asked["users_asked"] & asked["communities_asked"] & asked["providers_asked"]
    return by_then, met, _not_loaded(asking, "reviews")


def _without_a_feed(asking: Asking) -> Assessed:
    return asking.agreements.head(0), pd.Series(dtype="boolean"), NO_FEED


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


def _attended(agreements: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Tell which agreements had one of the events attended by a voluntary or social enterprise.

    False where there was no event; missing where there was one and nobody recorded who came.
    """
    ids = agreements["agreement_id"]
    came = events.groupby("agreement_id")["vcse_attended"]
    attended = looked_up(ids, came.max().astype("boolean"))
    not_recorded = looked_up(ids, came.count() < came.size()).fillna(False).astype("bool")
    return attended.mask(not_recorded & ~attended.fillna(False)).mask(
        ~ids.isin(events["agreement_id"]), False
    )


def _not_loaded(asking: Asking, *feeds: str) -> str:
    """Return which feeds have never been loaded, so that nothing can be said."""
    lacking = [feed for feed in feeds if not was_loaded(asking.evidence.register, feed)]
    return f"{' and '.join(lacking)} never loaded" if lacking else ""


def _figure(name: str, rows: pd.DataFrame, met: pd.Series, why: str) -> dict[str, Any]:
    assessable, count = int(met.notna().sum()), int(met.fillna(False).sum())
    said = why or f"{count:,} of {assessable:,} met, {len(met):,} in all"
    return {
        "figure": "principle",
        "principle": name,
        "met": count,
        "assessable": assessable,
        "of": len(met),
        "score": count / assessable if assessable else None,
        "said": f"{name}, {PRINCIPLES[name]}: {said}",
        "row_ids": row_ids(rows),
    }


def _said(figure: dict[str, Any]) -> str:
    score = figure["score"]
    if not isinstance(score, float):
        return f"{figure['principle']} unknown"
    return f"{figure['principle']} {_share(score)} ({figure['assessable']}/{figure['of']} known)"


def _signed_up(asking: Asking) -> str:
    """Return how many departments had signed up, by the days in the profile."""
    days = [department.signed_up_on for department in asking.evidence.departments]
    if not any(days):
        return "signed_up unknown"
    return f"signed_up={sum(day is not None and day <= asking.question.on for day in days)}"


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
