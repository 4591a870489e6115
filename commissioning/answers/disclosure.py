"""What may be told of providers' money: no total from which, with those told before, one value follows.

Totals are sums over sets of providers. One provider's value follows from some of them when its own set of
one is a combination of those sets; that is looked for exactly, by keeping the sets in reduced form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Row = dict[str, Fraction]
NOT_NAMED = ""  # whoever was paid where no payee is recorded: nobody's value follows from theirs


@dataclass
class Disclosure:
    """Keeps account of the totals told of each measure, such as ``2022 outturn``.

    ``withholds`` tells whether the authority keeps what it pays each provider to itself; where it
    does not, everything may be told.
    """

    withholds: bool = False
    told: dict[str, list[tuple[str, frozenset[str]]]] = field(default_factory=dict)
    _reduced: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def after(cls, totals: Mapping[str, Iterable[frozenset[str]]]) -> "Disclosure":
        """Return one that withholds, and knows the sets of providers told before by measure."""
        disclosure = cls(withholds=True)
        for measure, sets in totals.items():
            for providers in sets:
                disclosure._reduced[measure] = _with(disclosure._rows(measure), providers)
        return disclosure

    def allows(self, measure: str, label: str, providers: Iterable[str]) -> bool:
        """Tell whether a total over these providers may be told, and if so count it as told."""
        if not self.withholds:
            return True
        wanted = frozenset(providers)
        reduced = _with(self._rows(measure), wanted)
        if any(len(row) == 1 and NOT_NAMED not in row for row in reduced):
            return False
        self._reduced[measure] = reduced
        self.told.setdefault(measure, []).append((label, wanted))
        return True

    def _rows(self, measure: str) -> list[Row]:
        return self._reduced.get(measure, [])


def _with(reduced: list[Row], providers: Iterable[str]) -> list[Row]:
    """Return the reduced rows with one more set among them.

    Each row leads with a provider that no other row holds. A set of one is a combination of the rows
    only if it is one of them: its leading provider's row, with nothing beside it.
    """
    row: Row = dict.fromkeys(sorted(providers), Fraction(1))
    for known in reduced:
        _take_off(row, known, next(iter(known)))
    if not row:
        return reduced
    lead, scale = next(iter(row.items()))
    row = {name: share / scale for name, share in row.items()}
    others = [dict(known) for known in reduced]
    for known in others:
        _take_off(known, row, lead)
    return [*others, row]


def _take_off(row: Row, known: Row, lead: str) -> None:
    """Subtract from ``row`` as much of ``known`` as leaves nothing of its leading provider."""
    times = row.get(lead)
    if times is None:
        return
    for name, share in known.items():
        left = row.get(name, Fraction(0)) - times * share
        if left:
            row[name] = left
        else:
            row.pop(name, None)
