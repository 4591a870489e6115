"""What rests on a source whose newest file was refused: said at each section that its feed goes into."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.packs.owed import titles
from commissioning.packs.wording import counted
from commissioning.profile import Profile
from models.feeds import FEEDS
from models.ledger import Refusal

NEEDS_FEEDS = ("observations", "indicators", "needs_assessments")
EVERY_FEED = tuple(FEEDS)

COLUMNS = [
    *("source", "title", "feed", "edition_on", "refused_on", "sentence", "is_in_force"),
    *("load_no", "loaded_on"),
]


def none_refused() -> pd.DataFrame:
    """Return the refusals of an authority whose every source is up to date."""
    return pd.DataFrame({name: pd.Series(dtype="object") for name in COLUMNS})


def refused_sources(
    profile: Profile, loads: pd.DataFrame, refusals: Mapping[str, Refusal]
) -> pd.DataFrame:
    """Return one row for each source whose newest file was refused: ``COLUMNS``.

    ``loads`` are those in force. ``edition_on`` and the load are those of the slot that the file was for, or where
    it has none the newest of the source; they are missing where nothing of the source is in force.
    """
    is_slot = [
        source in refusals and refusals[source].slot == slot
        for source, slot in zip(loads["source"], loads["slot"], strict=True)
    ]
    ordered = loads.assign(is_slot=is_slot).sort_values(["is_slot", "edition_on"])
    newest = ordered.drop_duplicates("source", keep="last")
    known = newest.set_index("source")
    named = pd.DataFrame({"source": sorted(refusals)}, dtype="str")
    feeds: dict[str, str] = dict(zip(newest["source"], newest["feed"], strict=True))
    feeds |= {name: settings.feed for name, settings in profile.sources.items()}
    return pd.DataFrame(
        {
            "source": named["source"],
            "title": titles(profile, named),
            "feed": named["source"].map(feeds),
            "edition_on": pd.to_datetime(named["source"].map(known["edition_on"])),
            "refused_on": [refusals[name].refused_on for name in named["source"]],
            "sentence": [refusals[name].sentence for name in named["source"]],
            "is_in_force": named["source"].isin(known.index),
            "load_no": named["source"].map(known["load_no"]).astype("Int64"),
            "loaded_on": pd.to_datetime(named["source"].map(known["loaded_on"])),
        }
    )


def stale_lines(refused: pd.DataFrame, feeds: tuple[str, ...]) -> tuple[str, ...]:
    """Return a sentence for each source of those feeds whose newest file was refused, by title."""
    of_feeds = refused[refused["feed"].isin(feeds)].sort_values(["title", "source"])
    return tuple(stale_line(row) for row in of_feeds.to_dict("records"))


def stale_line(row: Mapping[Hashable, Any]) -> str:
    """Return what is shown in the place of a file that was refused, and why it was."""
    shown = "nothing of it is loaded"
    if row["is_in_force"]:
        kept = kept_load(row["load_no"], row["loaded_on"])
        shown = f"the last good data are shown ({kept})"
    as_of = "" if pd.isna(row["edition_on"]) else f" as of {spoken_day(row['edition_on'])}"
    day = "" if row["refused_on"] is None else f" on {spoken_day(row['refused_on'])}"
    sentence = str(row["sentence"]).rstrip(".")
    return f"{row['title']}: {shown}{as_of}; the newest file was refused{day}: {sentence}."


def kept_load(load_no: int, loaded_on: date) -> str:
    """Return how a sentence names the load whose data are kept in place of what was refused."""
    return f"load {load_no:,} of {spoken_day(loaded_on)}"


def stale_after(refused: pd.DataFrame) -> str:
    """Return what a page's opening line says after all else where a source is stale, or nothing."""
    if refused.empty:
        return ""
    verb = "is" if len(refused) == 1 else "are"
    return f" {counted(len(refused), 'source')} of it {verb} stale."
