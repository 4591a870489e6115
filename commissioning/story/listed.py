"""A section that is a plain list of what one feed tells of the agreement."""

from dataclasses import dataclass

import pandas as pd

from commissioning.packs.tables import Column, Table
from commissioning.records import records
from commissioning.story.section import Section
from commissioning.story.telling import Telling
from commissioning.story.wording import number


@dataclass(frozen=True)
class Listed:
    """What of a feed is told: its columns, the order of its rows, and what is said where there are none."""

    feed: str
    title: str
    none: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]

    def __call__(self, telling: Telling) -> Section:
        """Return the rows that name the agreement."""
        frame = telling.story.feeds[self.feed].sort_values(list(self.order), ignore_index=True)
        told = frame.assign(
            **{
                column.name: in_words(frame[column.name])
                for column in self.columns
                if column.kind == "text"
            }
        )
        table = Table(self.feed, f"{self.title}, as recorded", self.columns, told, stacks=True)
        return Section(
            self.feed,
            self.title,
            words=() if len(frame) else (telling.none_of(self.feed, self.none),),
            tables=(table,) if len(frame) else (),
            data={self.feed: records(frame)},
            is_empty=frame.empty,
        )


def in_words(values: pd.Series) -> pd.Series:
    """Return yes, no and numbers as they are read; text is as it was."""
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.map({True: "yes", False: "no"}).astype("str")
    if pd.api.types.is_numeric_dtype(values.dtype):
        return values.map(number, na_action="ignore").astype("str")
    return values.str.replace("_", " ") if values.name in ("status", "outcome") else values
