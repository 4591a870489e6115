"""Providers as a person looks at them: each body with its names, and the names that may be somebody's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from commissioning.known_providers import KnownProviders
from commissioning.matching import REASONS, REVIEW, Candidate
from commissioning.provider_names import compared, drawn
from models.names import folded

TOTALS = ("agreements", "value_pence", "payments", "paid_pence")
OWN_NAMES = {
    "looks_alike": "possible same: letters or invisible characters that only look the same",
    "same_name": "possible same: the same name, but for legal form and punctuation",
}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Suggestion:
    """A name that may be a known body's, what it may be, why it is not linked, and what hangs on it.

    ``name`` is as most of its rows write it and ``key`` as names are compared.
    """

    name: str
    key: str
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    totals: dict[str, int]

    def shape(self) -> dict[str, Any]:
        """Return the suggestion as plain values."""
        candidates = [
            {"identifier": c.body, "name": c.name, "score": round(c.score, 2)}
            for c in self.candidates
        ]
        return {
            "name": self.name,
            "candidates": candidates,
            "reasons": list(self.reasons),
            **self.totals,
        }


def mentions_of(agreements: pd.DataFrame, payees: pd.DataFrame) -> pd.DataFrame:
    """Return each name and identifier of agreements and payments in force, with their numbers and money.

    Columns: name, identifier, key (the name folded), agreements, value_pence, payments and paid_pence,
    which is outturn alone.
    """
    renamed = {"provider_name": "name", "provider_org_id": "identifier"}
    listed = agreements.rename(columns=renamed)
    by = listed.groupby(["name", "identifier"], dropna=False)
    counted = by["value_pence"].agg(["size", "sum"]).reset_index()
    counted = counted.rename(columns={"size": "agreements", "sum": "value_pence"})
    both = pd.concat([counted, payees.rename(columns=renamed)], ignore_index=True)
    both = both.dropna(subset=["name", "identifier"], how="all")
    totals = {name: both[name].fillna(0).astype("int64") for name in TOTALS}
    summed = both.assign(**totals).groupby(["name", "identifier"], dropna=False)[list(TOTALS)].sum()
    mentions = summed.reset_index().astype({"name": "str", "identifier": "str"})
    return mentions.assign(key=folded(mentions["name"]))


def providers_listed(mentions: pd.DataFrame, known: KnownProviders) -> list[dict[str, Any]]:
    """Return each provider with the names it is known by, how they are tied to it, and what hangs on it.

    The most paid first, then those of most value, then by name.
    """
    found = known.identified(mentions["name"], mentions["identifier"])
    shown = mentions.assign(**found)
    types = known.types(shown["provider_key"], shown["name"])
    shown = shown.assign(**types)
    providers = [_provider(str(key), rows, known) for key, rows in shown.groupby("provider_key")]
    return sorted(providers, key=lambda p: (-p["paid_pence"], -p["value_pence"], p["name"]))


def _provider(key: str, rows: pd.DataFrame, known: KnownProviders) -> dict[str, Any]:
    named = rows.dropna(subset=["name"]).sort_values(
        ["paid_pence", "agreements", "name"], ascending=[False, False, True]
    )
    types = rows.dropna(subset=["provider_type"])
    names = list(dict.fromkeys(named["name"]))
    is_body = set(rows["known_by"]) != {"name"}
    return {
        "name": names[0] if names else key,
        "identifiers": known.numbers_of(key) if is_body else [],
        "provider_type": None if types.empty else str(types["provider_type"].iloc[0]),
        "type_from": None if types.empty else str(types["type_from"].iloc[0]),
        "known_by": sorted(set(rows["known_by"])),
        "names": names,
        **{name: int(rows[name].sum()) for name in TOTALS},
    }


def suggestions(
    mentions: pd.DataFrame,
    known: KnownProviders,
    *,
    progress: Progress = lambda _done, _of: None,
) -> list[Suggestion]:
    """Return the names that a person should look at, those on which most hangs first."""
    unknown = mentions[mentions["identifier"].isna()]
    groups = list(unknown.groupby("key"))
    found = []
    for done, (key, rows) in enumerate(groups, start=1):
        found.append(_of_the_registers(str(key), rows, known))
        progress(done, len(groups))
    told = [one for one in found if one is not None]
    told += _of_each_other(unknown[~unknown["key"].isin({one.key for one in told})], known)
    return sorted(
        told, key=lambda s: (-s.totals["paid_pence"], -s.totals["value_pence"], s.name, s.key)
    )


def _of_the_registers(key: str, rows: pd.DataFrame, known: KnownProviders) -> Suggestion | None:
    name = _most_used(rows)
    if known.link(key, name)[0] is not None:
        return None
    match = known.match(name)
    left = [c for c in match.candidates if (key, c.body) not in known.rejected]
    if match.outcome != REVIEW or not left:
        return None
    reasons = tuple(REASONS[reason] for reason in match.reasons)
    return Suggestion(name, key, tuple(left), reasons, _totals(rows))


def _of_each_other(unknown: pd.DataFrame, known: KnownProviders) -> Iterable[Suggestion]:
    """Yield names of the authority's own that may be one body's, which no register knows."""
    groups = {str(key): rows for key, rows in unknown.groupby("key")}
    unlinked = {
        key: (_most_used(rows), _totals(rows))
        for key, rows in groups.items()
        if known.link(key, _most_used(rows))[0] is None
    }
    order = sorted(unlinked, key=lambda k: (-unlinked[k][1]["paid_pence"], unlinked[k][0], k))
    for reason, alike in (("same_name", _run), ("looks_alike", drawn)):
        first: dict[str, str] = {}
        told: set[str] = set()
        for key in order:
            name, totals = unlinked[key]
            other = first.setdefault(alike(name), key)
            if other != key and (key, other) not in known.rejected:
                candidate = Candidate(other, unlinked[other][0], 1.0, reason)
                told.add(key)
                yield Suggestion(name, key, (candidate,), (OWN_NAMES[reason],), totals)
        order = [key for key in order if key not in told]


def _run(name: str) -> str:
    return compared(name).run


def _most_used(rows: pd.DataFrame) -> str:
    order = rows.sort_values(["paid_pence", "agreements", "name"], ascending=[False, False, True])
    return str(order["name"].iloc[0])


def _totals(rows: pd.DataFrame) -> dict[str, int]:
    return {name: int(rows[name].sum()) for name in TOTALS}
