"""The pack made from what was known at one cut."""

from dataclasses import replace

from commissioning.packs.build import build
from commissioning.packs.inputs import Pack
from tasks.gather import Cut, Gathered
from tasks.slots import PackSlot


def render(slot: PackSlot, gathered: Gathered, cut: Cut) -> Pack:
    """Return the pack of a period, for an audience and about a scope: a pure function of the cut."""
    return build(replace(gathered.inputs(slot, cut), stem=slot.stem(cut.version)))
