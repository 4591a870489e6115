"""Everything the packs of a run say, as known at the cuts they are made from: read once, cut for each pack."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Connection, Engine

from commissioning.compliance.consistency import Override, overrides, standing
from commissioning.dates import (
    YEAR_MONTHS,
    Period,
    financial_year,
    financial_year_start,
    months_after,
    months_before,
)
from commissioning.errors import RequestError, shown
from commissioning.known_providers import KnownProviders
from commissioning.money_over_time.unit_costs import compared_unit_costs
from commissioning.organisation import names_on
from commissioning.packs.audiences import Audience, audience_named
from commissioning.packs.inputs import CASES, MONEY, PackInputs, Previous, Quality, Replaced
from commissioning.packs.made_of import MadeOf
from commissioning.packs.owed import illustrative_feeds, sources_of, stated, titles
from commissioning.packs.scoped_inputs import cut_before, cut_to
from commissioning.packs.scopes import (
    WHOLE,
    Divided,
    Scope,
    ScopeKind,
    current,
    scope_called,
    scopes_of,
)
from commissioning.packs.stale import refused_sources
from commissioning.profile import Profile
from commissioning.profile_tables import nearest
from commissioning.register import Register
from commissioning.rules.sentences import with_sentences
from commissioning.rules.service_gap import followers
from commissioning.rules.thresholds import Thresholds
from models.pack import Pack as PackRow
from models.quarantine import Finding
from models.store.case_acts import acknowledgements
from models.store.cases_known import cases_known_at
from models.store.engine import reading
from models.store.facts import read_facts
from models.store.judgements import Asking, read_judgement
from models.store.known import read_loads, read_observations, read_quality, refusals
from models.store.money_known import money_by_service
from models.store.quarantine import quarantined_rows
from tasks.judge import indicators_named, outcomes_known_at
from tasks.read_once import read_once
from tasks.slots import PackSlot
from tasks.store import package_version, read_need, register_of

# Earlier versions of a pack that a reader may hold beside it: small numbers are hidden for what these told.
# Schedules make a pack on eight days. Of one with more than sixteen versions the rest are left out.
HELD_BESIDE = 16
# Cuts kept at a time: that of now, of those versions and of one more, which the last version was held beside;
# and of the pack before, as of now, of the last version and of the one before it.
KEPT = HELD_BESIDE + 2 + 3


@dataclass(frozen=True)
class Cut:
    """What a pack is made from: the day, the load and the rules of ``asking``, and the judgement of it.

    Without a ``judgement_no`` the rules are asked anew and nothing is kept. ``before`` is the pack of an
    earlier period that it compares itself with; ``replaced`` the cut of the version that it replaces, by
    its number.
    """

    asking: Asking
    judgement_no: int | None
    before: PackRow | None = None
    replaced: "tuple[int, Cut] | None" = None

    @property
    def version(self) -> int:
        """The number of the version that is made of it."""
        return self.replaced[0] + 1 if self.replaced else 1


@dataclass(frozen=True)
class At:
    """Where results come from: a judgement that is kept, or the rules asked anew of a load."""

    on: date
    load_no: int
    judgement_no: int | None


class Gathered:
    """What the packs of one run are made from. Registers, judgements and all else are read once a cut."""

    def __init__(self, profile: Profile, engine: Engine) -> None:
        self.profile, self.engine = profile, engine
        self.made_of = MadeOf()
        # One cache an object, so that all is let go with it.
        self._whole = read_once(KEPT, self._read_whole)
        self._register = read_once(KEPT, self._read_register)
        self._results = read_once(KEPT, self._read_results)
        self._scopes = read_once(KEPT, self._read_scopes)
        self._divided = read_once(KEPT, self._divide)
        self._cases = read_once(KEPT, self._read_cases)

    def inputs(self, slot: PackSlot, cut: Cut) -> PackInputs:
        """Return the inputs of a pack; raises RequestError where no agreement is of its scope."""
        return self._replacing(slot, cut, self.scope(slot, at_of(cut)))

    def _replacing(self, slot: PackSlot, cut: Cut, scope: Scope) -> PackInputs:
        made = self._about(slot, cut, scope)
        if cut.replaced is None:
            return made
        version, earlier = cut.replaced
        return replace(made, replaced=Replaced(version, self._replacing(slot, earlier, scope)))

    def current_scopes(self, slot: PackSlot, at: At) -> list[Scope]:
        """Return what the packs of an audience are about in a period: all that have anything to report."""
        kind = audience_named(slot.audience).scope
        if kind == WHOLE.kind:
            return [WHOLE]
        register = self._register(at.load_no, at.on)
        keys = current(register, kind, on=at.on, since=slot.period.starts_on)
        return [each for each in self._scopes(at.load_no, at.on, kind) if each.key in keys]

    def scope(self, slot: PackSlot, at: At) -> Scope:
        """Return what a pack is about, by its slug or its name; raises RequestError where nothing is."""
        audience = audience_named(slot.audience)
        if slot.scope == WHOLE.slug and audience.scope == WHOLE.kind:
            return WHOLE
        kind = kind_asked(audience)
        listed = self._scopes(at.load_no, at.on, kind)
        if found := scope_called(listed, slot.scope):
            return found
        near = nearest(slot.scope, [each.label for each in listed])
        raise RequestError(
            f"no agreement of {self.profile.name} is of the {kind} {shown(slot.scope)}; "
            + (f"the nearest is {shown(near)}." if near else f"name a {kind} of its register.")
        )

    def _about(self, slot: PackSlot, cut: Cut, scope: Scope) -> PackInputs:
        at, structure_on = at_of(cut), cut.asking.on
        whole = self._whole(at, cut.asking, slot.period, slot.audience)
        previous = self._previous(cut.before, structure_on)
        if scope != WHOLE:
            whole = cut_to(whole, scope, self._divided(at, structure_on, scope.kind))
        if scope != WHOLE and previous and cut.before:
            before = self._divided(at_of_pack(cut.before), structure_on, scope.kind)
            previous = cut_before(previous, scope, before)
        return replace(whole, previous=previous)

    def _previous(self, before: PackRow | None, structure_on: date) -> Previous | None:
        """Return what the last pack was made from, at its own recorded cut."""
        if before is None:
            return None
        return Previous(
            label=before.period_label,
            register=self._register(before.load_no, structure_on),
            results=self._results(at_of_pack(before)),
            cases=self._cases(before.on_day, before.load_no),
        )

    def _read_cases(self, on: date, load_no: int) -> pd.DataFrame:
        with reading(self.engine) as connection:
            return _cases(connection, self.profile, on, load_no)

    def _read_scopes(self, load_no: int, on: date, kind: ScopeKind) -> list[Scope]:
        return scopes_of(self._register(load_no, on), kind)

    def _divide(self, at: At, structure_on: date, kind: ScopeKind) -> Divided:
        return Divided(self._register(at.load_no, structure_on), self._results(at), kind)

    def _read_results(self, at: At) -> pd.DataFrame:
        if at.judgement_no is None:
            return outcomes_known_at(
                self.profile, self.engine, on=at.on, load_no=at.load_no
            ).frame()
        with reading(self.engine) as connection:
            found = read_judgement(connection, self.profile.name, at.judgement_no)
        return with_sentences(found, at.on)

    def _read_register(self, load_no: int, structure_on: date) -> Register:
        profile = self.profile
        with reading(self.engine) as connection:
            facts = read_facts(connection, profile.name, load_no=load_no)
        known = KnownProviders(facts.providers, lambda: facts.agreements)
        register = register_of(facts, known, profile.name, load_no, profile.financial_year_start_md)
        register = read_need(self.engine, register, indicators=indicators_named(profile))
        names = names_on(profile.departments, structure_on=structure_on)
        return replace(
            register,
            area_code=profile.area_code,
            department_names=names,
            suppression=profile.suppression,
            rebases=profile.measures.rebases,
        )

    def _read_whole(self, at: At, asking: Asking, period: Period, audience: str) -> PackInputs:
        """Return the inputs of a pack about the authority as a whole, without what it compares itself with."""
        register, results = self._register(at.load_no, at.on), self._results(at)
        with reading(self.engine) as connection:
            return _whole(connection, self.profile, period, audience, asking, register, results)


def at_of(cut: Cut) -> At:
    """Return where the results of a cut come from."""
    return At(cut.asking.on, cut.asking.load_no, cut.judgement_no)


def at_of_pack(pack: PackRow) -> At:
    """Return where the results of an issued pack came from."""
    return At(pack.on_day, pack.load_no, pack.judgement_no)


def kind_asked(audience: Audience) -> ScopeKind:
    """Return what a pack of the audience may be about besides the authority as a whole."""
    kind = audience.scope if audience.scope != "authority" else audience.narrower
    if kind is None:
        raise RequestError(
            f"a pack for {audience.name} is about the authority as a whole; leave the scope out."
        )
    return kind


def _whole(
    connection: Connection,
    profile: Profile,
    period: Period,
    audience: str,
    asking: Asking,
    register: Register,
    results: pd.DataFrame,
) -> PackInputs:
    loads = stated(read_loads(connection, profile.name, load_no=asking.load_no))
    observations = read_observations(connection, profile.name, load_no=asking.load_no)
    thresholds = _thresholds(profile, asking)
    return PackInputs(
        authority=profile.name,
        title=profile.title,
        audience=audience,
        period=period,
        on=asking.on,
        area_code=profile.area_code,
        area_name=profile.area_name,
        register=register,
        results=results,
        previous=None,
        observations=stated(observations),
        quality=_quality(connection, profile, loads, asking.load_no),
        sources=sources_of(profile, loads),
        package_version=package_version(),
        rules_digest=asking.rules_digest,
        thresholds_digest=asking.thresholds_digest,
        standing=tuple(standing(profile.departments, asking.on)),
        thresholds=thresholds,
        own=profile.own_thresholds if thresholds else {},
        overrides=_overrides(profile, asking),
        warning=profile.suppression.warning,
        acknowledgements=acknowledgements(
            connection, profile.name, on=asking.on, load_no=asking.load_no
        ),
        cases=_cases(connection, profile, asking.on, asking.load_no),
        money=_money(connection, profile, asking),
        unit_costs=compared_unit_costs(register, on=asking.on, thresholds=thresholds),
        followers=followers(register, asking.on),
        exempt=profile.publication.exempt,
        minimum_value_pence=100 * profile.packs.minimum_value_gbp,
        illustrative=illustrative_feeds(profile, loads),
    )


def _cases(connection: Connection, profile: Profile, on: date, load_no: int) -> pd.DataFrame:
    """Return the cases as known on a day at a load, over or not."""
    return cases_known_at(connection, profile.name, on=on, load_no=load_no).astype(CASES)


def _thresholds(profile: Profile, asking: Asking) -> Thresholds | None:
    """Return the thresholds of the results, if they are those of today."""
    is_known = asking.thresholds_digest == profile.thresholds_digest()
    return profile.thresholds if is_known else None


def _money(connection: Connection, profile: Profile, asking: Asking) -> pd.DataFrame:
    """Return what the financial year of the day and the one before cost, each up to the same day."""
    start = profile.financial_year_start_md
    years, until = [], {}
    for day in (asking.on, months_before(asking.on, YEAR_MONTHS)):
        first = financial_year_start(day, start)
        last = months_after(first, YEAR_MONTHS) - timedelta(days=1)
        label = financial_year(day, start)
        years.append((label, first, last))
        until[label] = day
    found = money_by_service(
        connection, profile.name, load_no=asking.load_no, years=years, until=until
    )
    return found.astype(MONEY)


def _overrides(profile: Profile, asking: Asking) -> tuple[Override, ...] | None:
    """Return what departments set themselves, if the results were made by the thresholds of today."""
    if asking.thresholds_digest != profile.thresholds_digest():
        return None
    return overrides(profile)


def _quality(
    connection: Connection, profile: Profile, loads: pd.DataFrame, load_no: int
) -> Quality:
    refused = refusals(connection, profile.name, load_no=load_no)
    numbers = loads["load_no"].tolist()
    findings = read_quality(connection, Finding, profile.name, numbers)
    return Quality(
        loads=loads.assign(
            title=titles(profile, loads),
            digest=loads["snapshot"],
            stale=loads["source"].isin(list(refused)),
        ),
        set_aside=quarantined_rows(connection, profile.name, numbers, load_no),
        findings=findings.assign(severity="warning"),
        refused=refused_sources(profile, loads, refused),
    )
