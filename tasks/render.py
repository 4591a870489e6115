"""Everything a pack says, gathered as known at one cut, and the pack made from it."""

from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy import Connection, Engine

from commissioning.compliance.consistency import Override, overrides, standing
from commissioning.dates import Period
from commissioning.known_providers import KnownProviders
from commissioning.organisation import names_on
from commissioning.packs.build import build
from commissioning.packs.inputs import Pack, PackInputs, Previous, Quality, Replaced
from commissioning.packs.owed import sources_of, stated, titles
from commissioning.packs.stale import refused_sources
from commissioning.profile import Profile
from commissioning.register import Register
from commissioning.rules.sentences import with_sentences
from models.pack import Pack as PackRow
from models.quarantine import Finding
from models.store.case_acts import acknowledgements
from models.store.engine import reading
from models.store.facts import read_facts
from models.store.judgements import Asking, read_judgement
from models.store.known import read_loads, read_observations, read_quality, refusals
from models.store.quarantine import quarantined_rows
from tasks.step import step
from tasks.store import package_version, register_of


@dataclass(frozen=True)
class Cut:
    """What a pack is made from: the day, the load and the rules of ``asking``, and their results.

    ``before`` is the pack of an earlier period that it compares itself with; ``replaced`` the cut of
    the version that it replaces, by its number.
    """

    asking: Asking
    results: pd.DataFrame
    before: PackRow | None = None
    replaced: "tuple[int, Cut] | None" = None

    @property
    def version(self) -> int:
        """The number of the version that is made of it."""
        return self.replaced[0] + 1 if self.replaced else 1


@step
def render(
    profile: Profile, engine: Engine, *, period: Period, audience: str, cut: Cut, stem: str = ""
) -> Pack:
    """Return the pack of an authority for a period: a pure function of the cut.

    ``stem`` is the name that its files are issued under.
    """
    with reading(engine) as connection:
        inputs = _inputs(connection, profile, period, audience, cut)
        if cut.replaced is not None:
            version, earlier = cut.replaced
            replaced = Replaced(version, _inputs(connection, profile, period, audience, earlier))
            inputs = replace(inputs, replaced=replaced)
    return build(replace(inputs, stem=stem))


def _inputs(
    connection: Connection, profile: Profile, period: Period, audience: str, cut: Cut
) -> PackInputs:
    asking = cut.asking
    loads = stated(read_loads(connection, profile.name, load_no=asking.load_no))
    observations = read_observations(connection, profile.name, load_no=asking.load_no)
    return PackInputs(
        authority=profile.name,
        title=profile.title,
        audience=audience,
        period=period,
        on=asking.on,
        area_code=profile.area_code,
        area_name=profile.area_name,
        register=replace(
            _register(connection, profile, asking.load_no),
            department_names=names_on(profile.departments, structure_on=asking.on),
        ),
        results=cut.results,
        previous=_previous(connection, profile, cut.before),
        observations=stated(observations),
        quality=_quality(connection, profile, loads, asking.load_no),
        sources=sources_of(profile, loads),
        package_version=package_version(),
        rules_digest=asking.rules_digest,
        thresholds_digest=asking.thresholds_digest,
        standing=tuple(standing(profile.departments, asking.on)),
        overrides=_overrides(profile, asking),
        warning=profile.suppression.warning,
        acknowledgements=acknowledgements(
            connection, profile.name, on=asking.on, load_no=asking.load_no
        ),
    )


def _overrides(profile: Profile, asking: Asking) -> tuple[Override, ...] | None:
    """Return what departments set themselves, if the results were made by the thresholds of today."""
    if asking.thresholds_digest != profile.thresholds_digest():
        return None
    return overrides(profile)


def _register(connection: Connection, profile: Profile, load_no: int) -> Register:
    facts = read_facts(connection, profile.name, load_no=load_no)
    known = KnownProviders(facts.providers, lambda: facts.agreements)
    return register_of(facts, known, profile.name, load_no, profile.financial_year_start_md)


def _previous(connection: Connection, profile: Profile, before: PackRow | None) -> Previous | None:
    """Return what the last pack was made from, at its own recorded cut."""
    if before is None:
        return None
    results = read_judgement(connection, profile.name, before.judgement_no)
    return Previous(
        label=before.period,
        register=_register(connection, profile, before.load_no),
        results=with_sentences(results, before.on_day),
    )


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
