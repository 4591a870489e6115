"""Counts, lists and days in words, the same way in every section."""

import re
from collections.abc import Sequence
from datetime import date

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.money import millions

ACRONYMS = {"eqia": "EqIA", "kpi": "KPI"}
MILLION_PENCE = 100_000_000
# Controls, which have no glyph, and marks that turn the text around them: Unicode 15, categories Cc and Cf.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return the number with its noun: ``1 agreement``, ``1,200 agreements``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(items: Sequence[str], joiner: str = "and") -> str:
    """Return the items as a sentence lists them: ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joiner} {items[-1]}"


def rule_title(rule: str) -> str:
    """Return a rule's code name as words, so that a reader can still find its page by them."""
    words = [ACRONYMS.get(word, word) for word in rule.split("_")]
    return " ".join(
        [words[0] if words[0] in ACRONYMS.values() else words[0].capitalize(), *words[1:]]
    )


def as_sentence(text: str) -> str:
    """Return a rule's sentence with a capital and a full stop, as it stands among others."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"


def day_in_words(day: date | pd.Timestamp | None) -> str:
    """Return ``31 July 2022``, or ``no day recorded``."""
    return "no day recorded" if day is None or pd.isna(day) else spoken_day(day)


def whole_pounds(pence: int) -> str:
    """Return the amount to the nearest pound, halves away from zero: ``£1,235``."""
    nearest = (abs(pence) + 50) // 100
    return f"{'-' if pence < 0 and nearest else ''}£{nearest:,}"


def rounded_pounds(pence: int) -> str:
    """Return the amount as a headline says it: ``£15.9m``, or whole pounds below a million."""
    return f"£{millions(pence)}" if abs(pence) >= MILLION_PENCE else whole_pounds(pence)


def of_all(known: int, total: int) -> str:
    """Return a coverage: ``13 of 173``."""
    return f"{known:,} of {total:,}"


def ordinal(number: int) -> str:
    """Return ``1st``, ``22nd``, ``113th``."""
    teens = 10 <= number % 100 <= 20
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def measured(value: float, unit: object = None) -> str:
    """Return a measure's value in its unit, to two decimals, or two figures below a tenth: ``92.5%``, ``£1,200``, ``12 days``."""
    size = abs(value)
    written = f"{size:.2g}" if 0 < size < 0.1 else f"{size:,.2f}".rstrip("0").rstrip(".")
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    if pd.isna(unit) or unit == "":  # type: ignore[call-overload]
        return f"{sign}{written}"
    if unit == "£":
        return f"{sign}£{written}"
    return f"{sign}{written}%" if unit == "%" else f"{sign}{written} {unit}"


def visible(text: str) -> str:
    """Return a publisher's text with what cannot be seen, or would turn the line round, marked as lost."""
    return UNSEEN.sub(REPLACEMENT, text)
