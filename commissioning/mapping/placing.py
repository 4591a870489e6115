"""Which published column is which canonical one: by who is known to call it so, by its words, by its values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from commissioning.identifiers import normalised
from commissioning.mapping.aliases import ALIASES, alias_origins, normal
from commissioning.mapping.column_map import Scheme
from commissioning.mapping.periods import EXAMPLES
from commissioning.mapping.shapes import NEARLY_ALL, Shape
from commissioning.mapping.words import ENOUGH, points
from models.feeds import FEEDS, Column

KNOWN = 0.95  # somebody else's heading says so
MOST_BY_WORDS = 0.85
BY_VALUES = 0.4  # the only column of its kind
PLACED_FROM = 0.5
# In the order in which they are chosen: what a payment cannot be without comes first.
ORDER = (
    *(
        "amount_gbp",
        "value_gbp",
        "annual_value_gbp",
        "paid_on",
        "ends_on",
        "starts_on",
        "awarded_on",
    ),
    *("review_on", "provider_name", "reference", "payment_id", "title", "purpose", "department"),
    *("service_category", "specification", "financial_year", "provider_org_id"),
)
NUMBERS: tuple[tuple[Scheme, frozenset[str], float], ...] = (
    ("GB-COH", frozenset({"company", "companies"}), 0.95),
    ("GB-CHC", frozenset({"charity", "charities"}), 0.9),
)
AGREEMENT = frozenset({"contract", "agreement"})
NUMBER_WORDS = frozenset({"number", "no", "registration", "reg", "registered", "id"})
MOST_WELL_WRITTEN = 0.6
FEW = 20  # cells, among which one text throughout proves nothing
PREFERENCE = {
    "gross": -0.2,
    "net": 0.03,
    "nett": 0.03,
    "excl": 0.03,
    "excludes": 0.03,
    "excluding": 0.03,
}


@dataclass(frozen=True)
class Placed:
    """One canonical column and the published one it is read from, how sure that is and why."""

    canonical: str
    published: str
    confidence: float
    reasons: tuple[str, ...]
    day_formats: tuple[str, ...] = ()
    open_between: tuple[str, str] | None = None
    period: str | None = None
    not_recorded: tuple[str, ...] = ()
    unreadable: Literal["critical", "warning"] = "critical"
    scheme: Scheme = ""


def place_columns(
    feed: str, shapes: Mapping[str, Shape], labels: Mapping[str, str], without: Collection[str]
) -> tuple[tuple[Placed, ...], tuple[str, ...]]:
    """Return the columns placed, and the published ones that hold other money.

    ``labels`` are what the headings say. Each published column is read once. A period is read only where there is no day.
    """
    columns = {column.name: column for column in FEEDS[feed].columns}
    placed: dict[str, Placed] = {}
    free = dict(shapes)
    for name in ORDER:
        if name not in columns or (name == "financial_year" and "paid_on" in placed):
            continue
        candidates = [
            found
            for published in free
            if (
                found := candidate(
                    feed, columns[name], published, labels[published], shapes, without
                )
            )
        ]
        best = max(candidates, key=lambda each: each.confidence, default=None)
        if best and best.confidence >= PLACED_FROM:
            placed[name] = best
            free.pop(best.published)
    money = tuple(
        name
        for name, shape in free.items()
        if shape.written_as_amounts > 0.5 and shape.amounts > 0.9
    )
    return tuple(placed.values()), money


def candidate(
    feed: str,
    column: Column,
    published: str,
    label: str,
    shapes: Mapping[str, Shape],
    without: Collection[str],
) -> Placed | None:
    """Return how sure it is that a published column is this one, or None where its values forbid it."""
    shape = shapes[published]
    if column.name == "provider_org_id":
        return registered_number(published, shape)
    fits, told = fitness(column, shape)
    if not fits:
        return None
    confidence, reasons = by_heading(feed, column.name, label, without)
    if column.name == "financial_year":  # a period often stands under the heading of a day
        also = by_heading(feed, "paid_on", label, without)
        confidence, reasons = max((confidence, reasons), also)
    if column.name == "amount_gbp":
        confidence += sum(PREFERENCE.get(word, 0) for word in normal(label).split())
    if column.kind in ("money", "day"):
        others = [
            name for name, each in shapes.items() if fitness(column, each)[0] and name != published
        ]
        if not others and column.name in ("amount_gbp", "paid_on") and confidence < PLACED_FROM:
            confidence += BY_VALUES
            reasons = (
                *reasons,
                f"the only column of {'amounts' if column.kind == 'money' else 'days'}",
            )
    if not confidence:
        return None
    return Placed(
        column.name,
        published,
        round(min(confidence, KNOWN) * (1 if fits >= NEARLY_ALL else fits), 3),
        (*reasons, told),
        day_formats=shape.days.formats if column.kind == "day" else (),
        open_between=shape.days.open_between if column.kind == "day" else None,
        period=shape.period if column.name == "financial_year" else None,
        not_recorded=shape.blanks,
        unreadable="warning" if column.kind == "day" and not column.required else "critical",
    )


def registered_number(published: str, shape: Shape) -> Placed | None:
    """Return a column of company or charity numbers, by its heading and by how the numbers are written."""
    said = set(normal(published).split())
    for scheme, words, confidence in NUMBERS:
        if said & words and said & NUMBER_WORDS and shape.examples:
            well = [text for text in shape.examples if normalised(scheme, text).identifier]
            fits = len(well) / len(shape.examples)
            told = (
                f"heading speaks of {', '.join(sorted(said & words))}",
                f"{fits:.0%} are such numbers",
            )
            if fits > MOST_WELL_WRITTEN:
                confidence = round(confidence * fits, 3)
                return Placed("provider_org_id", published, confidence, told, scheme=scheme)
    return None


def by_heading(
    feed: str, name: str, label: str, without: Collection[str]
) -> tuple[float, tuple[str, ...]]:
    """Return what the heading alone is worth, and why."""
    if origins := alias_origins(feed, name, label, without):
        # The first that a publisher lists is the better where two of its columns would do.
        rank = list(ALIASES[feed][name]).index(normal(label))
        return KNOWN - 0.005 * rank, (f"heading used by {', '.join(origins[:3])}",)
    if feed == "payments" and name == "reference" and not AGREEMENT & set(normal(label).split()):
        return 0.0, ()  # a payment's own reference
    worth, speaking = points(name, label)
    if not worth:
        return 0.0, ()
    confidence = MOST_BY_WORDS * min(worth, ENOUGH) / ENOUGH
    return confidence, (f"heading speaks of {', '.join(speaking)}",)


def fitness(column: Column, shape: Shape) -> tuple[float, str]:
    """Return how well a column's values fit, 0 to 1, and what they look like."""
    if not shape.filled:
        return 0.0, ""
    if column.kind == "money":
        fits = shape.amounts if shape.amounts > 0.7 and shape.days.share < 0.9 else 0.0
        is_id = shape.written_as_amounts < 0.02 and shape.values > 20
        return fits * (
            0.6 if is_id else 1.0
        ), f"{shape.amounts:.0%} of {shape.filled:,} cells are amounts"
    if column.kind == "day":
        told = f"{shape.days.share:.0%} of {shape.filled:,} cells are days"
        told += f"; {shape.days.evidence}" if shape.days.evidence else ""
        return (shape.days.share if shape.days.share > 0.7 else 0.0), told
    if column.name == "financial_year":
        return (1.0, f"periods such as {EXAMPLES[shape.period]}") if shape.period else (0.0, "")
    if shape.days.share > 0.9 or (shape.written_as_amounts > 0.5 and shape.amounts > 0.9):
        return 0.0, ""
    return _text_fitness(column.name, shape)


def _text_fitness(name: str, shape: Shape) -> tuple[float, str]:
    told = f"{shape.values:,} different texts"
    if name == "provider_name":
        return (1.0 if shape.words > 0.6 else 0.0), told
    if name in ("payment_id", "reference"):
        return (1.0 if shape.distinct > 0.02 or shape.values > 5 else 0.3), told
    if name in ("department", "service_category", "purpose", "title", "specification"):
        few = 5 if name == "purpose" else 1  # "Revenue" and "Capital" are no purposes
        says_something = shape.words > 0.5 and (shape.values > few or shape.filled < FEW)
        return (1.0 if says_something else 0.3), told
    return 1.0, told
