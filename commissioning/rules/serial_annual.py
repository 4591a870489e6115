"""A charity or community body is given one year at a time, again and again, for the same service."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.dates import YEAR_MONTHS, months_after
from commissioning.folded_names import folded_once
from commissioning.register import (
    Register,
    asked,
    awarded,
    first_extensions,
    initial_ends_on,
    looked_up,
)
from commissioning.rules.answers import Answers
from commissioning.rules.events import EVIDENCE_ROWS
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

GROUP = ["provider", "service_category"]
UNSAID = "a service category that none of its awards records"

SENTENCES = {
    "flagged": (
        "One of {awards} awards running to {provider} for {service_category}, each of a year or "
        "less, that started from {first_on} to {last_on}; {least_awards} or more are flagged."
    ),
    "flagged_direct": (
        "One of {awards} awards running to {provider} for {service_category}, each of a year or "
        "less, that started from {first_on} to {last_on}; let as a direct award: {direct}. "
        "{least_awards} or more are flagged."
    ),
    "clear": "It is longer than a year, or too few awards of a year or less follow one another.",
    "not_applicable": (
        "Not asked: awards by the year are counted for third-sector providers, and this is not one."
    ),
    "unknown": "Whether awards follow one another by the year cannot be told: {missing}.",
}


def serial_annual(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when the provider is of the third sector and ``annual_awards`` or more of its awards
    in the service category, this one among them, start one after another with no longer one
    between, each of 12 calendar months or less from ``starts_on`` to its initial end. Ended awards
    count; awards that start on one day count as one, and those of a provider none of whose awards has
    a category as of one category. ``unknown`` when an input of its own is empty, or a day of another
    award decides; ``not_applicable`` to other providers; ``clear`` otherwise.
    ``act_by`` is the notice date. Basis and worked cases: docs/rules/serial_annual.md.
    """
    agreements = asked(register, on)
    first = first_extensions(register, on)
    awards = awards_made(register, on, first)
    runs = runs_of(awards, awards["is_annual"])
    enough = runs[runs["awards"] >= thresholds.annual_awards]
    run = looked_up(agreements["agreement_id"], enough.set_index("agreement_id"))

    own = awards.set_index("agreement_id").loc[agreements["agreement_id"]]
    own = own.set_axis(agreements.index)
    provider_type = agreements["provider_type"]
    may_be = agreements["agreement_id"].isin(possibly(awards, thresholds))
    is_extended = agreements["agreement_id"].isin(first["agreement_id"])
    lacks_own = own[[*GROUP, "starts_on", "initial_end"]].isna().any(axis=1)
    return results(
        agreements,
        rule="serial_annual",
        on=on,
        flagged=run["awards"].notna() & provider_type.notna(),
        unknown=provider_type.isna() | (~own["is_longer"] & (lacks_own | may_be)),
        not_applicable=provider_type.notna() & (provider_type != "third_sector"),
        severity="medium",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "wording": wording(run["direct"]),
            "awards": run["awards"].astype("Int64"),
            "least_awards": thresholds.annual_awards,
            "direct": run["direct"].astype("Int64"),
            "provider": agreements["provider_name"].fillna(agreements["provider_org_id"]),
            "service_category": agreements["service_category"].fillna(own["service_category"]),
            "first_on": run["first_on"],
            "last_on": run["last_on"],
        },
        missing={
            "provider_type": provider_type.isna(),
            "provider": own["provider"].isna(),
            "service_category": own["service_category"].isna(),
            "starts_on": own["starts_on"].isna(),
            "ends_on": own["initial_end"].isna() & ~is_extended,
            "previous_ends_on": own["initial_end"].isna() & is_extended,
            "award_term": provider_type.notna() & ~lacks_own,
        },
        extra_row_ids=others_in(enough),
    )


def awards_made(register: Register, on: date, first: pd.DataFrame) -> pd.DataFrame:
    """Return every agreement awarded by ``on``, ended ones too and cancelled ones not.

    ``provider`` is one for a body under all its names. A ``service_category`` that no award of the
    provider records is one that says so. ``is_annual`` and ``is_longer`` are both false where a day
    of the initial term is empty.
    """
    awards = register.agreements[awarded(register.agreements, on)]
    initial_end = initial_ends_on(awards, first)
    year_later = months_after(awards["starts_on"], YEAR_MONTHS)
    provider, category = awards["provider_key"], folded_once(awards["service_category"])
    # Numbers for providers and categories, because texts take long to group; -1 where one is missing.
    of_provider, providers = pd.factorize(provider)
    says_any = np.zeros(len(providers) + 1, dtype=bool)
    says_any[of_provider[category.notna()]] = True
    category = category.mask((of_provider >= 0) & ~says_any[of_provider], UNSAID)
    of_category, categories = pd.factorize(category)
    is_known = (of_provider >= 0) & (of_category >= 0)
    group = np.where(is_known, of_provider * np.int64(len(categories)) + of_category, -1)
    return awards[["agreement_id", "row_id", "starts_on"]].assign(
        provider=provider,
        service_category=category,
        group=group,
        initial_end=initial_end,
        is_annual=year_later > initial_end,
        is_longer=year_later <= initial_end,
        is_direct=awards["procurement_method"].eq("direct"),
    )


def runs_of(awards: pd.DataFrame, is_annual: pd.Series) -> pd.DataFrame:
    """Return the annual awards of known provider, category and start, each with its ``run``.

    A run ends where a longer award starts; one that starts on the same day ends it too. ``awards``
    counts the days on which an award of the run starts, ``direct`` those let as a direct award.
    """
    dated = awards.assign(is_annual=is_annual).dropna(subset=[*GROUP, "starts_on"])
    # Numbers for the groups, because texts take long to sort.
    dated = dated.sort_values(["group", "starts_on"], kind="stable")
    is_annual = dated.groupby(["group", "starts_on"])["is_annual"].transform("all")
    run = (~is_annual | ~dated.duplicated("group")).cumsum()
    annual = dated.assign(run=run)[is_annual]
    days = annual.groupby("run")["starts_on"]
    direct = annual["starts_on"].where(annual["is_direct"]).groupby(annual["run"])
    return annual.assign(
        awards=days.transform("nunique"),
        first_on=days.transform("min"),
        last_on=days.transform("max"),
        direct=direct.transform("nunique"),
    )


def possibly(awards: pd.DataFrame, thresholds: Thresholds) -> pd.Series:
    """Return the agreements that are in a run of enough awards, if all that is empty makes it so."""
    possible = runs_of(awards, ~awards["is_longer"])
    undated = awards[awards["starts_on"].isna()].groupby(GROUP).size().rename("undated")
    added = possible.join(undated, on=GROUP)["undated"].fillna(0)
    return possible.loc[possible["awards"] + added >= thresholds.annual_awards, "agreement_id"]


def others_in(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the other awards of each award's run, the first of them where it is long."""
    rows = runs.groupby("run").head(EVIDENCE_ROWS)[["run", "row_id"]]
    pairs = runs[["run", "agreement_id", "row_id"]].merge(rows, on="run", suffixes=("_own", ""))
    return pairs.loc[pairs["row_id"] != pairs["row_id_own"], ["agreement_id", "row_id"]]


def wording(direct: pd.Series) -> pd.Series:
    """Return the sentence to use: where any award was direct, it says how many were."""
    usual = pd.Series("flagged", direct.index, dtype="str")
    return usual.mask(direct > 0, "flagged_direct")
