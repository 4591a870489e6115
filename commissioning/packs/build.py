"""The packs people read: their sections made, one file each, and put together."""

from dataclasses import replace

from commissioning.packs.audiences import Audience, audience_named
from commissioning.packs.inputs import Pack, PackInputs
from commissioning.packs.page import headline_line, page
from commissioning.packs.section import Section, illustrative
from commissioning.packs.sections import Listed, sections_for
from commissioning.packs.sensitivity import public_inputs, public_section
from commissioning.packs.stale import stale_after, stale_lines
from commissioning.packs.what_changed import what_changed


def build(inputs: PackInputs) -> Pack:
    """Return the pack that those inputs make, byte for byte the same each time.

    A pack whose parts do not sum to their total is not made: ``PackError`` names the part. One that
    replaces another says last what changed since. What is exempt from publication is taken out of a pack
    that anybody may read before a section sees it.
    """
    audience = audience_named(inputs.audience)
    if audience.is_public:
        inputs = public_inputs(inputs)
    sections = _sections(inputs, audience)
    if inputs.replaced is not None:
        before = _sections(inputs.replaced.inputs, audience)
        earlier = inputs.replaced
        sections.append(what_changed(earlier.version, earlier.inputs.on, before, sections))
    return page(
        inputs,
        audience,
        sections,
        line=headline_line(inputs) + stale_after(inputs.quality.refused),
        made_by={"Rules": inputs.rules_digest, "Thresholds": inputs.thresholds_digest},
        scope=inputs.scope,
    )


def _sections(inputs: PackInputs, audience: Audience) -> list[Section]:
    made = [_section(each, inputs) for each in sections_for(audience.name)]
    return [public_section(section) for section in made] if audience.is_public else made


def _section(listed: Listed, inputs: PackInputs) -> Section:
    """Return one section, with what of it is stale and whether some of it is invented."""
    stale = stale_lines(inputs.quality.refused, listed.rests_on)
    made = replace(listed.made_by(inputs), stale=stale)
    is_sound = not made.tables or inputs.illustrative.isdisjoint(listed.rests_on)
    return made if is_sound else illustrative(made)
