"""The agreement was changed by more than the law lets pass without a notice, or on one's own decision."""

from datetime import date

import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.money import PENCE_IN_A_POUND
from commissioning.register import (
    Register,
    asked,
    first_extensions,
    happened,
    initial_ends_on,
    looked_up,
    never_loaded,
)
from commissioning.rules.answers import Answers
from commissioning.rules.exact import exceeds, reaches
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.spend import modified
from commissioning.rules.thresholds import Thresholds

COVERED = ("pa2023", "psr", "pcr2015_legacy")
NOTICE_OF_CHANGE = "UK10"

SENTENCES = {
    "flagged_value": (
        "Its value was changed by {change_pence} on {awarded_pence} as awarded, more than {share}, "
        "with no change notice (UK10) recorded by the day it went over."
    ),
    "flagged_term": (
        "Its term was changed by more than {share} of the days from {starts_on} to {initial_ends_on}, "
        "with no change notice (UK10) recorded by the day it went over."
    ),
    "flagged_psr": (
        "Its value was changed by {change_pence} on {awarded_pence} as awarded: {least_pence} or more "
        "and {share} or more is not permitted on the authority's own decision."
    ),
    "clear": "Its modifications are within the limits of its regime, or a notice was recorded in time.",
    "not_applicable": "Not asked: the limits on modifications are not those of its regime.",
    "unknown": "Whether it was modified beyond the limits cannot be told: {missing}.",
}


def modification_over_limit(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    Changes by ``on`` are added and taken without their sign. Under ``pa2023`` ``flagged`` when value or
    term changed by more than ``modification_share`` (0 to 1; ``modification_share_works`` of the value
    in ``works_categories``) and no UK10 is recorded by the day it went over; under ``psr`` when the
    value changed by ``psr_change_gbp`` pounds and ``psr_change_share`` or more. ``unknown`` under
    ``pcr2015_legacy``, without a regime, when modifications were never loaded, or when an input that
    it turns on is empty; ``not_applicable`` to other regimes; ``clear`` otherwise. ``act_by`` is the
    notice date. Basis and worked cases: docs/rules/modification_over_limit.md.
    """
    agreements = asked(register, on)
    regime = agreements["regime"]
    changed = changes_added(register, agreements, on, thresholds)
    is_pa, is_psr = regime == "pa2023", regime == "psr"
    is_over = changed["is_over_value"] | changed["is_over_term"]
    noticed = notices_of_change(register, agreements, on)
    has_gone_over = is_over & changed["went_over_on"].notna()
    in_time = noticed["is_undated"] | (noticed["first_on"] <= changed["went_over_on"])
    is_untold = is_over & ~has_gone_over & noticed["first_on"].notna() & ~noticed["is_undated"]

    unloaded = never_loaded(register, "modifications", agreements)
    lacks = {
        "modification": changed["lacks_change"],
        "value_pence": changed["lacks_value"] & (is_pa | (is_psr & changed["is_large"])) & ~is_over,
        "initial_term": changed["lacks_term"] & is_pa & ~is_over,
        "modified_on": is_pa & is_untold,
        "regime": regime.isna(),
        "legacy_limits": regime == "pcr2015_legacy",
    }
    breaks_pa = is_pa & is_over & ~in_time & ~is_untold
    return results(
        agreements,
        rule="modification_over_limit",
        on=on,
        flagged=(breaks_pa | (is_psr & changed["is_over_psr"])) & ~unloaded,
        unknown=unloaded | pd.DataFrame(lacks).any(axis=1),
        not_applicable=regime.notna() & ~regime.isin(COVERED),
        severity="critical",
        act_by=notice_on_asked(register, on, thresholds),
        facts=facts_of(agreements, changed, thresholds),
        missing={"modifications": unloaded, **lacks},
        extra_row_ids=modified(register, on)[["agreement_id", "row_id"]],
    )


def changes_added(
    register: Register, agreements: pd.DataFrame, on: date, thresholds: Thresholds
) -> pd.DataFrame:
    """Return for each agreement what its modifications come to, and on which day they went over a limit.

    ``lacks_value`` and ``lacks_term`` say that there is a change and nothing to measure it by.
    """
    steps = changes_in_order(register, agreements, on, thresholds)
    last = steps.drop_duplicates("agreement_id", keep="last").set_index("agreement_id")
    first_over = steps[steps["is_over_value"] | steps["is_over_term"]].drop_duplicates(
        "agreement_id"
    )
    went_over_on = first_over.set_index("agreement_id")["decided_on"]
    found = looked_up(
        agreements["agreement_id"],
        last.assign(went_over_on=went_over_on.reindex(last.index)).drop(columns="decided_on"),
    )
    flags = [name for name in found.columns if name.startswith(("is_", "lacks_"))]
    found[flags] = found[flags].eq(True)
    return found


def changes_in_order(
    register: Register, agreements: pd.DataFrame, on: date, thresholds: Thresholds
) -> pd.DataFrame:
    """Return each modification of the agreements, undated ones first, and what they come to with it.

    ``change_pence`` is the sum so far, taken without its sign; the limits are held to that sum.
    ``lacks_change`` says that one so far records neither value nor term.
    """
    columns = ["value_pence", "starts_on", "service_category"]
    own = agreements.set_index("agreement_id")[columns]
    initial_end = initial_ends_on(agreements, first_extensions(register, on))
    own = own.assign(initial_end=initial_end.to_numpy())
    made = modified(register, on).sort_values("decided_on", kind="stable", na_position="first")
    made = made[made["agreement_id"].isin(own.index)]
    by_agreement = made.groupby("agreement_id")
    of = looked_up(made["agreement_id"], own)
    pence = by_agreement["value_change_pence"].cumsum().abs()
    days = by_agreement["term_change_days"].cumsum().abs()
    term_days = ((of["initial_end"] - of["starts_on"]).dt.days + 1).astype("Int64")
    term_days = term_days.where((term_days > 0).fillna(False))

    is_works = is_of_works(of, thresholds)
    is_over_value = exceeds(pence, of["value_pence"], thresholds.modification_share).where(
        ~is_works, exceeds(pence, of["value_pence"], thresholds.modification_share_works)
    )
    is_over_term = exceeds(days, term_days, thresholds.modification_share)
    is_large = (pence >= thresholds.psr_change_gbp * PENCE_IN_A_POUND).astype("bool")
    return made[["agreement_id", "decided_on"]].assign(
        change_pence=pence,
        is_over_value=is_over_value,
        is_over_term=is_over_term,
        is_large=is_large,
        is_over_psr=is_large & reaches(pence, of["value_pence"], thresholds.psr_change_share),
        lacks_change=by_agreement["lacks_change"].cumsum() > 0,
        lacks_value=(pence > 0).astype("bool") & of["value_pence"].isna(),
        lacks_term=(days > 0).astype("bool") & term_days.isna(),
        initial_end=of["initial_end"],
    )


def is_of_works(agreements: pd.DataFrame, thresholds: Thresholds) -> pd.Series:
    """Tell which agreements are of a category that the profile counts as works."""
    works = folded_once(pd.Series(thresholds.works_categories, dtype="str"))
    return folded_once(agreements["service_category"]).isin(works)


def notices_of_change(register: Register, agreements: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the day of each agreement's first notice of change, and whether one has no day."""
    notices = happened(register.notices, "published_on", on)
    notices = notices[notices["notice_type"] == NOTICE_OF_CHANGE]
    by_agreement = notices.groupby("agreement_id")["published_on"]
    undated = notices.loc[notices["published_on"].isna(), "agreement_id"]
    ids = agreements["agreement_id"]
    return pd.DataFrame(
        {"first_on": looked_up(ids, by_agreement.min()), "is_undated": ids.isin(undated)}
    )


def facts_of(
    agreements: pd.DataFrame, changed: pd.DataFrame, thresholds: Thresholds
) -> dict[str, pd.Series | str | int]:
    """Return what the sentence says: which limit was passed, by what, and the limit."""
    is_psr = agreements["regime"] == "psr"
    is_works = is_of_works(agreements, thresholds)
    wording = pd.Series("flagged_term", agreements.index, dtype="str")
    wording = wording.mask(changed["is_over_value"], "flagged_value").mask(is_psr, "flagged_psr")
    share = pd.Series(spoken_share(thresholds.modification_share), agreements.index, dtype="str")
    of_works = is_works & (wording == "flagged_value")
    share = share.mask(of_works, spoken_share(thresholds.modification_share_works))
    return {
        "wording": wording,
        "change_pence": changed["change_pence"].astype("Int64"),
        "awarded_pence": agreements["value_pence"],
        "share": share.mask(is_psr, spoken_share(thresholds.psr_change_share)),
        "least_pence": thresholds.psr_change_gbp * PENCE_IN_A_POUND,
        "starts_on": agreements["starts_on"],
        "initial_ends_on": changed["initial_end"],
    }


def spoken_share(share: float) -> str:
    """Return a share as a percentage: 0.1 is 10%."""
    return f"{share * 100:g}%"
