"""Who reads a pack: what it is called for them and how far ahead it looks."""

from dataclasses import dataclass
from typing import Literal

from commissioning.packs.inputs import PackError


@dataclass(frozen=True)
class Audience:
    """A readership, and the document made for it.

    ``sections`` are names in ``SECTIONS``, in the order of the page. A document that ``asks_rules`` is
    made of their answers. Of ``measures`` they are told all, those red or getting worse, or a count by
    rating; of ``outcomes`` all, those off course, or the headline.
    """

    name: str
    title: str
    document: str
    asks_rules: bool
    sections: tuple[str, ...]
    expiry_months: int
    measures: Literal["all", "red", "summary"] = "all"
    outcomes: Literal["all", "exceptions", "headline"] = "all"


AUDIENCES = {
    "dmt": Audience(
        name="dmt",
        title="Departmental management team",
        document="Commissioning pack",
        asks_rules=True,
        sections=(
            *("headline", "decisions_needed", "expiry", "performance", "outcomes"),
            *("need", "compliance", "data_quality"),
        ),
        expiry_months=36,
        measures="red",
        outcomes="exceptions",
    ),
    "needs": Audience(
        name="needs",
        title="Those who assess needs and plan services",
        document="Needs profile",
        asks_rules=False,
        sections=(
            "at_a_glance",
            "need",
            "comparisons",
            "trends",
            "areas_within",
            "groups",
            "basis",
        ),
        expiry_months=0,
    ),
}


def audience_named(name: str) -> Audience:
    """Return the audience of that name."""
    if name not in AUDIENCES:
        raise PackError(
            f"There is no pack for '{name}'; packs are made for: {', '.join(AUDIENCES)}."
        )
    return AUDIENCES[name]
