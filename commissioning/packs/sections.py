"""Every section of the packs, in the order of the page: who reads it, and what it rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from commissioning.packs.inputs import PackInputs
from commissioning.packs.section import Section
from commissioning.packs.stale import EVERY_FEED

# A rule may ask for rows of any feed, so what counts flags rests on every one.
OF_TERMS = ("agreements", "grants", "extensions", "modifications", "notices", "decisions")
OF_MEASURES = ("measures", "returns")

INSIDE = ("manager", "dmt")
ALL = (*INSIDE, "public", "exempt", "provider")
NOT_EXEMPT = (*INSIDE, "public", "provider")


@dataclass(frozen=True)
class Listed:
    """A section: its name, the audiences whose pack has it, and the feeds that it rests on.

    It is the function of its name, in the file of its name in this folder. Of a source of its feeds whose
    newest file was refused, or in which figures are invented, the section says so.
    """

    name: str
    audiences: tuple[str, ...]
    rests_on: tuple[str, ...] = ()

    @property
    def made_by(self) -> Callable[[PackInputs], Section]:
        """The function that makes it."""
        made_by: Callable[[PackInputs], Section] = getattr(
            import_module(f"commissioning.packs.{self.name}"), self.name
        )
        return made_by


# Data quality names its stale sources itself.
SECTIONS = (
    Listed("headline", ALL, EVERY_FEED),
    Listed("decisions_needed", (*INSIDE, "public", "exempt"), EVERY_FEED),
    Listed("expiry", ALL, OF_TERMS),
    Listed("performance", NOT_EXEMPT, OF_MEASURES),
    Listed("outcomes", NOT_EXEMPT, OF_MEASURES),
    Listed("money", ALL, (*OF_TERMS, "payments", *OF_MEASURES)),
    Listed("need", ("dmt", "public"), ("observations",)),
    Listed("need_answered", ("manager",), ("agreements", "grants", "observations")),
    Listed(
        "reach", ("dmt", "public", "provider"), ("agreements", "grants", "users", "observations")
    ),
    Listed("fairness", NOT_EXEMPT, (*OF_TERMS, "equality", "social_value", *OF_MEASURES)),
    Listed("ended", (*INSIDE, "public"), (*OF_TERMS, "payments", *OF_MEASURES, "reviews")),
    Listed("risks", (*INSIDE, "exempt", "provider"), (*OF_TERMS, "payments", "providers")),
    Listed("actions", NOT_EXEMPT, EVERY_FEED),
    Listed("compliance", ("dmt",), EVERY_FEED),
    Listed("data_quality", ALL),
)


def sections_for(audience: str) -> tuple[Listed, ...]:
    """Return the sections of an audience's pack, in order."""
    return tuple(section for section in SECTIONS if audience in section.audiences)
