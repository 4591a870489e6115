"""The pack made from what was known at one cut."""

from dataclasses import replace

from commissioning.packs.build import build
from commissioning.packs.inputs import Pack, PackInputs
from tasks.gather import Cut, Gathered
from tasks.slots import PackSlot


def render(slot: PackSlot, gathered: Gathered, cut: Cut) -> Pack:
    """Return the pack of a period, for an audience and about a scope: a pure function of the cut."""
    return made(inputs_of(slot, gathered, cut))


def inputs_of(slot: PackSlot, gathered: Gathered, cut: Cut) -> PackInputs:
    """Return all that the pack of a cut says, under the name that it is issued under."""
    return replace(gathered.inputs(slot, cut), stem=slot.stem(cut.version))


def made(inputs: PackInputs) -> Pack:
    """Return the pack that those inputs make."""
    return build(inputs)
