"""One agreement's story with the day it is told on: what every section of it is made from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from commissioning.register import OF_AGREEMENTS, Register, shaped
from commissioning.rules.missing import MISSING
from commissioning.timetable.durations import Timetable
from models.store.story import Story


@dataclass(frozen=True, eq=False)
class Telling:
    """A story, told on a day; ``register`` has this agreement and what is named as its successor.

    ``is_judged`` says that the day is that of the last judgement.
    """

    story: Story
    on: date
    register: Register

    @property
    def agreement(self) -> pd.DataFrame:
        """The agreement as the register has it, in one row or none."""
        return self.register.agreements.iloc[: len(self.story.now)]

    @property
    def is_judged(self) -> bool:
        """Whether the rules have been asked on this very day."""
        judged_on = self.story.judged_on
        return judged_on is not None and judged_on.date() == self.on

    def none_of(self, feed: str, otherwise: str) -> str:
        """Return why there is nothing of a feed: it was never loaded, or ``otherwise``."""
        return otherwise if feed in self.story.loaded else as_none(feed)


def as_none(feed: str) -> str:
    """Return that a feed was never loaded, as a sentence."""
    words = MISSING.get(feed, f"no list of {feed} has been loaded")
    return f"{words[:1].upper()}{words[1:]}."


def telling(
    story: Story,
    *,
    authority: str,
    on: date | None,
    timetable: Timetable,
    year_start: tuple[int, int],
) -> Telling:
    """Return a story with its day: the one given, else the day last judged, else that of the last load."""
    judged_on = story.judged_on.date() if story.judged_on is not None else None
    told = story.now.assign(reference=story.label, source=story.source)
    agreements = pd.concat([told, story.followers.assign(provider_key=None, type_from=None)])
    agreements = agreements.assign(providers=agreements["provider_name"])
    feeds = story.feeds | {
        "payments": story.feeds["payments"].assign(reference=story.label),
        "extensions": story.extensions.assign(has_authority_column=None),
    }
    of_agreement: dict[str, Any] = {
        name: shaped(feeds[name], name) for name in OF_AGREEMENTS if name in feeds
    }
    register = Register(
        authority=authority,
        load_no=story.known_at or 0,
        agreements=shaped(agreements.reset_index(drop=True), "agreements"),
        payments=shaped(feeds["payments"], "payments"),
        loaded_feeds=story.loaded,
        financial_year_start=year_start,
        timetable=timetable,
        **of_agreement,
    )
    return Telling(story, on or judged_on or story.known_on, register)
