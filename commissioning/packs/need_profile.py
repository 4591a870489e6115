"""The needs profile of an authority's area: one document, its sections listed here in the order of the page."""

from dataclasses import replace

from commissioning.packs.areas_compared import compared
from commissioning.packs.audiences import audience_named
from commissioning.packs.inputs import Pack
from commissioning.packs.need import lead as index_line
from commissioning.packs.need import need_of
from commissioning.packs.need_basis import basis
from commissioning.packs.need_compared import comparisons
from commissioning.packs.need_comparison import headline_measures, own_measures
from commissioning.packs.need_described import described
from commissioning.packs.need_glance import at_a_glance, glance_line
from commissioning.packs.need_groups import groups
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.need_map import deprivation_map
from commissioning.packs.need_measures import measured
from commissioning.packs.need_trends import trends
from commissioning.packs.need_within import areas_within
from commissioning.packs.page import page
from commissioning.packs.section import Section
from commissioning.packs.stale import NEEDS_FEEDS, stale_after, stale_lines
from commissioning.packs.what_changed import what_changed


def build_profile(inputs: NeedInputs) -> Pack:
    """Return the profile that those inputs make, byte for byte the same each time.

    One that replaces another says last what changed since.
    """
    sections, line = _sections(inputs)
    if inputs.replaced is not None:
        earlier = inputs.replaced
        before, _ = _sections(earlier.inputs)
        sections.append(what_changed(earlier.version, earlier.inputs.on, before, sections))
    audience = audience_named(inputs.audience)
    return page(inputs, audience, sections, line=line + stale_after(inputs.refused), made_by={})


def _sections(inputs: NeedInputs) -> tuple[list[Section], str]:
    """Return the sections, each with what of it is stale, and the line that opens the page."""
    rows = measured(inputs.observations)
    owned = own_measures(rows, inputs)
    measures = headline_measures(owned)
    found = compared(inputs.observations, inputs.area_code, inputs.area_name)
    in_force = inputs.refused["is_in_force"].astype(bool)
    at_all = _stale(inputs, {*rows["source"], *inputs.refused.loc[~in_force, "source"]})
    of_values = _stale(inputs, set(rows["source"]))
    of_definitions = _stale(inputs, {one.definition.source for one in measures})
    of_indices = _stale(inputs, {one.source for one in found})
    made = [
        replace(at_a_glance(measures, inputs), stale=at_all),
        replace(need_of(found, inputs), title="Deprivation and community need", stale=of_indices),
        replace(deprivation_map(found, inputs), stale=of_indices),
        replace(comparisons(measures, inputs), stale=of_values),
        replace(trends(measures, inputs), stale=of_values),
        replace(areas_within(rows, measures, inputs), stale=of_values),
        replace(groups(owned, inputs), stale=of_values),
        replace(described(measures), stale=of_definitions),
        basis(inputs),
    ]
    districts = [one for one in found if one.indicator.level == "district"]
    small = [one for one in found if one.indicator.level == "small_area"]
    line = index_line(districts, small, inputs) or (
        glance_line(measures, inputs)
        if measures
        else f"No needs data of {inputs.area_name} are loaded."
    )
    return made, line


def _stale(inputs: NeedInputs, sources: set[str]) -> tuple[str, ...]:
    """Return what is said of those of the sources whose newest file was refused."""
    refused = inputs.refused
    return stale_lines(refused[refused["source"].isin(sources)], NEEDS_FEEDS)
