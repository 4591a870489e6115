"""The needs profile of an authority's area: one document, its sections listed here in the order of the page."""

from dataclasses import replace

from commissioning.packs.areas_compared import compared
from commissioning.packs.audiences import audience_named
from commissioning.packs.inputs import Pack
from commissioning.packs.need import lead as index_line
from commissioning.packs.need import need
from commissioning.packs.need_basis import basis
from commissioning.packs.need_compared import comparisons
from commissioning.packs.need_comparison import headline_measures, own_measures
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
    stale = stale_lines(inputs.refused, NEEDS_FEEDS)
    made = [
        replace(at_a_glance(measures, inputs), stale=stale),
        replace(need(inputs), title="Deprivation and community need", stale=stale),
        replace(deprivation_map(inputs), stale=stale),
        replace(comparisons(measures, inputs), stale=stale),
        replace(trends(measures, inputs), stale=stale),
        replace(areas_within(rows, measures, inputs), stale=stale),
        replace(groups(owned, inputs), stale=stale),
        basis(inputs),
    ]
    found = compared(inputs.observations, inputs.area_code, inputs.area_name)
    districts = [one for one in found if one.indicator.level == "district"]
    small = [one for one in found if one.indicator.level == "small_area"]
    line = index_line(districts, small, inputs) or (
        glance_line(measures, inputs)
        if measures
        else f"No needs data of {inputs.area_name} are loaded."
    )
    return made, line
