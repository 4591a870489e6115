"""The packs people read: one section a file, listed here by hand in the order of packs.md."""

from collections.abc import Callable
from dataclasses import replace

from commissioning.packs.actions import actions
from commissioning.packs.audiences import Audience, audience_named
from commissioning.packs.compliance import compliance
from commissioning.packs.data_quality import data_quality
from commissioning.packs.decisions_needed import decisions_needed
from commissioning.packs.ended import ended
from commissioning.packs.expiry import expiry
from commissioning.packs.fairness import fairness
from commissioning.packs.headline import headline
from commissioning.packs.inputs import Pack, PackInputs
from commissioning.packs.money import money
from commissioning.packs.need import need
from commissioning.packs.need_answered import need_answered
from commissioning.packs.outcomes import outcomes
from commissioning.packs.page import headline_line, page
from commissioning.packs.performance import performance
from commissioning.packs.reach import reach
from commissioning.packs.risks import risks
from commissioning.packs.section import Section, illustrative
from commissioning.packs.sensitivity import public_inputs, public_section
from commissioning.packs.stale import RESTS_ON, stale_after, stale_lines
from commissioning.packs.what_changed import what_changed

SECTIONS: dict[str, Callable[[PackInputs], Section]] = {
    "headline": headline,
    "decisions_needed": decisions_needed,
    "expiry": expiry,
    "performance": performance,
    "outcomes": outcomes,
    "money": money,
    "need": need,
    "need_answered": need_answered,
    "reach": reach,
    "fairness": fairness,
    "ended": ended,
    "risks": risks,
    "actions": actions,
    "compliance": compliance,
    "data_quality": data_quality,
}


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
    refused = inputs.quality.refused
    made = [
        replace(SECTIONS[name](inputs), stale=stale_lines(refused, RESTS_ON.get(name, ())))
        for name in audience.sections
    ]
    made = [
        section
        if not section.tables or inputs.illustrative.isdisjoint(RESTS_ON.get(section.name, ()))
        else illustrative(section)
        for section in made
    ]
    return [public_section(section) for section in made] if audience.is_public else made
