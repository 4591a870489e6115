"""What the agreement is now, fact by fact, and which load or release said so."""

from collections.abc import Iterator, Mapping

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import as_sentence
from commissioning.records import records
from commissioning.story.section import Section
from commissioning.story.telling import Telling
from commissioning.story.wording import spoken, spoken_name
from models.feeds import AGREEMENTS
from models.store.story import Story

NAMES = tuple(column.frame_name for column in AGREEMENTS.columns if column.name != "reference")
TOLD_FIRST = (
    *("title", "provider_name", "department", "status", "starts_on", "ends_on"),
    "latest_end_on",
)
KNOWN_BY = {
    "confirmed": "as a person confirmed of its name",
    "automatic": "by its name",
}


def facts(telling: Telling) -> Section:
    """Return every fact in force, with what told it; what is not recorded is named."""
    story = telling.story
    lines = [line for _, now in story.now.iterrows() for line in in_force(now, story)]
    if story.now.empty:
        lines = [why_not(story)]
    rows = [row for _, now in story.now.iterrows() for row in told(now, story)]
    table = Table(
        name="facts",
        caption="What the register says of it",
        columns=(Column("fact", "Fact"), Column("value", "What it says", under=("said_by",))),
        frame=pd.DataFrame(rows, columns=["fact", "value", "said_by"]),
    )
    left_out = [not_recorded(now) for _, now in story.now.iterrows()]
    return Section(
        "facts",
        "What it is now",
        words=(where_from(story), *map(as_sentence, left_out)) if rows else (why_not(story),),
        tables=(table,) if rows else (),
        data={"now": records(story.now), "said_by": records(story.said_by)},
        lines=tuple(lines),
    )


def where_from(story: Story) -> str:
    """Return which load listed the version in force, and where."""
    now = story.now.iloc[0]
    listed = story.versions[story.versions["version_no"] == now["version_no"]].iloc[-1]
    edition = spoken("edition_on", listed["valid_from"])
    return (
        f"Said by load {listed['known_from']} ({listed['slot']}, edition {edition}), "
        f"row {now['row_no']:,} of {now['snapshot'][:12]}."
    )


def why_not(story: Story) -> str:
    """Return why there is nothing in force of the agreement."""
    if story.versions["undone_by"].notna().all():
        return "It is not in the register: every load that listed it was rolled back."
    return "It is no longer listed." if story.known_at is None else "It was not listed."


def in_force(version: pd.Series, story: Story) -> Iterator[str]:
    """Yield the version in force as a terminal shows it."""
    for row in told(version, story):
        release = f" ({row['said_by']})" if row["said_by"] else ""
        yield f"{row['fact'].lower()}: {row['value']}{release}"
    yield not_recorded(version)
    yield where_from(story)


def told(version: pd.Series, story: Story) -> Iterator[dict[str, str]]:
    """Yield each fact that is recorded: what it is of, what it says, and the release that said it."""
    sayings = releases(story.said_by)
    for name in sorted(NAMES, key=lambda known: known not in TOLD_FIRST):
        if not pd.isna(version[name]):
            source = version.get("type_from") if name == "provider_type" else None
            told_by = "" if pd.isna(source) else f", which {source} tells"
            yield {
                "fact": spoken_name(name).capitalize(),
                "value": f"{spoken(name, version[name])}{told_by}",
                "said_by": sayings.get(name, ""),
            }
    if provider := known_provider(version):
        yield {"fact": "Known provider", "value": provider, "said_by": ""}


def releases(said_by: pd.DataFrame) -> Mapping[str, str]:
    """Return, by column, the words for the release that said it."""
    columns = zip(said_by["column"], said_by["release"], said_by["published_on"], strict=True)
    return {
        column: f"release {release}" + ("" if pd.isna(day) else f", {spoken_day(day.date())}")
        for column, release, day in columns
    }


def known_provider(version: pd.Series) -> str:
    """Return who the provider is where its own row does not give the number that stands for it."""
    key, how = version.get("provider_key"), version.get("known_by")
    if how in KNOWN_BY:
        return f"{key}, {KNOWN_BY[str(how)]}"
    if how == "identifier" and key != version["provider_org_id"]:
        return f"{key}, which stands for the same body today"
    return ""


def not_recorded(version: pd.Series) -> str:
    """Return the names of what the version does not say."""
    left_out = [spoken_name(name) for name in NAMES if pd.isna(version[name])]
    return f"not recorded: {', '.join(left_out) or 'nothing'}"
