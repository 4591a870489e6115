"""Who reads a pack: what it is called for them and how far ahead it looks."""

from dataclasses import dataclass
from typing import Literal

from commissioning.packs.inputs import PackError


@dataclass(frozen=True)
class Audience:
    """A readership, and the document made for it.

    ``sections`` are names in ``SECTIONS``, in the order of the page. A document that ``asks_rules`` is
    made of their answers. ``money`` and ``fairness`` say how much these sections tell: ``full`` agreement
    by agreement; ``variance`` what departs from the plan; ``totals`` and ``counts`` sums alone; ``own_price``
    no one else's cost.
    """

    name: str
    title: str
    document: str
    asks_rules: bool
    sections: tuple[str, ...]
    expiry_months: int
    money: Literal["full", "variance", "totals", "own_price"] = "full"
    fairness: Literal["full", "counts"] = "full"


AUDIENCES = {
    "dmt": Audience(
        name="dmt",
        title="Departmental management team",
        document="Commissioning pack",
        asks_rules=True,
        sections=(
            *("headline", "decisions_needed", "expiry", "money", "need", "fairness", "ended"),
            *("risks", "actions", "compliance", "data_quality"),
        ),
        expiry_months=36,
        money="variance",
        fairness="counts",
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
