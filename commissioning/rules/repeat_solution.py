"""The same provider was given the same specification again: nobody asked whether another way is better."""

from datetime import date
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.register import Register, are_among, asked, awarded, looked_up
from commissioning.rules.answers import Answers
from commissioning.rules.kpi_red_consecutive import kpi_red_consecutive
from commissioning.rules.need_volume_divergence import need_volume_divergence
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.service_gap import latest_decisions, successors_named
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "One of {awards} awards running to {provider} with the same specification "
        "(repeat={repeat}); {least_awards} or more are flagged."
    ),
    "flagged_failing": (
        "One of {awards} awards running to {provider} with the same specification (repeat={repeat}), "
        "though its measures are red or its volume lags behind need; {least_awards} or more are flagged."
    ),
    "clear": "It follows no award to the same provider with the same specification, nor is followed by one.",
    "unknown": "Whether the same solution is repeated cannot be told: {missing}.",
}


def repeat_solution(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when it is one of ``repeat_awards`` or more awards running, each named as successor by
    the one before, to one provider with one specification, capitals and spaces aside: low, and medium
    where kpi_red_consecutive or need_volume_divergence flags it; ``unknown`` when an award is named
    that the register does not have, or a provider or specification beside it is empty, and the answer
    turns on it; ``clear`` otherwise, without a successor or predecessor too. ``act_by`` is the notice
    date. Basis and worked cases: docs/rules/repeat_solution.md.
    """
    agreements = asked(register, on)
    ids = agreements["agreement_id"]
    links = links_between(register, on)
    run = looked_up(ids, run_lengths(links[links["is_same"]])).fillna(1).astype("int64")
    is_repeated = run >= thresholds.repeat_awards
    is_failing = is_repeated & ids.isin(
        failing(register, on, thresholds) if is_repeated.any() else ()
    )
    lacks = {
        name: ids.isin(at_either_end(links[links[f"lacks_{name}"]]))
        for name in ("provider", "specification", "successor")
    }
    return results(
        agreements,
        rule="repeat_solution",
        on=on,
        flagged=is_repeated,
        unknown=pd.DataFrame(lacks).any(axis=1),
        severity=pd.Series("low", agreements.index, dtype="str").mask(is_failing, "medium"),
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "wording": pd.Series("flagged", agreements.index, dtype="str").mask(
                is_failing, "flagged_failing"
            ),
            "awards": run,
            "repeat": run - 1,
            "least_awards": thresholds.repeat_awards,
            "provider": agreements["provider_name"].fillna(agreements["provider_org_id"]),
            "specification_sha256": digests(agreements["specification"].where(is_repeated)),
        },
        missing={
            "linked_provider": lacks["provider"],
            "linked_specification": lacks["specification"],
            "successor": lacks["successor"],
        },
        extra_row_ids=neighbours(links),
    )


def links_between(register: Register, on: date) -> pd.DataFrame:
    """Return one row for each award by ``on`` that names a successor: both, and whether they are the same.

    ``lacks_provider`` and ``lacks_specification`` say that this turns on what is empty at either end,
    ``lacks_successor`` that the register does not have the one named. One awarded later, or cancelled,
    is no award yet.
    """
    agreements = register.agreements
    named = successors_named(agreements, latest_decisions(register, on)).dropna()
    ends = agreements.assign(
        provider=register.provider_keys["agreements"], is_made=awarded(agreements, on)
    )[["agreement_id", "reference", "provider", "specification", "row_id", "is_made"]]
    first = ends.loc[named.index]
    by_reference = ends[are_among(ends["reference"], named)].drop_duplicates("reference")
    # A number of 63 bits that may be missing: Int64 holds it, and floats would not.
    by_reference = by_reference.astype({"agreement_id": "Int64"})
    then = looked_up(named, by_reference.set_index("reference"))
    texts = [folded_once(each["specification"]) for each in (first, then)]
    differs = (first["provider"].ne(then["provider"]) & both(first, then, "provider")) | (
        texts[0].ne(texts[1]) & both(first, then, "specification")
    )
    is_linked = then["agreement_id"].notna() & first["is_made"] & then["is_made"].eq(True)
    is_open = is_linked & ~differs
    links = pd.DataFrame(
        {
            "agreement_id": first["agreement_id"],
            "next_id": then["agreement_id"].astype("Int64"),
            "row_id": first["row_id"],
            "next_row_id": then["row_id"],
            "lacks_provider": is_open & ~both(first, then, "provider"),
            "lacks_specification": is_open & ~both(first, then, "specification"),
            "lacks_successor": then["agreement_id"].isna(),
        }
    )
    is_told = ~links["lacks_provider"] & ~links["lacks_specification"]
    return links.assign(is_same=is_open & is_told)


def both(first: pd.DataFrame, then: pd.DataFrame, column: str) -> pd.Series:
    """Tell where both ends of a link have something in the column."""
    return first[column].notna() & then[column].notna()


def run_lengths(links: pd.DataFrame) -> pd.Series:
    """Return how many awards run through each agreement that is linked; none that leads to itself."""
    codes, ids = pd.factorize(pd.concat([links["agreement_id"], links["next_id"]]).astype("int64"))
    first, then = codes[: len(links)], codes[len(links) :]
    follows = np.full(len(ids), -1)
    follows[first] = then
    waiting = np.bincount(then, minlength=len(ids))
    before, after = np.ones(len(ids), dtype="int64"), np.ones(len(ids), dtype="int64")
    rounds = []
    ready = np.flatnonzero(waiting == 0)
    while len(ready):
        going = ready[follows[ready] >= 0]
        rounds.append(going)
        np.maximum.at(before, follows[going], before[going] + 1)
        np.subtract.at(waiting, follows[going], 1)
        ready = np.unique(follows[going][waiting[follows[going]] == 0])
    for going in reversed(rounds):
        after[going] = after[follows[going]] + 1
    return pd.Series(np.where(waiting > 0, 1, before + after - 1), pd.Index(ids.tolist()))


def at_either_end(links: pd.DataFrame) -> pd.Series:
    """Return the agreements that these links join."""
    ends: pd.Series = pd.concat([links["agreement_id"], links["next_id"]]).dropna()
    return ends.astype("int64")


def failing(register: Register, on: date, thresholds: Thresholds) -> npt.NDArray[np.int64]:
    """Return the agreements whose measures are red or whose volume lags behind need."""
    found = (
        rule(register, on=on, thresholds=thresholds)
        for rule in (kpi_red_consecutive, need_volume_divergence)
    )
    return np.concatenate([answers.ids[answers.flagged] for answers in found])


def digests(texts: pd.Series) -> pd.Series:
    """Return the SHA-256 of each text in lower case with single spaces; missing where there is none."""
    codes, written = pd.factorize(folded_once(texts))
    made = [sha256(text.encode()).hexdigest() for text in written]
    by_code = pd.Series([*made, None], dtype="str")  # the code -1 of a missing text takes the last
    return pd.Series(by_code.array.take(codes), texts.index)


def neighbours(links: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the awards beside each linked one: the one before it, and the one after."""
    linked = links.dropna(subset="next_id")
    after = pd.DataFrame({"agreement_id": linked["agreement_id"], "row_id": linked["next_row_id"]})
    before = pd.DataFrame({"agreement_id": linked["next_id"], "row_id": linked["row_id"]})
    return pd.concat([after, before]).astype({"agreement_id": "int64"})
