"""One stage of a timetable, with the days it lasts."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """A stage, the days it lasts from and until (that one outside), and how many they are."""

    name: str
    starts_on: date
    until_on: date
    days: int
