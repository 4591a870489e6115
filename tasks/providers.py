"""Who the providers are, asked and decided: the plain functions behind the commands about providers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import pandas as pd
from sqlalchemy import Connection, Engine

from commissioning.errors import RequestError, shown
from commissioning.identifiers import CAUSES, identifier_of
from commissioning.known_providers import KnownProviders
from commissioning.provider_review import mentions_of
from models.names import folded
from models.provider_alias import SAME
from models.store.engine import reading
from models.store.erased_frames import erased_names
from models.store.facts import read_facts
from models.store.known import latest_load_no
from models.store.lease import lease
from models.store.payments_known import payees_known
from models.store.provider_aliases import NameDecision, record_decisions


@dataclass(frozen=True)
class Known:
    """An authority's providers as known at a load: who they are, and every name and number in its rows."""

    load_no: int
    providers: KnownProviders
    mentions: pd.DataFrame
    aliases: pd.DataFrame


@dataclass(frozen=True)
class Confirmed:
    """What came of decisions: how many were kept, and the sentences about those that were there already."""

    load_no: int | None
    stored: int
    repeated: tuple[str, ...]


def read_known(connection: Connection, authority: str, load_no: int) -> Known:
    """Return an authority's providers as known at a load."""
    facts = read_facts(connection, authority, load_no=load_no)
    payees = payees_known(connection, authority, load_no=load_no)
    known = KnownProviders(facts.providers, lambda: facts.agreements)
    return Known(load_no, known, mentions_of(facts.agreements, payees), facts.providers.aliases)


def confirm(
    engine: Engine,
    authority: str,
    decisions: Sequence[NameDecision],
    *,
    on: date,
    again: bool = False,
) -> Confirmed:
    """Keep what was decided of some names; all of them or, where one cannot be, none.

    ``again`` lets a decision stand in the place of an earlier one that says otherwise.

    Raises RequestError naming what is wrong with a decision, or whose decision it would undo.
    """
    with lease(engine, authority, "provider names") as held:
        with reading(engine) as connection:
            known = read_known(connection, authority, latest_load_no(connection, authority))
            erased = erased_names(connection, authority)
        fresh: dict[tuple[str, str], NameDecision] = {}
        repeated = []
        for given in decisions:
            if erased and (erased.whole(given.name) or erased.whole(given.identifier)):
                raise RequestError("A provider that was erased is not named again; leave it out.")
            decision = _settled(given, known)
            standing = _standing_against(decision, known.aliases)
            if standing is not None and _says_the_same(standing, decision):
                repeated.append(_already(given, standing))
                continue
            if standing is not None and not again:
                raise RequestError(f"{_already(given, standing)}; give --again to decide it anew.")
            fresh[decision.name, decision.identifier] = decision
        _must_be_one_each(list(fresh.values()))
        if not fresh:
            return Confirmed(None, 0, tuple(repeated))
        load = record_decisions(engine, held, authority, list(fresh.values()), on=on)
        return Confirmed(load.load_no, len(fresh), tuple(repeated))


def _settled(given: NameDecision, known: Known) -> NameDecision:
    """Return a decision on a name that rows have and a body that is known, both as they are compared."""
    key = folded(pd.Series([given.name], dtype="str")).iloc[0]
    keys = known.mentions.dropna(subset=["key"]).set_index("key")["name"]
    if key not in keys:
        near = get_close_matches(given.name, sorted(set(keys)), n=3, cutoff=0.6)
        hint = (
            f"the most like it: {', '.join(near)}" if near else "providers lists the names it has"
        )
        raise RequestError(f"No agreement or payment names {shown(given.name)}; {hint}.")
    return NameDecision(key, _body(given, key, known), given.outcome, given.decided_by.strip())


def _body(given: NameDecision, key: str, known: Known) -> str:
    found = identifier_of(given.identifier)
    if found.identifier is None:
        why = CAUSES[found.fault] if found.fault else "No identifier is given."
        raise RequestError(f"{shown(given.identifier)} identifies nobody: {why}")
    bodies = {
        *known.providers.listed["identifier"],
        *known.mentions["identifier"].dropna(),
    }
    if found.identifier in bodies:
        return known.providers.body_of(found.identifier)
    own = folded(pd.Series([given.identifier], dtype="str")).iloc[0]
    if own in set(known.mentions["key"].dropna()) and own != key:
        return own
    near = get_close_matches(found.identifier, sorted(bodies), n=3, cutoff=0.8)
    hint = f"the most like it: {', '.join(near)}" if near else "load the register that has it"
    raise RequestError(f"No register that is loaded has {shown(given.identifier)}; {hint}.")


def _standing_against(decision: NameDecision, aliases: pd.DataFrame) -> pd.Series | None:
    """Return the decision that stands on the same name and body, or that gives the name to another."""
    of_name = aliases[aliases["provider_name"] == decision.name]
    latest = of_name.drop_duplicates("provider_org_id", keep="last")
    same_body = latest["provider_org_id"] == decision.identifier
    elsewhere = (latest["outcome"] == SAME) & (decision.outcome == SAME)
    against = latest[same_body | elsewhere]
    return None if against.empty else against.iloc[-1]


def _says_the_same(standing: pd.Series, decision: NameDecision) -> bool:
    return bool(
        standing["provider_org_id"] == decision.identifier
        and standing["outcome"] == decision.outcome
    )


def _already(given: NameDecision, standing: pd.Series) -> str:
    verdict = "to be" if standing["outcome"] == SAME else "not to be"
    return (
        f"{shown(given.name)} was decided {verdict} {standing['provider_org_id']} by "
        f"{standing['decided_by']} on {pd.Timestamp(standing['decided_on']).date()}"
    )


def _must_be_one_each(decisions: Sequence[NameDecision]) -> None:
    """Refuse a name that is given to two bodies at once."""
    bodies: dict[str, str] = {}
    for decision in decisions:
        if decision.outcome == SAME:
            other = bodies.setdefault(decision.name, decision.identifier)
            if other != decision.identifier:
                raise RequestError(
                    f"{shown(decision.name)} is given to {other} and to {decision.identifier}; "
                    "one name is one body's."
                )
