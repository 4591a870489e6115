"""What is owed to each publisher: its name, its licence, and the words its licence asks for."""

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.profile import Profile
from models.ledger import BEFORE_EDITIONS

# Of a file that a person loaded by hand and no source of the profile describes.
NOT_STATED = {"publisher": "publisher not stated", "licence": "not stated", "attribution": ""}


# Where an attribution asks for the day its data were accessed, as Jersey's licence does.
ACCESSED = "{accessed}"


def sources_of(profile: Profile, loads: pd.DataFrame) -> pd.DataFrame:
    """Return what is owed to each publisher: name, licence, attribution, edition and digest.

    ``{accessed}`` in an attribution becomes the day on which the data were loaded.
    """
    known = profile.sources
    owed = {
        column: [getattr(known[n], column) if n in known else otherwise for n in loads["source"]]
        for column, otherwise in NOT_STATED.items()
    }
    owed["attribution"] = [
        words.replace(ACCESSED, spoken_day(day)) if ACCESSED in words else words
        for words, day in zip(owed["attribution"], loads["loaded_on"], strict=True)
    ]
    return pd.DataFrame(
        {
            "source": loads["source"],
            "title": titles(profile, loads),
            **owed,
            "edition_on": loads["edition_on"],
            "digest": loads["snapshot"],
        }
    )


def illustrative_feeds(profile: Profile, loads: pd.DataFrame) -> frozenset[str]:
    """Return the feeds that hold invented figures, by what the profile says of the sources loaded."""
    invented = [name for name, settings in profile.sources.items() if settings.illustrative]
    return frozenset(loads.loc[loads["source"].isin(invented), "feed"])


def titles(profile: Profile, loads: pd.DataFrame) -> pd.Series:
    """Return the title of each load's source, or its name where the profile has none."""
    known = {name: settings.title for name, settings in profile.sources.items()}
    return loads["source"].map(known).fillna(loads["source"])


def stated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ``edition_on`` missing where the publisher states none."""
    edition_on = frame["edition_on"]
    return frame.assign(edition_on=edition_on.mask(edition_on == pd.Timestamp(BEFORE_EDITIONS)))
