"""What the cells of a column look like: amounts, days and in which format, periods, numbers, names."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from commissioning.dates import FIRST_YEAR, LAST_YEAR, day_in_format
from commissioning.mapping.amounts import with_sign_in_front, without_remainder
from commissioning.mapping.periods import PERIOD_FORMS
from commissioning.money import pence_in

DAY_FIRST = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d-%m-%y", "%d.%m.%y")
MONTH_FIRST = ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m.%d.%Y", "%m-%d-%y", "%m.%d.%y")
WITH_TIME = (
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"),
    *("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M"),
)
PLAIN = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y"),
    *("%d %b %y", "%d/%b/%Y", "%d/%b/%y", "%d %B, %Y", "%B %d, %Y", "%b %d, %Y"),
)
OPPOSITE = {
    **dict(zip(DAY_FIRST, MONTH_FIRST, strict=True)),
    **dict(zip(WITH_TIME[2:4], WITH_TIME[4:6], strict=True)),
}
FORMATS = (*PLAIN, *DAY_FIRST, *MONTH_FIRST, *WITH_TIME)
NEARLY_ALL = 0.98
MOST_DISTINCT = 20_000
EXAMPLES = 200
WELL_KNOWN_BLANKS = ("n/a", "#n/a", "na", "nil", "none", "-", "null", "not applicable", "tbc")


@dataclass(frozen=True)
class Days:
    """The formats that read a column's days, how sure, and where the order of day and month is open."""

    formats: tuple[str, ...] = ()
    share: float = 0.0
    open_between: tuple[str, str] | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Shape:
    """The shares, of the cells that say something, that look like each kind of value."""

    filled: int = 0
    of: int = 0
    amounts: float = 0.0
    written_as_amounts: float = 0.0
    whole_numbers: float = 0.0
    words: float = 0.0
    distinct: float = 0.0
    values: int = 0
    days: Days = field(default_factory=Days)
    period: str | None = None
    blanks: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


def shape_of(cells: Iterable[str], order: str | None = None) -> Shape:
    """Return what a column's cells look like; ``order`` is the day format a person settled on."""
    counts = Counter(cell.strip() for cell in cells)
    of = sum(counts.values())
    counts.pop("", None)
    blanks = tuple(text for text in counts if text.casefold() in WELL_KNOWN_BLANKS)
    said = {text: n for text, n in counts.items() if text not in blanks}
    said = dict(Counter(said).most_common(MOST_DISTINCT))
    filled = sum(said.values())
    if not filled:
        return Shape(of=of, blanks=blanks)
    return Shape(
        filled=filled,
        of=of,
        amounts=share(said, is_amount),
        written_as_amounts=share(said, is_written_as_amount),
        whole_numbers=share(said, str.isdigit),
        words=share(said, is_words),
        distinct=len(said) / filled,
        values=len(said),
        days=days_of(said, order),
        period=period_of(said),
        blanks=blanks,
        examples=tuple(said)[:EXAMPLES],
    )


def share(counts: dict[str, int], is_one: Callable[[str], bool]) -> float:
    """Return the share of cells whose text is one of a kind."""
    return sum(n for text, n in counts.items() if is_one(text)) / sum(counts.values())


def is_amount(text: str) -> bool:
    """Return whether a text is an amount of money."""
    usual = without_remainder(with_sign_in_front(text))
    return pence_in(usual, True, "optional")[0] is not None


def is_written_as_amount(text: str) -> bool:
    """Return whether an amount has pence, commas, a sign or a pound sign, as identifiers have not."""
    return is_amount(text) and any(mark in text for mark in ".,£(-")


def is_words(text: str) -> bool:
    """Return whether a text has more letters than anything else."""
    return sum(map(str.isalpha, text)) * 2 > len(text.replace(" ", ""))


def days_of(counts: dict[str, int], order: str | None) -> Days:
    """Return the formats that read the days, the order of day and month taken only from days above the twelfth."""
    total = sum(counts.values())
    dated = {text: n for text, n in counts.items() if re.search(r"\d", text) and len(text) <= 30}
    forms = [order] if order else list(FORMATS)
    read = {form: {text for text in dated if is_day(text, form)} for form in forms}
    read = {form: texts for form, texts in read.items() if texts}
    chosen: list[str] = []
    open_between, evidence = None, ""
    for form, opposite in OPPOSITE.items():
        if form in read and opposite in read:
            form_alone, other_alone = read[form] - read[opposite], read[opposite] - read[form]
            here = sum(counts[text] for text in form_alone)
            there = sum(counts[text] for text in other_alone)
            if here and here >= 50 * there:
                read.pop(opposite)
                evidence = f"day above the twelfth where {form} has it: {here:,}"
            elif there and there >= 50 * here:
                read.pop(form)
                evidence = f"day above the twelfth where {opposite} has it: {there:,}"
            else:
                open_between = (form, opposite)
                read.pop(opposite)
        elif form in read or opposite in read:
            evidence = evidence or "none can be read with day and month the other way round"
    seen: set[str] = set()
    while read:
        best = max(read, key=lambda form: sum(counts[text] for text in read[form] - seen))
        gained = read.pop(best) - seen
        if not gained:
            break
        chosen.append(best)
        seen |= gained
    covered = sum(counts[text] for text in seen) / total
    return Days(tuple(chosen), covered, open_between if covered > 0.5 else None, evidence)


def is_day(text: str, form: str) -> bool:
    """Return whether a text is a day of a likely year in this format."""
    day = day_in_format(text, form)
    return day is not None and FIRST_YEAR < day.year < LAST_YEAR


def period_of(counts: dict[str, int]) -> str | None:
    """Return the form of period that reads nearly every cell, if one does."""
    total = sum(counts.values())
    for form, year_of in PERIOD_FORMS.items():
        if sum(n for text, n in counts.items() if year_of(text, (4, 1))) >= NEARLY_ALL * total:
            return form
    return None


def wider(rows: Sequence[Sequence[str]]) -> int:
    """Return the most frequent number of cells of rows that say something."""
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    return widths.most_common(1)[0][0] if widths else 0
