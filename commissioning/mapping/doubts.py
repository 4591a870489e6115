"""What a proposed map would read as plain pounds, paid, on the day that is written, and may not be."""

import re
from collections.abc import Iterator, Mapping, Sequence

from commissioning.mapping.aliases import normal
from commissioning.mapping.placing import Placed
from commissioning.mapping.shapes import Shape

# "£000", "£'000s", "(000s)", "£k" and "£m"; not "over £25,000".
OF_UNITS = r"(?<![\d,.])(?<!\d )['’]?000['’]?s?\b|£\s*(k|m|bn)\b"
UNITS = re.compile(rf"{OF_UNITS}|\b(thousand|million|billion)s?\b", re.IGNORECASE)
UNITS_IN_TITLE = re.compile(rf"{OF_UNITS}|\bin (thousand|million|billion)s\b", re.IGNORECASE)
CURRENCY = re.compile(
    r"[$€¥]|\b(usd|eur|euros?|dollars?|yen|jpy|chf|aed|aud|cad|nok|sek|dkk)\b", re.IGNORECASE
)
POUNDS = frozenset(
    {"gbp", "£", "stg", "sterling", "pound sterling", "pounds sterling", "uk pounds"}
)
SIGN_HEADINGS = frozenset({"dr cr", "cr dr", "d c", "debit credit", "credit debit", "sign"})
SIGN_PAIRS = tuple(
    frozenset(pair) for pair in (("dr", "cr"), ("d", "c"), ("debit", "credit"), ("+", "-"))
)
NUMBERED = re.compile(r" \(\d+\)$")


def doubts_of_money(
    placed: Sequence[Placed],
    shapes: Mapping[str, Shape],
    labels: Mapping[str, str],
    other_money: Sequence[str],
    titles: Sequence[str],
) -> Iterator[str]:
    """Yield what a person must say before amounts are read as pounds that were paid."""
    for each in placed:
        if not each.canonical.endswith("_gbp"):
            continue
        label = labels[each.published]
        if UNITS.search(each.published) or any(UNITS_IN_TITLE.search(title) for title in titles):
            yield (
                f"whether {each.published} is in whole pounds, because the file speaks of thousands or millions; "
                "a map does not multiply: ask for the file in pounds"
            )
        if found := CURRENCY.search(label):
            yield f"whether {each.published} is in pounds, because its heading says {found.group()}"
        twins = [name for name in other_money if _plain(name) == _plain(each.published)]
        if twins:
            yield f"which of {', '.join([each.published, *twins])} is the amount, because their headings are equal"
    amount = next((each.published for each in placed if each.canonical == "amount_gbp"), "")
    if amount:
        yield from _of_columns(amount, shapes, labels, other_money)


def _of_columns(
    amount: str, shapes: Mapping[str, Shape], labels: Mapping[str, str], other_money: Sequence[str]
) -> Iterator[str]:
    """Yield what other columns say of the amounts: their currency, or that some are credits."""
    for name, shape in shapes.items():
        said = {text.casefold() for text in shape.examples}
        if "currency" in normal(labels[name]).split() and said - POUNDS:
            others = ", ".join(
                sorted(text for text in shape.examples if text.casefold() not in POUNDS)[:5]
            )
            yield f"what to do with rows in another currency: {name} has {others}, and {amount} is read as pounds"
        is_sign = normal(labels[name]) in SIGN_HEADINGS or any(said == pair for pair in SIGN_PAIRS)
        if is_sign and shape.filled and name != amount and not _has_credits(shapes[amount]):
            yield (
                f"which rows are credits, because {name} tells and {amount} has none below zero; "
                "a map does not turn a sign: ask for credits below zero"
            )
    credit = [name for name in other_money if "credit" in normal(labels[name]).split()]
    if credit and "debit" in normal(labels[amount]).split():
        yield (
            f"what {credit[0]} takes off, because only {amount} would be read; "
            "ask for one column with credits below zero"
        )


def _has_credits(shape: Shape) -> bool:
    return any(
        text.lstrip("£ ").startswith(("-", "(")) or text.endswith("-") for text in shape.examples
    )


def _plain(name: str) -> str:
    return NUMBERED.sub("", name).casefold()
