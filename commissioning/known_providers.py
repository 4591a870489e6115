"""Who each provider is, as far as is known at a load: one body under all its names and numbers.

A row's own identifier comes first, then what a person confirmed of its name, then what the matcher
links without a person, then the name itself. A body that merged into another is that other from the
day the merger was registered.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property

import pandas as pd

from commissioning.matching import AUTOMATIC, Bodies, Match
from commissioning.provider_types import type_of
from commissioning.registered_bodies import registered_in_two_nations, same_bodies
from models.names import folded
from models.provider_alias import SAME
from models.store.providers_known import ProviderFacts

NO_DAY = date.max  # of a row without a day: every merger on record is followed


class KnownProviders:
    """An authority's providers as known at a load.

    ``agreements`` returns those in force, which tie a ``provider_name`` to a ``provider_org_id``; it is
    called only where a name is looked for.
    """

    def __init__(self, facts: ProviderFacts, agreements: Callable[[], pd.DataFrame]) -> None:
        self._facts = facts
        pairs = facts.identifiers[["provider_org_id", "other_org_id"]].dropna()
        self._pairs = [(str(one), str(other)) for one, other in pairs.itertuples(index=False)]
        self._agreements = agreements
        decided = facts.aliases.drop_duplicates(["provider_name", "provider_org_id"], keep="last")
        is_same = decided["outcome"] == SAME
        self.confirmed = dict(decided[is_same][["provider_name", "provider_org_id"]].to_numpy())
        self.rejected = set(
            decided[~is_same][["provider_name", "provider_org_id"]].itertuples(
                index=False, name=None
            )
        )
        self._matches: dict[str, Match] = {}

    @cached_property
    def registered(self) -> pd.DataFrame:
        """Every name that a register of providers ties to a number: identifier, name and postcode."""
        registered, identifiers, mergers = (
            self._facts.registered,
            self._facts.identifiers,
            self._facts.mergers,
        )
        is_whole = (mergers["part"] == 0).fillna(False)
        one_name = is_whole & ~mergers["provider_name"].str.contains(r"\S\s{2,}\S").fillna(True)
        received = mergers[(mergers["transferee_part"] == 0).fillna(False)]
        named = [
            registered[["provider_org_id", "provider_name", "postcode"]],
            identifiers[["provider_org_id", "provider_name"]],
            mergers[one_name][["provider_org_id", "provider_name"]],
            received[["transferee_org_id", "transferee_name"]].set_axis(
                ["provider_org_id", "provider_name"], axis="columns"
            ),
        ]
        return _listed(pd.concat(named, ignore_index=True))

    @cached_property
    def listed(self) -> pd.DataFrame:
        """What ``registered`` has, and the names that the authority's own agreements tie to a number."""
        tied = _listed(self._agreements()[["provider_org_id", "provider_name"]])
        return pd.concat([self.registered, tied], ignore_index=True).drop_duplicates(
            ["identifier", "name"], ignore_index=True
        )

    @cached_property
    def bodies(self) -> Bodies:
        """The registered bodies by their names, each under the identifier that stands for it today."""
        standing = {one: self.body_of(one) for one in self.listed["identifier"].unique()}
        return Bodies(self.listed, standing)

    @cached_property
    def _same(self) -> dict[str, str]:
        if not self._pairs:
            return {}
        return same_bodies([*self._pairs, *registered_in_two_nations(self.registered, self._pairs)])

    @cached_property
    def _successors(self) -> dict[str, tuple[date, str]]:
        """The body that each body merged into and the day that was registered; none where it is several."""
        mergers = self._facts.mergers
        mergers = mergers[(mergers["part"] == 0).fillna(False)].dropna(
            subset=["provider_org_id", "transferee_org_id", "registered_on"]
        )
        mergers = mergers.sort_values("registered_on", kind="stable")
        ends = (
            mergers[name].map(self._standing) for name in ("provider_org_id", "transferee_org_id")
        )
        into: dict[str, set[str]] = defaultdict(set)
        registered_on: dict[str, date] = {}
        for one, other, day in zip(*ends, mergers["registered_on"].dt.date, strict=True):
            if one != other:
                into[one].add(other)
                registered_on.setdefault(one, day)
        return {
            one: (registered_on[one], next(iter(others)))
            for one, others in into.items()
            if len(others) == 1
        }

    def _standing(self, identifier: str) -> str:
        return self._same.get(identifier, identifier)

    def body_of(self, identifier: str, on: date = NO_DAY) -> str:
        """Return the identifier that stood for a body on a day: its own, or that of what it merged into."""
        body = self._standing(identifier)
        passed = {body}
        while (after := self._successors.get(body)) and after[0] <= on and after[1] not in passed:
            body = after[1]
            passed.add(body)
        return body

    def numbers_of(self, body: str) -> list[str]:
        """Return every identifier that stands for the same body as this one, itself first."""
        others = sorted(one for one, stands in self._same.items() if stands == body and one != body)
        return [body, *others]

    def match(self, name: str) -> Match:
        """Return what the matcher makes of a name, worked out once."""
        if name not in self._matches:
            self._matches[name] = self.bodies.matched(name) if _names_one(name) else Match("none")
        return self._matches[name]

    def link(self, key: str, name: str) -> tuple[str | None, str]:
        """Return the identifier that a name is linked to, and how; ``key`` is the name folded."""
        if key in self.confirmed:
            return self.confirmed[key], "confirmed"
        match = self.match(name)
        if match.outcome == AUTOMATIC and (key, match.candidates[0].body) not in self.rejected:
            return match.candidates[0].body, "automatic"
        return None, "name"

    def identified(
        self, names: pd.Series, org_ids: pd.Series, days: pd.Series | None = None
    ) -> pd.DataFrame:
        """Return for each row ``provider_key`` and ``known_by``: identifier, confirmed, automatic or name.

        The key is the body's identifier on the row's day, otherwise the name folded; it is missing
        where neither name nor identifier is given. ``days`` are those of payment.
        """
        rows = pd.DataFrame({"name": names, "org_id": org_ids, "on": pd.NaT}, index=names.index)
        if days is not None and self._successors:
            rows["on"] = days
        distinct, codes = _each_once(rows)
        return _given(self._each(distinct), ["provider_key", "known_by"], codes, names.index)

    def _each(self, distinct: pd.DataFrame) -> Iterable[tuple[str | None, str | None]]:
        keys = folded(distinct["name"])
        for name, org_id, on, key in zip(
            distinct["name"], distinct["org_id"], distinct["on"], keys, strict=True
        ):
            day = NO_DAY if pd.isna(on) else on.date()
            if not pd.isna(org_id):
                yield self.body_of(org_id, day), "identifier"
            elif pd.isna(name):
                yield None, None
            else:
                linked, how = self.link(key, name)
                yield (self.body_of(linked, day) if linked else key), how

    def types(self, keys: pd.Series, names: pd.Series) -> pd.DataFrame:
        """Return ``provider_type`` and ``type_from`` of each provider, missing where nothing tells."""
        distinct, codes = _each_once(pd.DataFrame({"key": keys, "name": names}))
        found = (
            type_of(self.numbers_of(key) if isinstance(key, str) else [], name, self._types_told)
            for key, name in zip(distinct["key"], distinct["name"], strict=True)
        )
        return _given(found, ["provider_type", "type_from"], codes, keys.index)

    def told_of(self, agreements: pd.DataFrame) -> pd.DataFrame:
        """Return agreements with ``provider_key``, and the type of provider that their rows leave out.

        ``type_from`` says what tells it, and is missing where the agreement's own row does.
        """
        names, own = agreements["provider_name"], agreements["provider_type"]
        keys = self.identified(names, agreements["provider_org_id"])["provider_key"]
        types = self.types(keys, names)
        return agreements.assign(
            provider_key=keys,
            provider_type=own.fillna(types["provider_type"]),
            type_from=types["type_from"].mask(own.notna()),
        )

    @cached_property
    def _types_told(self) -> Mapping[str, str]:
        told = self._facts.registered[["provider_org_id", "provider_type"]].dropna()
        return dict(told.to_numpy())


def _listed(named: pd.DataFrame) -> pd.DataFrame:
    both = named.dropna(subset=["provider_org_id", "provider_name"])
    renamed = both.rename(columns={"provider_org_id": "identifier", "provider_name": "name"})
    return renamed.drop_duplicates(ignore_index=True)


def _each_once(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Return the distinct rows and the place of each row among them."""
    codes = rows.groupby(list(rows.columns), dropna=False, sort=False).ngroup()
    return rows[~codes.duplicated()], codes


def _given(
    found: Iterable[tuple[str | None, str | None]],
    columns: list[str],
    codes: pd.Series,
    index: pd.Index,
) -> pd.DataFrame:
    """Return what was found of the distinct rows to every row, as text columns."""
    each = pd.DataFrame(list(found), columns=columns, dtype="str")
    return each.take(codes.to_numpy()).set_axis(index)


def _names_one(name: str) -> bool:
    """Return whether a cell names one provider: not several, and not that the name was taken out."""
    return ";" not in name and "redacted" not in name.casefold()
