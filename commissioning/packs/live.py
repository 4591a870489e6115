"""The agreements a pack counts, and what was found about each of them."""

from datetime import date

import pandas as pd

from commissioning.packs.inputs import PackError, PackInputs, Previous
from commissioning.packs.kept import kept_while_made
from commissioning.packs.reconcile import must_sum
from commissioning.rules import ASKED_OF_ENDED
from models.judgement import SEVERITIES

WORST_FIRST = tuple(reversed(SEVERITIES))
STATUSES = ("flagged", "unknown", "clear", "not_applicable")


def live_agreements(inputs: PackInputs | Previous) -> pd.DataFrame:
    """Return the agreements that the rules were asked of, by reference, each with its worst severity.

    ``severity`` is empty where nothing was flagged; ``flags`` counts its flagged results and
    ``unasked`` those rules that could not be asked of it.
    """
    return _with_flags(inputs).copy(deep=False)


@kept_while_made  # nine sections of a pack ask for them
def _with_flags(inputs: PackInputs | Previous) -> pd.DataFrame:
    agreements, results = inputs.register.agreements, of_agreements(inputs.results)
    strangers = sorted(set(results["agreement_id"]) - set(agreements["agreement_id"]))
    if strangers:
        raise PackError(
            f"The pack was not built: results: {len(strangers)} agreements in them, {strangers[0]} among "
            "them, are not in the register."
        )
    live = agreements[agreements["agreement_id"].isin(results["agreement_id"])]
    flagged = flagged_results(results)
    rank = flagged["severity"].map(WORST_FIRST.index).groupby(flagged["agreement_id"]).min()
    severity = live["agreement_id"].map(rank).map(dict(enumerate(WORST_FIRST))).astype("str")
    flags = (
        live["agreement_id"].map(flagged.groupby("agreement_id").size()).fillna(0).astype("int64")
    )
    unknown = results[results["status"] == "unknown"].groupby("agreement_id").size()
    unasked = live["agreement_id"].map(unknown).fillna(0).astype("int64")
    return live.assign(severity=severity, flags=flags, unasked=unasked).sort_values(
        ["reference", "agreement_id"], ignore_index=True
    )


def of_agreements(results: pd.DataFrame) -> pd.DataFrame:
    """Return the results about live agreements, every one with its ``agreement_id``."""
    of_live = results["agreement_id"].isin(ids_of_live(results))
    return results[of_live].astype({"agreement_id": "int64"})


def ids_of_live(results: pd.DataFrame) -> pd.Series:
    """Return the agreements that were asked more than what is asked of ended ones too."""
    return results.loc[~results["rule"].isin(ASKED_OF_ENDED), "agreement_id"].dropna()


def of_others(results: pd.DataFrame) -> pd.DataFrame:
    """Return the results about departments, providers and ended agreements, by reference and rule."""
    others = results[~results["agreement_id"].isin(ids_of_live(results))]
    return others.sort_values(["reference", "rule"], ignore_index=True)


def flagged_results(results: pd.DataFrame) -> pd.DataFrame:
    """Return the flagged results about agreements, by rule and agreement, each of a named severity."""
    results = of_agreements(results)
    flagged = results[results["status"] == "flagged"]
    named = flagged["severity"].isin(SEVERITIES)
    must_sum("flags by severity", [int(named.sum())], len(flagged))
    return flagged.sort_values(["rule", "reference", "agreement_id"], ignore_index=True)


def by_rule(results: pd.DataFrame) -> pd.DataFrame:
    """Return one row a rule: how many agreements it was asked of and each answer, most flags first."""
    results = of_agreements(results)
    counts = results.groupby(["rule", "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(STATUSES), fill_value=0).astype("int64")
    counts["asked"] = results.groupby("rule").size()
    counts = counts.reset_index()
    for row in counts.to_dict("records"):
        must_sum(
            f"flags by rule, {row['rule']}", [row[status] for status in STATUSES], row["asked"]
        )
    return counts.sort_values(
        ["flagged", "unknown", "rule"], ascending=[False, False, True], ignore_index=True
    )


def asked_of_all(counts: pd.DataFrame, live: pd.DataFrame) -> None:
    """Stop the build where a rule has not one answer for each live agreement."""
    for row in counts.to_dict("records"):
        must_sum(f"flags by rule, {row['rule']} against live agreements", [row["asked"]], len(live))


def earliest(days: pd.Series) -> date | None:
    """Return the first day recorded among ``days``, if any is."""
    first = days.min()
    return None if pd.isna(first) else first.date()
