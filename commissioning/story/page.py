"""The story of an agreement as one page that needs no network: what the terminal tells, and its charts."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from commissioning.packs.sheet import Group, Part, Sheet, sheet_page
from commissioning.packs.wording import counted, day_in_words
from commissioning.story import sections
from commissioning.story.facts import why_not
from commissioning.story.results import NOT_AMONG_ASKED
from commissioning.story.section import Section
from commissioning.story.telling import Telling
from commissioning.story.wording import spoken
from models.feeds import FEEDS

NOTHING = "nothing"


def story_page(
    tellings: Sequence[Telling],
    reference: str,
    *,
    authority: str,
    sources: pd.DataFrame,
    version: str,
) -> bytes:
    """Return the page of one agreement, or of all the parts that a reference has.

    ``authority`` is its title; ``sources`` are those that the page owes its facts to.
    """
    is_one = len(tellings) == 1
    names = called(tellings)
    groups = tuple(
        group(telling, f"a{place}", name, "" if is_one else f"{name}: ")
        for place, (telling, name) in enumerate(zip(tellings, names, strict=True), 1)
    )
    first = tellings[0]
    known_at = first.story.known_at
    return sheet_page(
        Sheet(
            authority=authority,
            title=groups[0].title
            if is_one
            else f"{reference}: {counted(len(tellings), 'agreement')}",
            about=(
                ("Asked on", day_in_words(first.on)),
                ("As known at", "the last load" if known_at is None else f"load {known_at}"),
            ),
            groups=groups,
            sources=sources,
            version=version,
        )
    )


def called(tellings: Sequence[Telling]) -> list[str]:
    """Return each agreement's reference, with its source where another source has the same one."""
    labels = [telling.story.label for telling in tellings]
    return [
        f"{label} ({telling.story.source})" if labels.count(label) > 1 else label
        for label, telling in zip(labels, tellings, strict=True)
    ]


def group(telling: Telling, name: str, reference: str, whose: str) -> Group:
    """Return one agreement's parts under its reference and title; ``whose`` begins each caption."""
    title, agreement = reference, telling.agreement
    if len(agreement) and not pd.isna(agreement["title"].iloc[0]):
        title = f"{reference}: {agreement['title'].iloc[0]}"
    return Group(name, title, line(telling), parts(telling, whose))


def parts(telling: Telling, whose: str) -> tuple[Part, ...]:
    """Return what there is to say, in the order of the sections, and last of what nothing is recorded.

    A feed that was never loaded keeps its own sentence: nothing is known of it either way.
    """
    told = sections(telling)
    said = tuple(part(each, whose) for each in told if not each.is_empty)
    empty = [each for each in told if each.is_empty]
    unloaded = [each for each in empty if each.name in FEEDS.keys() - telling.story.loaded]
    names = ", ".join(each.title.lower() for each in empty if each not in unloaded)
    words = [f"Nothing is recorded of: {names}."] if names else []
    words += [word for each in unloaded for word in each.words]
    return (*said, Part(NOTHING, "Nothing recorded", tuple(words))) if words else said


def line(telling: Telling) -> str:
    """Return who delivers it, until when, and how many rules flag it."""
    story = telling.story
    if story.now.empty:
        return why_not(story)
    now = story.now.iloc[0]
    return " ".join(
        filter(
            None,
            [
                f"Provider: {spoken('provider_name', now['provider_name'])}.",
                f"Ends: {spoken('ends_on', now['ends_on'])}.",
                flags_told(telling),
            ],
        )
    )


def flags_told(telling: Telling) -> str:
    """Return how many rules flag it and how many could not be asked, or that none was asked of it."""
    results = telling.story.results
    if results.empty:
        return NOT_AMONG_ASKED if telling.is_judged else ""
    flagged, unknown = (
        int((results["status"] == status).sum()) for status in ("flagged", "unknown")
    )
    flags = f"{counted(flagged, 'rule')} {'flags' if flagged == 1 else 'flag'} it"
    if not flagged and not telling.is_judged:
        return ""
    asked = f"; {unknown:,} could not be asked" if unknown else ""
    return f"{flags if flagged else 'No rule flags it'}{asked}."


def part(section: Section, whose: str) -> Part:
    """Return a section as a page shows it, its charts drawn."""
    tables, kept_back = (
        tuple(replace(table, caption=f"{whose}{table.caption}") for table in some)
        for some in (section.tables, section.kept_back)
    )
    charts = tuple(draw() for draw in section.charts)
    return Part(section.name, section.title, section.words, charts, tables, kept_back)
