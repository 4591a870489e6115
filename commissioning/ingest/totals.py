"""Rows that add up others: no data, and never to be mistaken for a payment, nor a payment for one of them.

Of agreements and grants a row of money alone is a total: each has a reference. A payment may have nothing but its
amount and its place in the file, so that a row is a payment's total only by its word, or because it is a sum.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.ingest.mapping import found, joined
from commissioning.money import parse_pence

# "Grand total:", "Sub-total: Place" and "TOTAL FOR 2024"; not "Total Gas & Power" or "Totally Local Ltd".
TOTAL = re.compile(
    r"grand\s+totals?\s*:?|totals?\s*(:.*)?|totals?\s+for\s.*|sub[-\s]?totals?([\s:(].*)?",
    re.IGNORECASE | re.DOTALL,
)
MAY_BE_TOTAL = re.compile(r"totals?\b.*", re.IGNORECASE | re.DOTALL)
OF_A_NAME = re.compile(r"(?P<name>.*\S)\s+(sub[-\s]?)?totals?\s*:?", re.IGNORECASE | re.DOTALL)
PLACE = ("_line", "_surplus")  # the reader's own
FEWEST = 2  # rows, whose sum a bare amount is; of one it may be an equal payment

Amounts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def without_totals(
    published: pd.DataFrame, money: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of data, and row_no and reason of the totals: money and at most the word for it."""
    words = alone(published, money)
    return parted(published, words[(words == "") | words.str.fullmatch(TOTAL)].index)


def payments_without_totals(
    published: pd.DataFrame, money: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the payments, the totals as row_no and reason, and as problems the rows that may be either.

    A total has the word for it and money, or the name of the rows above, the word and their sum; or it is the sum
    of the rows since the last total, or of all in the chunk. An amount alone that is no sum is set aside, and so
    is a total by name that is not the sum of its rows.
    """
    columns = [name for name in money if name in published]
    words = alone(published, money)
    at = published.index.get_indexer(words.index)
    worded = _mask(published, at[words.str.fullmatch(TOTAL)])
    bare = _mask(published, at[words == ""])
    maybe = _mask(published, at[words.str.fullmatch(MAY_BE_TOTAL)]) & ~worded
    named = {place: name for place, name in totals_by_name(published, money) if not worded[place]}
    if not (bare.any() or maybe.any() or named):
        return *parted(published, published.index[worded]), joined([])
    sums = Sums.of(published, columns, bare, maybe, worded, named)
    total = sums.totals()
    doubt = (bare | _mask(published, list(named))) & ~total
    column = columns[0] if columns else published.columns[0]
    problems = [
        found(published, doubt & bare, column, FOR_SOMETHING, "critical", BARE),
        found(published, doubt & ~bare, column, "is_no_total", "critical", NAMED),
    ]
    return *parted(published, published.index[total]), joined(problems)


FOR_SOMETHING = "is_for_something"  # what an amount alone is not
BARE = "An amount with nothing beside it that is not the sum of rows above: a row that goes on, or a total cut off."
NAMED = "A total by its name, but not the sum of the rows of that name above it."


def alone(published: pd.DataFrame, money: Sequence[str]) -> pd.Series:
    """Return what the rows say, beside money, that say one thing at most."""
    words = pd.Series("", index=published.index, dtype="str")
    for column in published.columns:
        if column not in (*money, *PLACE):
            text = published[column].loc[words.index].str.strip()
            single = (words == "") | (text == "")
            words = words[single] + text[single]
    return words


def parted(published: pd.DataFrame, totals: pd.Index) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that are no totals, and row_no and reason of those that are."""
    reasons = pd.Series("a total: money and nothing else", index=totals, dtype="str")
    not_data = pd.DataFrame({"row_no": totals.astype("int64"), "reason": reasons.to_numpy()})
    data = published.drop(index=totals) if len(totals) else published
    return data, not_data.astype({"reason": "str"})


def totals_by_name(
    published: pd.DataFrame, money: Sequence[str]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the place of each row that is "NAME Total" under rows of that name, and where those begin and end."""
    for column in published.columns:
        if column in (*money, *PLACE):
            continue
        text = published[column].str.strip().str.casefold()
        ends = text.str.rstrip(" :").str.endswith(("total", "totals"))
        if not ends.any():
            continue
        # A name may stand in the first row of its group alone.
        names = text.where((text != "") & ~ends).ffill().to_numpy(dtype=object)
        is_new = np.append(True, names[1:] != names[:-1])
        first = np.maximum.accumulate(np.where(is_new, np.arange(len(names)), 0))
        for place in np.flatnonzero(ends.to_numpy(dtype=bool)):
            said = OF_A_NAME.fullmatch(text.iloc[place])
            if place and said and names[place - 1] == said["name"]:
                yield int(place), (int(first[place - 1]), int(place))


@dataclass
class Sums:
    """A chunk's amounts added up as its totals do: ``pence`` by row and column, and which rows are what."""

    pence: Amounts
    has: Mask
    bare: Mask
    maybe: Mask
    worded: Mask
    named: dict[int, tuple[int, int]]
    _total: Mask = field(init=False)

    @classmethod
    def of(
        cls,
        published: pd.DataFrame,
        columns: Sequence[str],
        bare: Mask,
        maybe: Mask,
        worded: Mask,
        named: dict[int, tuple[int, int]],
    ) -> "Sums":
        """Return the sums of a chunk's columns of money."""
        read = [parse_pence(published[name], negative=True)[0] for name in columns]
        shape = (len(published), len(columns))
        pence, has = np.zeros(shape, dtype="int64"), np.zeros(shape, dtype=bool)
        for number, amounts in enumerate(read):
            pence[:, number] = amounts.fillna(0).to_numpy(dtype="int64")
            has[:, number] = amounts.notna().to_numpy()
        return cls(pence, has, bare, maybe, worded, named)

    def totals(self) -> Mask:
        """Return which rows are totals."""
        self._total = self.worded.copy()
        self._of_names()
        self._of_rows_above()
        return self._total

    def _of_names(self) -> None:
        """Mark the totals whose rows have their name; rows of an amount alone among these may count or not."""
        is_named = np.zeros(len(self.bare), dtype=bool)
        is_named[list(self.named)] = True
        plain = ~(self.worded | is_named)
        for counted in (plain, plain & ~self.bare):
            running = self._running(counted)
            for place, (start, end) in self.named.items():
                self._total[place] |= self._is(place, running[end] - running[start])

    def _of_rows_above(self) -> None:
        """Mark the rows that are the sum of those since the last total, or of all."""
        is_named = np.zeros(len(self.bare), dtype=bool)
        is_named[list(self.named)] = True
        asked = (self.bare | self.maybe) & ~is_named
        plain = ~(asked | self.worded | is_named)
        running, rows = self._running(plain), np.concatenate([[0], np.cumsum(plain)])
        more, more_rows = np.zeros(self.pence.shape[1], dtype="int64"), 0
        mark, marked_rows = more.copy(), 0
        for place in np.flatnonzero(asked | self._total).tolist():
            every, count = running[place] + more, int(rows[place]) + more_rows
            if asked[place]:
                is_last = count - marked_rows >= FEWEST and self._is(place, every - mark)
                self._total[place] = is_last or (count >= FEWEST and self._is(place, every))
            if self._total[place]:
                mark, marked_rows = every, count
            else:
                more, more_rows = more + self.pence[place], more_rows + 1

    def _running(self, counted: Mask) -> Amounts:
        """Return what the rows before each place come to."""
        sums = np.cumsum(np.where(counted[:, None], self.pence, 0), axis=0)
        return np.concatenate([np.zeros((1, self.pence.shape[1]), dtype="int64"), sums])

    def _is(self, place: int, sums: Amounts) -> bool:
        """Return whether a row's amounts, of which it must have one, are these sums."""
        has = self.has[place]
        return bool(has.any() and (self.pence[place][has] == sums[has]).all())


def _mask(published: pd.DataFrame, places: "npt.NDArray[np.intp] | list[int]") -> Mask:
    mask = np.zeros(len(published), dtype=bool)
    mask[places] = True
    return mask
