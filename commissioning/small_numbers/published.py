"""The table that is safe to publish: small counts hidden, the rest rounded, and others hidden for their sake.

A count from 1 to ``hide_up_to`` is hidden, nought is shown and the rest are rounded to ``round_to``. Then it is
asked what a reader can work out of all that is told, here and in earlier outputs. While some hidden count is
left fewer than ``least_left`` values, one more count is hidden: the nearest that helps, then the smallest.
Why it is so, and what is promised: docs/explanation/small-numbers.md.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from commissioning.profile_tables import Suppression
from commissioning.small_numbers.bounds import NO_BOUND, Interval, Sum, known

SHOWN = "shown"
ZERO = "zero"
SMALL = "small"
HIDDEN = "hidden"
NOT_RECORDED = "not_recorded"
AS_COUNTED = "as_counted"
TOLD_EXACTLY = "told_exactly"

REASONS = {
    SHOWN: "rounded to {round_to}",
    ZERO: "nobody, which is shown",
    SMALL: "fewer than {limit} people",
    HIDDEN: "hidden, because a smaller count could be worked out of it",
    NOT_RECORDED: "not recorded",
    AS_COUNTED: "as counted: small numbers are not hidden",
    TOLD_EXACTLY: "as counted, because another figure tells it",
}
MARKED_HIDDEN = "[c]"  # "confidential", as the Government Analysis Function marks a cell


@dataclass(frozen=True)
class Told:
    """What one earlier output, by its number, told of a count."""

    is_hidden: bool
    least: float
    most: float
    output: int


def rounded(count: int, base: int) -> int:
    """Return a count rounded to the nearest multiple, halves up."""
    return (2 * count + base) // (2 * base) * base


def least_left(rule: Suppression) -> int:
    """Return how many values a hidden count must be left: more than half of those that are hidden."""
    return max(2, rule.hide_up_to // 2 + 1)


def safe_to_publish(
    counts: pd.Series,
    sums: Iterable[Sum] = (),
    *,
    rule: Suppression,
    before: Sequence[pd.DataFrame] = (),
    exact: Collection[Hashable] = (),
) -> pd.DataFrame:
    """Return what is published of each count of people, by cell.

    That is its ``mark``, the ``shown`` count (missing where it is hidden), the ``text`` and ``reason``
    that readers are given, and ``least`` and ``most``, the counts that it may be as told (no ``most``
    where there is no limit). What is told here is safe by itself, whatever was told before.

    ``counts`` has a name for each cell, and a missing count where none was recorded; ``sums`` are all
    that a reader knows to add up: margins, complements, areas within areas. ``before`` is what each
    earlier output told of the same people: their ``mark``, ``least`` and ``most``, several rows for a cell
    told several times. A count that was corrected since is not tied to what an output told of it, nor is a
    total that it is part of. ``exact`` are cells whose true count another figure tells. Raises ValueError
    for a sum that does not add up, and for a small count that is told exactly.
    """
    table = Cells(counts, tuple(sums), rule, before, frozenset(exact))
    if rule.apply and rule.secondary:
        for part in table.apart():
            hide_what_gives_away(part.as_if_told_first())
            hide_what_gives_away(part)
            table.marks.update(part.marks)
    return table.frame()


@dataclass
class Cells:
    """Counts of people with the mark that each is to have."""

    counts: pd.Series
    sums: Sequence[Sum]
    rule: Suppression
    before: Sequence[pd.DataFrame]
    exact: frozenset[Hashable]
    marks: dict[Hashable, str] = field(default_factory=dict)
    earlier: Mapping[Hashable, list[Told]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give each count the mark it has by itself, and check that the sums add up."""
        if not self.counts.index.is_unique:
            raise ValueError("Each cell of a table of people is named once.")
        self.true = {
            cell: None if pd.isna(count) else int(count) for cell, count in self.counts.items()
        }
        for each in self.sums:
            must_add_up(each, self.true)
        if self.before and not self.earlier:
            self.earlier = uncorrected(told_before(self.before), self.true, self.sums)
        for cell, count in self.true.items():
            self.marks.setdefault(cell, self.own_mark(cell, count))

    def own_mark(self, cell: Hashable, count: int | None) -> str:
        """Return the mark of a count that nothing else is known of."""
        if count is None:
            return NOT_RECORDED
        if not self.rule.apply:
            return AS_COUNTED
        if count == 0:
            return ZERO
        if count > self.rule.hide_up_to:
            return TOLD_EXACTLY if cell in self.exact else SHOWN
        if cell in self.exact:
            raise ValueError("A small count of people is told exactly by another figure.")
        return SMALL

    def told(self, cell: Hashable) -> Interval:
        """Return what the marks of a cell, here and before, say of its count."""
        count = self.true[cell]
        low, high = said(self.marks[cell], count, self.rule)
        for each in self.earlier.get(cell, ()):
            if count is not None:
                low, high = max(low, each.least), min(high, each.most)
        return low, high

    def apart(self) -> list["Cells"]:
        """Return the cells that hang together by sums, a table for each."""
        groups: list[tuple[set[Hashable], list[Sum]]] = []
        for each in self.sums:
            cells, own = set(each.cells), [each]
            met = [group for group in groups if group[0] & cells]
            for group in met:
                cells |= group[0]
                own = group[1] + own
                groups.remove(group)
            groups.append((cells, own))
        alone = [cell for cell in self.earlier if cell in self.true]
        within = set().union(*(cells for cells, _ in groups)) if groups else set()
        groups += [({cell}, []) for cell in alone if cell not in within]
        return [self.only(cells, own) for cells, own in groups]

    def as_if_told_first(self) -> "Cells":
        """Return the same cells with the same marks, to which no earlier output is tied."""
        loose = {
            cell: [replace(each, least=0, most=NO_BOUND) for each in told]
            for cell, told in self.earlier.items()
        }
        return Cells(self.counts, self.sums, self.rule, (), self.exact, self.marks, loose)

    def only(self, cells: set[Hashable], sums: list[Sum]) -> "Cells":
        """Return some of the cells with the sums among them."""
        counts = self.counts[[cell in cells for cell in self.counts.index]]
        marks = {cell: mark for cell, mark in self.marks.items() if cell in cells}
        return Cells(counts, sums, self.rule, (), self.exact, marks, self.earlier)

    def left(self, cells: Iterable[Hashable]) -> dict[Hashable, float]:
        """Return how many values each of some cells is left, given all that is told."""
        told = {cell: self.told(cell) for cell in self.true}
        found = known(told, self.sums, cells)
        return {cell: high - low + 1 for cell, (low, high) in found.items()}

    def narrow(self) -> dict[Hashable, float]:
        """Return the hidden cells that are left too few values, and how many they are left."""
        hidden = [cell for cell, mark in self.marks.items() if mark in (SMALL, HIDDEN)]
        least = least_left(self.rule)
        return {cell: left for cell, left in self.left(hidden).items() if left < least}

    def frame(self) -> pd.DataFrame:
        """Return the table as it is published."""
        rule, told = self.rule, []
        for cell, count in self.true.items():
            mark = self.marks[cell]
            shown = None if mark in (SMALL, HIDDEN) else count
            if mark == SHOWN and count is not None:
                shown = rounded(count, rule.round_to)
            least, most = said(mark, count, rule)
            told.append(
                {
                    "mark": mark,
                    "shown": shown,
                    "text": ""
                    if count is None
                    else MARKED_HIDDEN
                    if shown is None
                    else f"{shown:,}",
                    "reason": REASONS[mark].format(
                        round_to=rule.round_to, limit=rule.hide_up_to + 1
                    ),
                    "least": 1 if mark == HIDDEN else least,
                    "most": None if most == NO_BOUND else most,
                }
            )
        kinds = {"mark": "str", "shown": "Int64", "text": "str", "reason": "str"}
        kinds |= {"least": "Int64", "most": "Int64"}
        return pd.DataFrame(told, index=self.counts.index, columns=list(kinds)).astype(kinds)


def hide_what_gives_away(table: Cells) -> None:
    """Hide one more count of the table at a time, until each hidden count is left enough values.

    Where earlier outputs alone give one away, hiding more here adds nothing to what they tell.
    """
    given_away: set[Hashable] = set()
    while narrow := {each: left for each, left in table.narrow().items() if each not in given_away}:
        cell = min(narrow, key=lambda each: (narrow[each], str(each)))
        other = hidden_for(table, cell, narrow[cell])
        if other is None:
            given_away.add(cell)
        else:
            table.marks[other] = HIDDEN


def hidden_for(table: Cells, cell: Hashable, left_now: float) -> Hashable | None:
    """Return the count to hide for the sake of one: the first that is enough, or that helps most."""
    best, most = None, left_now
    for other in may_be_hidden(table, cell):
        left = table_without(table, other).left([cell])[cell]
        if left >= least_left(table.rule):
            return other
        if left > most:
            best, most = other, left
    return best


def table_without(table: Cells, cell: Hashable) -> Cells:
    """Return the table with one more count hidden."""
    marks = {**table.marks, cell: HIDDEN}
    return Cells(table.counts, table.sums, table.rule, (), table.exact, marks, table.earlier)


def may_be_hidden(table: Cells, cell: Hashable) -> list[Hashable]:
    """Return the counts that could be hidden for the sake of one, those nearest to it first.

    Of those, one that was hidden before, then the smallest. Where only small ones are left, saying no
    longer that they are small is all that can be done.
    """
    steps = distances(table.sums, cell)
    hidden_before = {
        other for other, told in table.earlier.items() if any(each.is_hidden for each in told)
    }

    def order(other: Hashable) -> tuple[float, bool, int, str]:
        return (
            steps.get(other, NO_BOUND),
            other not in hidden_before,
            table.true[other] or 0,
            str(other),
        )

    shown = [other for other, mark in table.marks.items() if mark == SHOWN]
    small = [other for other, mark in table.marks.items() if mark == SMALL and other != cell]
    return sorted(shown, key=order) or sorted(small, key=order) or lone(table, cell)


def lone(table: Cells, cell: Hashable) -> list[Hashable]:
    """Return the cell itself where it is the last that is told to be small."""
    return [cell] if table.marks[cell] == SMALL else []


def distances(sums: Sequence[Sum], cell: Hashable) -> dict[Hashable, int]:
    """Return how many sums lie between a cell and each of those that hang together with it."""
    steps, edge = {cell: 0}, {cell}
    while edge:
        met = {other for each in sums if edge & set(each.cells) for other in each.cells}
        edge = met - steps.keys()
        steps.update(dict.fromkeys(edge, max(steps.values()) + 1))
    return steps


def said(mark: str, count: int | None, rule: Suppression) -> Interval:
    """Return the least and the most that a mark says of a count, which of a hidden one may be None.

    A count hidden for another's sake is taken to be known to be no small one, as a reader who knows
    how the table is made may conclude.
    """
    if mark == SMALL:
        return 1, rule.hide_up_to
    if mark == HIDDEN or count is None:
        is_large = count is not None and count > rule.hide_up_to
        return (rule.hide_up_to + 1 if is_large else int(mark == HIDDEN)), NO_BOUND
    if mark == SHOWN:
        shown = rounded(count, rule.round_to)
        low = shown - rule.round_to // 2
        return max(low, rule.hide_up_to + 1), low + rule.round_to - 1
    return count, count


def told_before(before: Sequence[pd.DataFrame]) -> dict[Hashable, list[Told]]:
    """Return what earlier outputs told of each cell."""
    told: dict[Hashable, list[Told]] = {}
    for output, table in enumerate(before):
        columns = (table.index, table["mark"], table["least"], table["most"])
        for cell, mark, least, most in zip(*columns, strict=True):
            low, high = 0 if pd.isna(least) else least, NO_BOUND if pd.isna(most) else most
            told.setdefault(cell, []).append(Told(mark in (SMALL, HIDDEN), low, high, output))
    return told


def uncorrected(
    earlier: Mapping[Hashable, list[Told]],
    true: Mapping[Hashable, int | None],
    sums: Sequence[Sum],
) -> dict[Hashable, list[Told]]:
    """Return what earlier outputs told, tied no longer to counts that were corrected since, nor to their totals.

    An output that told 8 of what is 7 now tells a reader that the total is not what it was either.
    """
    corrected = {
        (each.output, cell)
        for cell, told in earlier.items()
        for each in told
        if (count := true.get(cell)) is not None and not each.least <= count <= each.most
    }
    outputs = {output for output, _ in corrected}
    for _ in sums if corrected else ():  # a total may be part of another
        corrected |= {
            (output, one.total)
            for one in sums
            for output in outputs
            if any((output, part) in corrected for part in one.parts)
        }
    return {
        cell: [
            replace(each, least=0, most=NO_BOUND) if (each.output, cell) in corrected else each
            for each in told
        ]
        for cell, told in earlier.items()
    }


def must_add_up(one: Sum, true: Mapping[Hashable, int | None]) -> None:
    """Refuse a sum whose total is not that of its parts, where all of them are recorded."""
    if missing := [cell for cell in one.cells if cell not in true]:
        raise ValueError(f"A sum of people names a cell that the table has not: {missing[0]!r}.")
    parts = [true[part] for part in one.parts]
    total = true[one.total]
    if total is None or None in parts:
        return
    if sum(part for part in parts if part is not None) != total:
        raise ValueError("A sum of people does not add up to its total.")
