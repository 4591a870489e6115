"""What may be told of providers' money: no total from which, with those told before, one provider's follows.

A total adds up payments. Some combination of the totals told may leave only one provider's payments over, and
that much of its money is then known. So a total is told only if no combination does: if every pattern in
which a provider's payments stand in the totals can also be made of the others' patterns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

NOT_NAMED = ""  # whoever was paid where neither the payment nor its agreement names a payee
FEWEST_PAYEES = 3  # of two, each could take off its own
PRIME = 2_147_483_647  # ranks are worked out modulo this: products of two fit a 64-bit integer

Payments = Mapping[str, frozenset[int]]
Patterns = dict[str, set[tuple[bool, ...]]]


@dataclass(frozen=True)
class Total:
    """A sum that was told: of what year and basis, and the payments in it by payee."""

    measure: str
    payments: Payments


@dataclass
class Disclosure:
    """Keeps account of the totals told of each measure, such as ``2022 outturn``.

    ``withholds`` tells whether the authority keeps what it pays each provider to itself; where it
    does not, everything may be told. ``before`` are the totals that earlier answers told.
    """

    withholds: bool = False
    before: tuple[Total, ...] = ()
    told: list[Total] = field(default_factory=list)
    _reserved: list[Total] = field(default_factory=list)

    def reserve(self, measure: str, rows: pd.DataFrame) -> None:
        """Count the whole of a measure as told, so that no part can be told instead of it.

        ``rows`` are its payments: provider_key, version_no and amount_pence.
        """
        total = Total(measure, payments_by_payee(rows))
        if self.withholds and may_stand(rows) and not _reveals([total]):
            self._reserved.append(total)

    def allows(self, measure: str, rows: pd.DataFrame) -> bool:
        """Tell whether the sum of some payments may be told, and if so count it as told."""
        if not self.withholds:
            return True
        total = Total(measure, payments_by_payee(rows))
        known = [
            each for each in (*self.before, *self._reserved, *self.told) if each.measure == measure
        ]
        if not may_stand(rows) or _reveals([*known, total]):
            return False
        if total not in self.told:
            self.told.append(total)
        return True


def payments_by_payee(rows: pd.DataFrame) -> Payments:
    """Return the numbers of the payments to each payee."""
    payees = rows["provider_key"].fillna(NOT_NAMED)
    return {
        str(payee): frozenset(int(number) for number in numbers)
        for payee, numbers in rows["version_no"].groupby(payees)
    }


def may_stand(rows: pd.DataFrame) -> bool:
    """Tell whether a sum has enough payees who were paid anything at all."""
    paid = rows.groupby("provider_key")["amount_pence"].sum()  # the unnamed are no payee here
    return int((paid != 0).sum()) >= FEWEST_PAYEES


def _reveals(totals: list[Total]) -> bool:
    """Tell whether some combination of the totals leaves only one payee's payments over."""
    patterns = _patterns(totals)
    payees_of: dict[tuple[bool, ...], int] = {}
    for own in patterns.values():
        for pattern in own:
            payees_of[pattern] = payees_of.get(pattern, 0) + 1
    every = list(payees_of)
    whole = _rank(every)
    for payee, own in patterns.items():
        alone = {pattern for pattern in own if payees_of[pattern] == 1}
        if payee == NOT_NAMED or not alone:
            continue
        if _rank([pattern for pattern in every if pattern not in alone]) < whole:
            return True
    return False


def _patterns(totals: list[Total]) -> Patterns:
    """Return, for each payee, the patterns of totals in which its payments stand."""
    standing: dict[tuple[str, int], list[int]] = {}
    for place, total in enumerate(totals):
        for payee, numbers in total.payments.items():
            for number in numbers:
                standing.setdefault((payee, number), []).append(place)
    found: dict[str, set[frozenset[int]]] = {}
    for (payee, _number), places in standing.items():
        found.setdefault(payee, set()).add(frozenset(places))
    every = range(len(totals))
    return {
        payee: {tuple(place in places for place in every) for places in own}
        for payee, own in found.items()
    }


def _rank(rows: Iterable[tuple[bool, ...]]) -> int:
    """Return the rank of rows of noughts and ones, by elimination modulo a prime."""
    left: npt.NDArray[np.int64] = np.array(list(rows), dtype=np.int64)
    rank = 0
    while left.size and left.any():
        row, column = np.argwhere(left)[0]
        lead = left[row] * pow(int(left[row, column]), -1, PRIME) % PRIME
        left = (left - np.outer(left[:, column], lead)) % PRIME
        left = left[left.any(axis=1)]
        rank += 1
    return rank
