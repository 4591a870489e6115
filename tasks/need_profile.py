"""The needs profile of an authority as known at a load, and the loads its issued versions were made at."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from commissioning.packs.inputs import Pack
from commissioning.packs.need_inputs import NeedInputs, ReplacedProfile
from commissioning.packs.need_profile import build_profile
from commissioning.packs.owed import sources_of, stated
from commissioning.packs.stale import NEEDS_FEEDS, refused_sources
from models.pack import Pack as PackRow
from models.store.engine import reading
from models.store.indicators_known import definitions_known
from models.store.known import read_loads, read_observations, refusals
from tasks.slots import PackSlot
from tasks.step import step
from tasks.store import package_version


@dataclass(frozen=True)
class NeedCut:
    """What a needs profile is made of: the day, the load, and the cut of the version it replaces, by number."""

    on: date
    load_no: int
    replaced: "tuple[int, NeedCut] | None" = None

    @property
    def version(self) -> int:
        """The number of the version that is made of it."""
        return self.replaced[0] + 1 if self.replaced else 1


@step
def render_profile(slot: PackSlot, cut: NeedCut) -> Pack:
    """Return the needs profile of an authority for a period: a pure function of the cut."""
    with reading(slot.engine) as connection:
        inputs = _inputs(connection, slot, cut)
        if cut.replaced is not None:
            version, earlier = cut.replaced
            before = ReplacedProfile(version, _inputs(connection, slot, earlier))
            inputs = replace(inputs, replaced=before)
    return build_profile(replace(inputs, stem=slot.stem(cut.version)))


def replacing(cut: NeedCut, versions: list[PackRow]) -> NeedCut:
    """Return the cut as it replaces the last of the versions issued before it, where there is any."""
    if not versions:
        return cut
    last = versions[-1]
    return replace(cut, replaced=(last.version, NeedCut(last.on_day, last.load_no)))


def recorded_profile(row: PackRow, versions: list[PackRow]) -> NeedCut:
    """Return all that an issued profile was made of: made again from it, it has the same bytes."""
    earlier = [version for version in versions if version.version < row.version]
    return replacing(NeedCut(row.on_day, row.load_no), earlier)


def profile_known_at(versions: list[PackRow], *, on: date, load_no: int) -> NeedCut:
    """Return the cut of the profile of a day as known at a load: that of the one issued, if one was."""
    known = [row for row in versions if row.load_no <= load_no]
    for row in reversed(known):
        if (row.on_day, row.load_no) == (on, load_no):
            return recorded_profile(row, known)
    return replacing(NeedCut(on, load_no), known)


def _inputs(connection: Connection, slot: PackSlot, cut: NeedCut) -> NeedInputs:
    profile, load_no = slot.profile, cut.load_no
    loads = stated(read_loads(connection, profile.name, load_no=load_no))
    refused = refused_sources(profile, loads, refusals(connection, profile.name, load_no=load_no))
    of_needs = loads[loads["feed"].isin(NEEDS_FEEDS)]
    return NeedInputs(
        authority=profile.name,
        title=profile.title,
        audience=slot.audience,
        period=slot.period,
        on=cut.on,
        area_code=profile.area_code,
        area_name=profile.area_name,
        neighbours=profile.neighbours,
        indicators=profile.indicators,
        observations=stated(read_observations(connection, profile.name, load_no=load_no)),
        definitions=stated(definitions_known(connection, profile.name, load_no=load_no)),
        refused=refused[refused["feed"].isin(NEEDS_FEEDS)],
        sources=sources_of(profile, of_needs),
        package_version=package_version(),
    )
