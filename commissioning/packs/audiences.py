"""Who reads a pack: what it is called for them, how often, about what, and how much of each section."""

from dataclasses import dataclass
from typing import Literal

from commissioning.dates import PeriodKind
from commissioning.packs.inputs import PackError
from commissioning.packs.scopes import ScopeKind

Part = Literal["whole", "public", "exempt"]


@dataclass(frozen=True)
class Audience:
    """A readership, and the document made for it.

    ``period`` is how often it is made, and ``scope`` what each of its packs is about; ``narrower`` is what
    one may be about when asked for. ``part`` tells whether it is the part that is published, the part that
    is kept from publication, or all that there is to tell.
    A document that ``asks_rules`` is made of their answers. Its sections are listed in sections.py, that of
    needs in need_profile.py.

    The rest is how much a section tells these readers: of ``measures`` all, those red or getting worse, or
    a count by rating; of ``outcomes`` all, those off course, or the headline; of ``money`` all, where it
    departs from what was planned, totals, or their own price; of ``fairness`` (equality, social value, complaints, safeguarding) all or counts; of ``decisions`` all,
    or those worth enough for the authority's members; of ``risks`` all, or what the provider itself has to
    show; of ``actions`` all, or how many are done. ``commentary`` leaves room for readers to write.
    """

    name: str
    title: str
    document: str
    asks_rules: bool
    period: PeriodKind
    scope: ScopeKind
    expiry_months: int
    narrower: ScopeKind | None = None
    part: Part = "whole"
    measures: Literal["all", "red", "summary"] = "all"
    outcomes: Literal["all", "exceptions", "headline"] = "all"
    money: Literal["all", "variance", "totals", "own_price"] = "all"
    fairness: Literal["all", "counts"] = "all"
    decisions: Literal["all", "key"] = "all"
    risks: Literal["all", "own"] = "all"
    actions: Literal["all", "counts"] = "all"
    commentary: bool = False

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it."""
        return self.part == "public"


AUDIENCES = {
    "manager": Audience(
        name="manager",
        title="Contract manager",
        document="Contract manager's pack",
        asks_rules=True,
        period="month",
        scope="commissioner",
        expiry_months=12,
    ),
    "dmt": Audience(
        name="dmt",
        title="Departmental management team",
        document="Commissioning pack",
        asks_rules=True,
        period="quarter",
        scope="authority",
        expiry_months=24,
        narrower="department",
        measures="red",
        outcomes="exceptions",
        money="variance",
        fairness="counts",
    ),
    "public": Audience(
        name="public",
        title="Cabinet, scrutiny and the public",
        document="Commissioning pack, part 1",
        asks_rules=True,
        period="year",
        scope="authority",
        expiry_months=36,
        part="public",
        measures="summary",
        outcomes="headline",
        money="totals",
        fairness="counts",
        decisions="key",
        actions="counts",
    ),
    "exempt": Audience(
        name="exempt",
        title="Cabinet and scrutiny: members and officers only",
        document="Commissioning pack, part 2 (exempt)",
        asks_rules=True,
        period="year",
        scope="authority",
        expiry_months=36,
        part="exempt",
    ),
    "provider": Audience(
        name="provider",
        title="Provider",
        document="Provider's pack",
        asks_rules=True,
        period="quarter",
        scope="provider",
        expiry_months=36,
        money="own_price",
        risks="own",
        commentary=True,
    ),
    "needs": Audience(
        name="needs",
        title="Those who assess needs and plan services",
        document="Needs profile",
        asks_rules=False,
        period="quarter",
        scope="authority",
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
