"""Every measure of the live agreements as a pack tells it: its last value, how that stands, and whether it moved."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from commissioning.dates import MONTH_NAMES, months_after
from commissioning.measures.forecast import forecasts
from commissioning.measures.incidents import kinds_counted
from commissioning.measures.quarters import KEY, QUARTERS_TO_COME, quarter_number
from commissioning.measures.rag import rag
from commissioning.measures.rating import rating
from commissioning.measures.series import measure_series, rebase_days
from commissioning.measures.spc import CONCERN, LONG, control_chart, summary
from commissioning.packs.areas_compared import period_in_words
from commissioning.packs.inputs import PackInputs
from commissioning.packs.kept import kept_while_made
from commissioning.packs.live import live_agreements
from commissioning.packs.wording import measured
from commissioning.profile_tables import Suppression
from commissioning.small_numbers.published import rounded

QUARTERS_OF_A_YEAR = 4
LAST_PERIODS = 8
NO_VALUE = "none"
# What a measure's unit says where its values count people.
PEOPLE = (
    r"\b(?:people|persons?|users?|clients?|residents?|patients?|child(?:ren)?|adults?|carers?|"
    r"families|households|tenants?|pupils?|members?|participants?|leavers|apprentices?|learners?)\b"
)
TOO_FEW = "too few people to tell"
RATED = ("value", "target", "tolerance", "direction")


@dataclass(frozen=True, eq=False)
class Told:
    """The ``measures``, a row each, and the ``chart`` of their points; ``rebases`` says why some begin anew.

    ``measures`` has the columns of the feed, reference, title and providers of its agreement, and:
    value, starts_on and ends_on of its last period; rag and grey_because; rating; change, which is
    above nought where it is better; points, is_charted, variation_type, assurance_type, is_short_group;
    forecast, lower, upper, method and why_none; counts_people, has_hidden and is_worsening.
    """

    measures: pd.DataFrame
    chart: pd.DataFrame
    rebases: pd.DataFrame
    rule: Suppression

    @cached_property
    def by_series(self) -> dict[Hashable, pd.DataFrame]:
        """The points of each measure that has any, by agreement and measure."""
        return dict(iter(self.chart.groupby(KEY)))

    def series(self, measure: pd.Series) -> pd.DataFrame:
        """Return the points of one measure."""
        return self.by_series.get(
            (measure["agreement_id"], measure["measure"]), self.chart.iloc[:0]
        )

    def value(self, value: float, measure: pd.Series) -> str:
        """Return a value as it may be told: a small count of people is hidden and others are rounded."""
        return self.number(value, measure, measure["unit"])

    def published(self, values: pd.Series, measure: pd.Series) -> list[float | None]:
        """Return values as they may be shown, None where one is missing or hidden."""
        is_people = bool(measure["counts_people"])
        return [
            None if pd.isna(value) else published(value, is_people, self.rule) for value in values
        ]

    def last_published(self, measures: pd.DataFrame) -> pd.Series:
        """Return the last value of each measure as it may be shown, missing where it is hidden."""
        rows = (row for _, row in measures.iterrows())
        shown = [self.published(pd.Series([row["value"]]), row)[0] for row in rows]
        return pd.Series(shown, measures.index, dtype="float64")

    def number(self, value: float, measure: pd.Series, unit: object = None) -> str:
        """Return a value as it may be told, in a unit only where that is given."""
        shown = published(value, bool(measure["counts_people"]), self.rule)
        if shown is None:
            return f"fewer than {self.rule.hide_up_to + 1}"
        return measured(shown, unit)


@kept_while_made  # two sections of a pack rest on them
def told_measures(inputs: PackInputs) -> Told:
    """Return the measures of the live agreements by reference and name, as known on the day."""
    register, on = inputs.register, inputs.on
    live = live_agreements(inputs)
    of_agreements = live[["agreement_id", "reference", "title", "providers"]]
    own = register.measures.drop_duplicates(KEY, keep="last").drop(columns="reference")
    own = own.merge(of_agreements, on="agreement_id")
    own = own.sort_values(["reference", "agreement_id", "measure"], ignore_index=True)
    points = measure_series(own, register.returns, on=on)
    rebases = rebase_days(register.rebases, live, points)
    chart = control_chart(points, KEY, rebases=rebases)
    found = own.merge(_last(chart), on=KEY, how="left")
    told_by_chart = summary(chart, KEY, own[[*KEY, "target"]]).drop_duplicates(KEY, keep="last")
    signs = ["assurance_type", "is_short_group"]
    # Without limits nothing is told of a target, which the NHS's package calls inconsistent.
    told_by_chart = told_by_chart[told_by_chart["upper_limit"].notna()]
    found = found.merge(told_by_chart[[*KEY, *signs]], on=KEY, how="left")
    found = found.merge(forecasts(chart, KEY), on=KEY, how="left")
    is_old = _is_old(found, on, register.financial_year_start)
    found = found.assign(
        grey_because=_why_grey(found, is_old), value=found["value"].mask(is_old), is_old=is_old
    )
    found = found.assign(
        rag=rag(*(found[name] for name in RATED)).str.capitalize(),
        rating=rating(*(found[name] for name in RATED)),
        counts_people=found["unit"].str.contains(PEOPLE, case=False).eq(True)
        | kinds_counted(found).notna(),
        points=found["points"].fillna(0).astype("int64"),
    )
    # A colour or a direction beside a number that is not told would narrow it down.
    is_few = found["counts_people"] & is_hidden(found["value"], register.suppression)
    found = found.assign(
        rag=found["rag"].mask(is_few, "Grey"),
        rating=found["rating"].mask(is_few),
        grey_because=found["grey_because"].mask(is_few, TOO_FEW),
        change=found["change"].mask(is_few),
    )
    found["has_hidden"] = found["counts_people"] & is_hidden(
        found["smallest"], register.suppression
    )
    found["is_charted"] = (found["points"] >= LONG) & ~found["has_hidden"]
    is_worse = (found["change"] < 0) & found["value"].notna()
    found["is_worsening"] = (found["variation_type"] == CONCERN).where(
        found["points"] >= LONG, is_worse
    ) & ~(is_old | is_few)
    return Told(found, chart, rebases, register.suppression)


def _last(chart: pd.DataFrame) -> pd.DataFrame:
    """Return each series' last period, what its last value says, and how many values it has."""
    known = chart[chart["value"].notna()]
    before = known.groupby(KEY)["value"].shift()
    better = known["direction"].map({"higher": 1.0, "lower": -1.0}).astype("float64")
    change = ((known["value"] - before) * better).rename("change")
    moved = known[KEY].assign(change=change, was=before, variation_type=known["point_type"])
    moved = moved.drop_duplicates(KEY, keep="last")
    positive = known[known["value"] > 0].groupby(KEY)["value"].min().rename("smallest")
    counted = known.groupby(KEY).size().rename("points")
    last = chart.drop_duplicates(KEY, keep="last")
    last = last[[*KEY, "on", "ends_on", "value"]].rename(columns={"on": "starts_on"})
    last = last.merge(moved, on=KEY, how="left")
    return last.merge(counted.reset_index(), on=KEY, how="left").merge(
        positive.reset_index(), on=KEY, how="left"
    )


def _is_old(found: pd.DataFrame, on: date, year_start: tuple[int, int]) -> pd.Series:
    """Tell whose last period is so long over that another should have followed, as the rule on red quarters does."""
    quarters_to_come = (found["frequency"] == "yearly").map(
        {True: QUARTERS_OF_A_YEAR, False: QUARTERS_TO_COME}
    )
    finished = quarter_number(pd.Series([pd.Timestamp(on)]), year_start).iloc[0] - 1
    last = quarter_number(found["ends_on"].fillna(pd.Timestamp(on)), year_start)
    is_old: pd.Series = found["ends_on"].notna() & (last < finished - quarters_to_come)
    return is_old


def _why_grey(found: pd.DataFrame, is_old: pd.Series) -> pd.Series:
    """Return why a measure has no colour, empty where it has one."""
    reasons = []
    rows = zip(
        found["target"], found["direction"], found["ends_on"], found["value"], is_old, strict=True
    )
    for (target, direction, ends_on, value, old), starts_on in zip(
        rows, found["starts_on"], strict=True
    ):
        if pd.isna(ends_on):
            reasons.append("no return has come")
        elif old:
            reasons.append(f"no return since {period_named(starts_on, ends_on)}")
        elif pd.isna(value):
            reasons.append(f"no value for {period_named(starts_on, ends_on)}")
        elif pd.isna(target):
            reasons.append("no target is set")
        else:
            reasons.append("which way is better is not recorded" if pd.isna(direction) else "")
    return pd.Series(reasons, found.index, dtype="str")


def is_hidden(counts: pd.Series, rule: Suppression) -> pd.Series:
    """Tell which counts of people are too small to be told."""
    return rule.apply & counts.gt(0) & counts.le(rule.hide_up_to)


def published(value: float, counts_people: bool, rule: Suppression) -> float | None:
    """Return a value as it may be shown; None where it is a small count of people."""
    if not (counts_people and rule.apply) or value <= 0:
        return value
    return None if value <= rule.hide_up_to else rounded(round(value), rule.round_to)


def period_named(starts_on: pd.Timestamp, ends_on: pd.Timestamp) -> str:
    """Return a period as people say it: ``May 2026``, ``April to June 2026``, or its days."""
    is_whole = starts_on.day == 1 and (ends_on + pd.Timedelta(days=1)).day == 1
    if not is_whole or months_after(starts_on.date(), 12) <= ends_on.date():
        return period_in_words(starts_on, ends_on)
    first, last = (MONTH_NAMES[day.month - 1] for day in (starts_on, ends_on))
    if (starts_on.year, first) == (ends_on.year, last):
        return f"{first} {starts_on.year}"
    year = "" if starts_on.year == ends_on.year else f" {starts_on.year}"
    return f"{first}{year} to {last} {ends_on.year}"


def in_short(ends_on: pd.Timestamp) -> str:
    """Return the month in which a period ends, as a chart has room for it."""
    return f"{MONTH_NAMES[ends_on.month - 1][:3]} {ends_on.year}"


def last_values(told: Told, measure: pd.Series) -> str:
    """Return the values of the last eight periods, the first one first."""
    values = told.series(measure)["value"].tail(LAST_PERIODS)
    return "; ".join(
        NO_VALUE if pd.isna(value) else told.number(value, measure) for value in values
    )
