"""The packs people read: one section a file, listed here by hand in the order of packs.md."""

from collections.abc import Callable

from commissioning.packs.audiences import audience_named
from commissioning.packs.data_quality import data_quality
from commissioning.packs.decisions_needed import decisions_needed
from commissioning.packs.expiry import expiry
from commissioning.packs.headline import headline
from commissioning.packs.index import index_page
from commissioning.packs.inputs import Pack, PackEntry, PackError, PackInputs, Previous, Quality
from commissioning.packs.need import need
from commissioning.packs.page import page
from commissioning.packs.section import Section

__all__ = [
    "SECTIONS",
    "Pack",
    "PackEntry",
    "PackError",
    "PackInputs",
    "Previous",
    "Quality",
    "build",
    "index_page",
]

SECTIONS: dict[str, Callable[[PackInputs], Section]] = {
    "headline": headline,
    "decisions_needed": decisions_needed,
    "expiry": expiry,
    "need": need,
    "data_quality": data_quality,
}


def build(inputs: PackInputs) -> Pack:
    """Return the pack that those inputs make, byte for byte the same each time.

    A pack whose parts do not sum to their total is not made: ``PackError`` names the part.
    """
    audience = audience_named(inputs.audience)
    return page(inputs, audience, [SECTIONS[name](inputs) for name in audience.sections])
