"""Is each source as fresh as its publisher's rhythm says, and has it been looked at when it was due?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from commissioning.dates import spoken_day
from commissioning.watch.finding import Finding, listed

DAY = 24 * 60 * 60
# How long a source may go without a look before the schedule of its flow has failed: the schedule's
# longest interval and a day. The 2nd working day of a month is 36 days at most from that of the next.
LOOKED_AT_EVERY = {"refresh-register": 2 * DAY, "refresh-needs": 37 * DAY}


@dataclass(frozen=True)
class SourceState:
    """A source as it stands: its newest edition, and how many days the publisher takes to the next.

    ``edition_on`` is the day of its newest load where the file is not dated; None where nothing of it
    is loaded.
    """

    name: str
    title: str
    edition_on: date | None
    expected_every: int | None


@dataclass(frozen=True)
class Look:
    """When a source was last looked at, or since when a schedule has been due to; in seconds since 1970."""

    name: str
    flow: str
    at: int


def freshness(authority: str, sources: Iterable[SourceState], *, on: date) -> list[Finding]:
    """Return a finding for each source whose rhythm the profile tells.

    It is late from the day after its next edition was expected.
    """
    return [_fresh(authority, source, on) for source in sources if source.expected_every]


def _fresh(authority: str, source: SourceState, on: date) -> Finding:
    what = f"{authority} source {source.name}"
    every = source.expected_every or 0
    remedy = (
        f"get the next edition from its publisher and load it (commissioning load), or mend expected_every "
        f"of {source.name} in the profile"
    )
    if source.edition_on is None:
        return Finding(what, False, f"{source.title}: nothing loaded yet", remedy, "never")
    due = source.edition_on + timedelta(days=every)
    late = (on - due).days
    seen = f"{source.title}: edition of {spoken_day(source.edition_on)}, " + (
        f"the next was expected on {spoken_day(due)}, {late:,} {'day' if late == 1 else 'days'} ago"
        if late > 0
        else f"the next is expected by {spoken_day(due)}"
    )
    return Finding(what, late <= 0, seen, remedy, str(source.edition_on))


def looked_at(authority: str, looks: Iterable[Look], *, now: int) -> Finding:
    """Tell which sources no run has come to although a schedule was due to bring one."""
    unseen = [
        (look.name, f"no run has come to {look.name} for {(now - look.at) // DAY:,} days")
        for look in looks
        if now - look.at > LOOKED_AT_EVERY[look.flow]
    ]
    return listed(
        f"{authority} schedules kept",
        unseen,
        otherwise="every source was looked at when it was due",
        remedy="see in the web pages why refresh-register or refresh-needs did not run, and run it",
    )
