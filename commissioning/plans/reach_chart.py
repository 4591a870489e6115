"""Each group's share of the users, on its interval, against its share of the need: one chart a kind of service."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from xml.etree.ElementTree import Element

import pandas as pd

from commissioning.packs.drawing import INK, MUTED, WIDE, Chart, Marks, Plane, chart
from commissioning.packs.wording import counted, listed

MOST_CHARTS, MOST_ROWS = 4, 12
ROW, FOOT, MARGIN = 74, 8, 14  # pixels
LONGEST_WIDE, LONGEST_NARROW = 90, 38  # letters that fit above a row
FLAGGED = "flagged"
SUBTITLE = (
    "A dot is a group's share of the users, on its 95% limits; the upright line is its share of the need. "
    "A diamond marks a group that is clearly not reached."
)


@dataclass(frozen=True)
class Shares:
    """One group: its share of the users with its limits and its share of the need, each 0 to 1."""

    group: str
    users: float
    lower: float
    upper: float
    need: float
    is_missed: bool

    @property
    def told(self) -> str:
        """The two shares as they are read, and whether the group is reached."""
        missed = ": not reached" if self.is_missed else ""
        return f"{self.users:.0%} of users, {self.need:.0%} of need{missed}"

    @property
    def in_full(self) -> str:
        """The same with the limits."""
        return f"{self.group}: {self.told} (95% limits of its share of users {self.lower:.0%} to {self.upper:.0%})"


def reach_charts(rows: pd.DataFrame, area_code: str) -> tuple[Chart, ...]:
    """Return a chart for each kind of service in the authority's area, those with a group not reached first.

    ``rows`` are as ``reach_shown`` returns them. A group whose count is hidden, or whose reach cannot be
    told, is not drawn, and the description says how many there are.
    """
    own = rows[(rows["area_code"] == area_code) & rows["group"].notna()]
    order = own.assign(is_clear=own["status"] != FLAGGED).sort_values(
        ["is_clear", "category"], kind="stable"
    )
    kinds = list(dict.fromkeys(order["category"]))
    made = (_chart(own[own["category"] == kind], place) for place, kind in enumerate(kinds, 1))
    return tuple([each for each in made if each][:MOST_CHARTS])


def _chart(rows: pd.DataFrame, place: int) -> Chart | None:
    told = rows[rows["status"] != "unknown"]
    shares = [_shares(row) for _, row in told.iterrows()]
    if not shares:
        return None
    service = str(rows["service_category"].iloc[0])
    missed = [one.group for one in shares if one.is_missed]
    shown, more, untold = shares[:MOST_ROWS], len(shares[MOST_ROWS:]), len(rows) - len(shares)
    absent = f" {counted(more, 'more group')} in the table alone." if more else ""
    absent += f" {counted(untold, 'group')} not drawn: the tables tell why." if untold else ""
    return chart(
        f"reach-{place}",
        title=_finding(service, missed, len(shares)),
        subtitle=SUBTITLE,
        description=f"{'; '.join(one.in_full for one in shown)}.{absent}",
        draw=partial(drawn, shown),
    )


def _shares(row: pd.Series) -> Shares:
    need = float(row["need"] / row["all_need"])
    return Shares(
        group=str(row["group"]),
        users=float(row["users"] / row["all_users"]),
        lower=float(row["lower"]) * need,
        upper=float(row["upper"]) * need,
        need=need,
        is_missed=row["status"] == FLAGGED,
    )


def _finding(service: str, missed: Sequence[str], groups: int) -> str:
    if not missed:
        return f"{service}: no group of {groups:,} is clearly missed"
    named = listed([*missed[:3], *([f"{len(missed) - 3:,} more"] if len(missed) > 3 else [])])
    verb = "has" if len(missed) == 1 else "have"
    return f"{service}: {named} {verb} clearly fewer of the users than of the need"


def drawn(shares: Sequence[Shares], width: int) -> Element:
    """Draw each group under its own words: the interval, the share of the users on it, the share of the need."""
    longest = LONGEST_WIDE if width == WIDE else LONGEST_NARROW
    most = max(max(one.upper, one.need, one.users) for one in shares) or 1.0
    height = ROW * len(shares) + FOOT
    plane = Plane(width, height, width, height)
    room = width - 2 * MARGIN
    floors: Marks = []
    intervals, dots, diamonds, needs, names, bold, words = ([*floors] for _ in range(7))
    for place, one in enumerate(shares):
        top = height - ROW * place
        y = top - 56
        at = {share: MARGIN + room * min(share, most) / most for share in _places(one)}
        floors.append({"x": MARGIN, "x2": MARGIN + room, "y": y, "y2": y})
        intervals.append({"x": at[one.lower], "x2": at[one.upper], "y": y, "y2": y})
        (diamonds if one.is_missed else dots).append({"x": at[one.users], "y": y})
        needs.append({"x": at[one.need], "x2": at[one.need], "y": y - 11, "y2": y + 11})
        group = one.group if len(one.group) <= longest else f"{one.group[: longest - 1]}…"
        (bold if one.is_missed else names).append({"x": 0, "y": top - 12, "text": group})
        words.append({"x": 0, "y": top - 31, "text": one.told})
    return plane.drawn(
        plane.lines(floors),
        plane.lines(intervals, colour=MUTED, thick=True),
        plane.lines(needs, colour=INK, thick=True),
        plane.dots(dots, across=10),
        plane.diamonds(diamonds, across=15),
        plane.words(names, align="left"),
        plane.words(bold, align="left", bold=True),
        plane.words(words, align="left", colour=MUTED),
    )


def _places(one: Shares) -> tuple[float, ...]:
    return one.users, one.lower, one.upper, one.need
