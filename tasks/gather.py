"""Everything the packs of a run say, as known at the cuts they are made from: read once, cut for each pack."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from sqlalchemy import Engine

from commissioning.dates import (
    Period,
)
from commissioning.errors import RequestError, shown
from commissioning.known_providers import KnownProviders
from commissioning.organisation import names_on
from commissioning.packs.audiences import Audience, audience_named
from commissioning.packs.inputs import (
    Earlier,
    PackInputs,
    Previous,
    Replaced,
)
from commissioning.packs.made_of import MadeOf
from commissioning.packs.reach_before import told_again
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
from commissioning.packs.sections import sections_for
from commissioning.profile import Profile
from commissioning.profile_tables import nearest
from commissioning.register import Register
from commissioning.rules.sentences import with_sentences
from models.pack import Pack as PackRow
from models.store.engine import reading
from models.store.facts import read_facts
from models.store.judgements import Asking, read_judgement
from models.store.packs import told_before
from tasks.judge import indicators_named, outcomes_known_at
from tasks.read_once import read_once
from tasks.slots import PackSlot
from tasks.store import read_need, register_of
from tasks.whole_authority import cases_at, whole_authority

# Earlier versions of a pack that a reader may hold beside it: small numbers are hidden for what these told.
# Schedules make a pack on eight days. Of one with more than sixteen versions the rest are left out.
HELD_BESIDE = 16
# Cuts kept at a time: that of now, of those versions and of one more, which the last version was held beside;
# and of the pack before, as of now, of the last version and of the one before it. And of those before that pack.
KEPT = HELD_BESIDE + 2 + 3 + HELD_BESIDE


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
        self._counts_again = read_once(KEPT, self._read_counts_again)

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
        if previous and cut.before and tells_of_reach(slot.audience):
            previous = replace(previous, earlier=self._earlier(cut.before, at, scope))
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
            on=before.on_day,
            register=self._register(before.load_no, structure_on),
            results=self._results(at_of_pack(before)),
            cases=self._cases(before.on_day, before.load_no),
        )

    def _earlier(self, before: PackRow, at: At, scope: Scope) -> tuple[Earlier, ...]:
        """Return the packs before the last one, the first of them first, as far back as they count users again."""
        found: list[Earlier] = []
        row: PackRow | None = before
        while row and len(found) < HELD_BESIDE and self._counts_again(at, at_of_pack(row)):
            with reading(self.engine) as connection:
                row = told_before(connection, row)
            if row:
                found.append(self._as_it_was(row, at.on, scope))
        return tuple(reversed(found))

    def _read_counts_again(self, at: At, then: At) -> bool:
        now, before = (Earlier(one.on, self._register(one.load_no, at.on)) for one in (at, then))
        return bool(told_again(now, before))

    def _as_it_was(self, row: PackRow, structure_on: date, scope: Scope) -> Earlier:
        register = self._register(row.load_no, structure_on)
        if scope != WHOLE:
            divided = self._divided(at_of_pack(row), structure_on, scope.kind)
            register, _ = divided.part(scope.key)
        return Earlier(row.on_day, register)

    def _read_cases(self, on: date, load_no: int) -> pd.DataFrame:
        with reading(self.engine) as connection:
            return cases_at(connection, self.profile, on, load_no)

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
            return whole_authority(
                connection, self.profile, period, audience, asking, register, results
            )


def at_of(cut: Cut) -> At:
    """Return where the results of a cut come from."""
    return At(cut.asking.on, cut.asking.load_no, cut.judgement_no)


def at_of_pack(pack: PackRow) -> At:
    """Return where the results of an issued pack came from."""
    return At(pack.on_day, pack.load_no, pack.judgement_no)


def tells_of_reach(audience: str) -> bool:
    """Return whether an audience's packs tell who is reached, for which those of periods before count."""
    return any(section.name == "reach" for section in sections_for(audience))


def kind_asked(audience: Audience) -> ScopeKind:
    """Return what a pack of the audience may be about besides the authority as a whole."""
    kind = audience.scope if audience.scope != "authority" else audience.narrower
    if kind is None:
        raise RequestError(
            f"a pack for {audience.name} is about the authority as a whole; leave the scope out."
        )
    return kind
