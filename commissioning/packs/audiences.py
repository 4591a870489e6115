"""Who reads a pack: what it is called for them and how far ahead it looks."""

from dataclasses import dataclass

from commissioning.packs.inputs import PackError


@dataclass(frozen=True)
class Audience:
    """A readership. ``sections`` are names in ``SECTIONS``, in the order of the page."""

    name: str
    title: str
    sections: tuple[str, ...]
    expiry_months: int


AUDIENCES = {
    "dmt": Audience(
        name="dmt",
        title="Departmental management team",
        sections=(
            *("headline", "decisions_needed", "expiry", "need", "compliance", "data_quality"),
        ),
        expiry_months=36,
    ),
}


def audience_named(name: str) -> Audience:
    """Return the audience of that name."""
    if name not in AUDIENCES:
        raise PackError(
            f"There is no pack for '{name}'; packs are made for: {', '.join(AUDIENCES)}."
        )
    return AUDIENCES[name]
