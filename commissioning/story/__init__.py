"""The story of one agreement: what was said of it, by which load, and what was found.

One section a file; the list below is their order, in the terminal and on the page.
"""

from collections.abc import Callable, Iterator

from commissioning.story.case import case
from commissioning.story.decisions import decisions
from commissioning.story.equality import equality
from commissioning.story.extensions import extensions
from commissioning.story.facts import facts
from commissioning.story.findings import findings
from commissioning.story.measures import measures
from commissioning.story.money import money
from commissioning.story.notices import notices
from commissioning.story.results import results
from commissioning.story.reviews import reviews
from commissioning.story.section import Section, in_lines
from commissioning.story.social_value import social_value
from commissioning.story.successor import successor
from commissioning.story.telling import Telling, telling
from commissioning.story.timetable import timetable
from commissioning.story.versions import versions

__all__ = ["SECTIONS", "Telling", "sections", "shape", "telling", "told"]

SECTIONS: tuple[Callable[[Telling], Section], ...] = (
    facts,
    versions,
    findings,
    money,
    measures,
    extensions,
    equality,
    reviews,
    social_value,
    notices,
    results,
    timetable,
    case,
    decisions,
    successor,
)


def sections(telling: Telling) -> list[Section]:
    """Return the story's sections in order."""
    return [section(telling) for section in SECTIONS]


def told(telling: Telling) -> Iterator[str]:
    """Yield the story's lines as a terminal shows them."""
    story = telling.story
    then = "" if story.known_at is None else f"; as known at load {story.known_at}"
    yield f"{story.label}  (source: {story.source}{then})"
    first, *others = sections(telling)
    yield from (f"  {line}" for line in first.lines)
    for section in others:
        yield from in_lines(section)


def shape(telling: Telling) -> dict[str, object]:
    """Return a story as plain values, for a program to read."""
    story = telling.story
    shaped: dict[str, object] = {"reference": story.label, "source": story.source}
    for section in sections(telling):
        shaped |= section.data
    return shaped
