"""What kind of file it is, by its headings: payments, a register of agreements, grants or a budget."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from commissioning.mapping.aliases import ALIASES, alias_origins, normal

# Words of a heading, all of which must be in it, and what they are worth.
SIGNS: dict[str, tuple[tuple[str, int], ...]] = {
    "agreements": (
        *(("contract title", 3), ("contract reference", 2), ("end date", 2), ("start date", 2)),
        *(
            ("expiry", 3),
            ("extension", 2),
            ("extend", 2),
            ("contract value", 3),
            ("annual value", 2),
        ),
        *(("tender", 2), ("review date", 2), ("contract duration", 2), ("contract description", 2)),
        *(("process used", 1), ("procurement route", 2), ("ends on", 3)),
    ),
    "grants": (
        *(("recipient", 3), ("amount awarded", 3), ("award date", 3), ("grant programme", 3)),
        *(("funding org", 3), ("date awarded", 3), ("grant", 2), ("charity number", 1)),
    ),
    "budget": (
        ("budget", 4),
        ("forecast", 3),
        ("variance", 3),
        ("actual to date", 3),
        ("outturn", 2),
    ),
    "payments": (
        *(
            ("payment date", 3),
            ("date paid", 3),
            ("paid date", 3),
            ("transaction", 2),
            ("invoice", 2),
        ),
        *(("supplier", 1), ("vendor", 2), ("payee", 3), ("beneficiary name", 3), ("amount", 2)),
        *(("expense", 2), ("expenditure", 2), ("clearing", 2), ("date of payment", 3), ("net", 1)),
        *(("total", 1), ("sum", 1), ("value", 1)),
        *(("merchant", 2), ("irrecoverable", 3), ("trans", 2), ("paid on", 3)),
    ),
}
TOLD = {
    "payments": "a list of payments",
    "agreements": "a register of agreements",
    "grants": "a list of grants",
    "budget": "a budget",
}
FEED_OF = {
    "payments": "payments",
    "agreements": "agreements",
    "grants": "grants",
    "budget": "payments",
}
BASIS_OF = {"payments": "outturn", "budget": "budget"}
ENOUGH = 3


@dataclass(frozen=True)
class Kind:
    """What a file was taken for and why; "" where nothing speaks for any."""

    name: str
    reasons: tuple[str, ...]

    @property
    def feed(self) -> str:
        """The feed its rows belong to."""
        return FEED_OF.get(self.name, "")


def kind_of(headings: Sequence[str], without: Collection[str] = ()) -> Kind:
    """Return the kind for which most headings speak."""
    signs = {name: _signs(name, headings, without) for name in SIGNS}
    worth = {name: sum(points for _, points in found) for name, found in signs.items()}
    best = max(worth, key=lambda name: worth[name])
    if worth[best] < ENOUGH:
        return Kind("", ("no heading speaks for payments, agreements, grants or a budget",))
    said = list(dict.fromkeys(heading for heading, _ in signs[best]))
    return Kind(best, (f"it has {', '.join(said[:6])}",))


def _signs(name: str, headings: Sequence[str], without: Collection[str]) -> list[tuple[str, int]]:
    found = []
    for heading in headings:
        words = set(normal(heading).split())
        worth = [points for sign, points in SIGNS[name] if set(sign.split()) <= words]
        feed = FEED_OF[name] if name != "budget" else ""
        if any(alias_origins(feed, column, heading, without) for column in ALIASES.get(feed, ())):
            worth.append(2)
        if worth:
            found.append((heading, max(worth)))
    return found
