"""Section 4: how each measure stands against its target, whether it moved by more than chance, what came late."""

from functools import partial

import pandas as pd

from commissioning.measures.spc import LONG
from commissioning.packs.audiences import Audience, audience_named
from commissioning.packs.charts import count_bars
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.findings_told import assurance, named, variation
from commissioning.packs.inputs import PackInputs
from commissioning.packs.late_returns import late_returns
from commissioning.packs.measures_told import (
    TOO_FEW,
    Told,
    last_values,
    period_named,
    told_measures,
)
from commissioning.packs.performance_charts import process_exhibits
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, listed, measured

TITLE = "Performance"
COLOURS = ("Red", "Amber", "Green", "Grey")
RATINGS = ("Good", "Approaching target", "Requires improvement", "Inadequate", "Other")
NOT_RATED = "Not rated: no value"
ONLY_SUMMARY, ONLY_RED = "summary", "red"
WORSE_FIRST = {"Red": 0, "Amber": 1, "Grey": 2, "Green": 3}
METHOD = (
    "Green meets the target; amber misses it by no more than the measure's tolerance, a tenth of the target where none is "
    "recorded; red misses it by more. What has no value or no target is grey, never green. The statutory rating is kept "
    "apart: Good meets the target, Approaching target is within the tolerance of it, Requires improvement within twice "
    "the tolerance, Inadequate further off. The law gives the words, and these cuts are ours."
)


def performance(inputs: PackInputs) -> Section:
    """Return the measures of the live agreements, as much of them as the audience is told."""
    if empty := why_empty(inputs):
        return exhibits("performance", TITLE, "", [], empty=empty)
    told = told_measures(inputs)
    audience = audience_named(inputs.audience)
    scale = audience.measures
    shown = [by_colour(told.measures)]
    if scale == ONLY_SUMMARY:
        shown.append(by_rating(told.measures))
    else:
        those = told_of(told.measures, scale)
        if len(those):
            shown.append(measures_exhibit(told, those, audience))
        shown += process_exhibits(told, those, inputs)
        shown.append(late_returns(inputs, told.measures))
    return exhibits("performance", TITLE, lead(told.measures, scale), shown)


NO_LIVE = (
    "No live agreement has a measure.",
    "Measures are recorded of agreements that are not live, or of none that is known.",
)


def why_empty(inputs: PackInputs) -> tuple[str, ...]:
    """Return why there is nothing to tell, and what would mend it; nothing where there is."""
    if len(inputs.register.measures):
        return NO_LIVE if told_measures(inputs).measures.empty else ()
    return (
        "No measure of any agreement is recorded.",
        "How well services do is therefore not known: it is neither red nor green.",
        "What would mend it: a file of measures with their targets, and one of returns "
        "(docs/reference/feeds.md), loaded by commissioning load measures and commissioning load returns.",
    )


def told_of(measures: pd.DataFrame, scale: str) -> pd.DataFrame:
    """Return the measures that are listed, the most pressing first."""
    if scale == ONLY_RED:
        measures = measures[(measures["rag"] == "Red") | measures["is_worsening"]]
    order = measures.assign(
        place=measures["rag"].map(WORSE_FIRST), is_steady=~measures["is_worsening"]
    )
    order = order.sort_values(["place", "is_steady"], kind="stable")
    return order.drop(columns=["place", "is_steady"]).reset_index(drop=True)


def lead(measures: pd.DataFrame, scale: str) -> str:
    """Return the sentence that opens the section."""
    counts = measures["rag"].value_counts()
    parts = [f"{int(counts.get(colour, 0)):,} {colour.lower()}" for colour in COLOURS]
    worse = int(measures["is_worsening"].sum())
    is_by_chart = measures["is_worsening"] & (measures["points"] >= LONG)
    told = (
        f" {worse:,} {'is' if worse == 1 else 'are'} getting worse, {int(is_by_chart.sum()):,} of them by more than chance."
        if worse
        else none_worse(measures)
    )
    listed_only = " Those that are red or getting worse are listed." if scale == ONLY_RED else ""
    return f"{counted(len(measures), 'measure')}: {listed(parts)}.{told}{listed_only}"


def none_worse(measures: pd.DataFrame) -> str:
    """Return that none is getting worse, of those that have a value to compare with."""
    compared = int((measures["change"].notna() & measures["value"].notna()).sum())
    if compared == len(measures):
        return " None is getting worse."
    if not compared:
        return " Whether any is getting worse cannot be told: none has a value and one before it."
    return f" None of the {compared:,} that have a value and one before it is getting worse."


def by_colour(measures: pd.DataFrame) -> Exhibit:
    """Return how many measures have each colour, those without one by why they have none."""
    why = measures["grey_because"].where(measures["rag"] == "Grey", "")
    without = why.str.startswith("no target") | why.str.startswith("which way")
    is_grey = measures["rag"] == "Grey"
    is_few = is_grey & (measures["grey_because"] == TOO_FEW)
    parts = [
        *((colour, "", measures["rag"] == colour) for colour in COLOURS[:3]),
        ("Grey", "No value in time", is_grey & ~without & ~is_few),
        *([("Grey", "Too few people to tell", is_few)] if is_few.any() else []),
        ("Grey", "No target or direction", is_grey & without),
    ]
    frame = pd.DataFrame(
        [
            {
                "colour": colour,
                "why": reason,
                "measures": int(is_in.sum()),
                "agreements": measures.loc[is_in, "agreement_id"].nunique(),
            }
            for colour, reason, is_in in parts
        ]
    )
    must_sum("measures by colour", frame["measures"], len(measures))
    table = Table(
        name="measures_by_colour",
        caption="Measures by how they stand against their target",
        columns=(
            Column("colour", "Colour", "rag", under=("why",)),
            Column("measures", "Measures", "count"),
            Column("agreements", "Agreements", "count"),
        ),
        frame=frame,
    )
    return Exhibit(chart=colour_chart(frame, len(measures)), table=table, words=(METHOD,))


def colour_chart(frame: pd.DataFrame, total: int) -> Chart:
    """Return the counts as bars, named and numbered."""
    counts = frame.groupby("colour", sort=False)["measures"].sum()
    red = int(counts["Red"])
    rows = [(colour, int(counts[colour])) for colour in COLOURS]
    miss = "misses its target" if red == 1 else "miss their target"
    return chart(
        "measures-by-colour",
        title=f"{red:,} of {counted(total, 'measure')} {miss} by more than is tolerated",
        subtitle="Measures of live agreements by colour, at their last return",
        description=f"{listed([f'{colour}: {count:,}' for colour, count in rows])}.",
        draw=partial(count_bars, rows),
    )


def by_rating(measures: pd.DataFrame) -> Exhibit:
    """Return how many measures have each statutory rating, apart from their colour."""
    ratings = measures["rating"].fillna(NOT_RATED)
    names = (*RATINGS, NOT_RATED)
    frame = pd.DataFrame(
        {"rating": names, "measures": [int((ratings == name).sum()) for name in names]}
    )
    must_sum("measures by rating", frame["measures"], len(measures))
    columns = (Column("rating", "Statutory rating"), Column("measures", "Measures", "count"))
    return Exhibit(
        table=Table("measures_by_rating", "Measures by statutory rating", columns, frame)
    )


def measures_exhibit(told: Told, those: pd.DataFrame, audience: Audience) -> Exhibit:
    """Return the table of measures: target, actual, colour, direction, the last periods, the rating."""
    is_part = audience.measures == ONLY_RED
    which = "Measures that are red or getting worse" if is_part else "Every measure"
    frame = measures_frame(told, those)
    commentary = Column("commentary", "Your commentary", missing="To be written")
    return Exhibit(
        table=Table(
            name="measures",
            caption=f"{which}, the most pressing first",
            columns=(
                Column("subject", "Measure", under=("title", "providers")),
                Column("target_told", "Target"),
                Column("actual", "Actual", under=("period",), missing="No value"),
                Column("rag", "Colour", "rag", under=("grey_because",)),
                Column("direction_told", "Direction", missing="No earlier value"),
                Column(
                    "last_periods",
                    "Last 8 periods, oldest first",
                    under=("variation", "assurance"),
                    missing="None",
                ),
                Column("rating", "Statutory rating", missing="Not rated"),
                *((commentary,) if audience.commentary else ()),
            ),
            frame=frame.assign(commentary=None) if audience.commentary else frame,
            stacks=True,
        )
    )


def measures_frame(told: Told, those: pd.DataFrame) -> pd.DataFrame:
    """Return what the table of measures shows, beside what tells each measure apart."""
    rows = [row for _, row in those.iterrows()]
    worded = pd.DataFrame(
        {
            "subject": [named(row) for row in rows],
            "target_told": [target_told(row) for row in rows],
            "actual": [actual(told, row) for row in rows],
            "period": [period(row) for row in rows],
            "direction_told": [direction(told, row) for row in rows],
            "variation": [variation(row) if row["is_charted"] else "" for row in rows],
            "assurance": [assurance(row) if row["is_charted"] else "" for row in rows],
            "last_periods": [last_values(told, row) for row in rows],
        },
        index=those.index,
        dtype="str",
    )
    apart = ["agreement_id", "reference", "title", "providers", "measure", "kind", "unit"]
    kept = ["rag", "grey_because", "rating", "target", "tolerance", "starts_on", "ends_on"]
    return those[[*apart, *kept]].assign(value=told.last_published(those)).join(worded)


def target_told(measure: pd.Series) -> str:
    """Return the target with the side of it that is better, empty where there is none."""
    if pd.isna(measure["target"]):
        return ""
    side = {"higher": " or more", "lower": " or less"}.get(measure["direction"], "")
    return f"{measured(measure['target'], measure['unit'])}{side}"


def actual(told: Told, measure: pd.Series) -> str:
    """Return the last value, empty where there is none in time."""
    return "" if pd.isna(measure["value"]) else told.value(measure["value"], measure)


def period(measure: pd.Series) -> str:
    """Return the last period in words, empty where none was returned on."""
    if pd.isna(measure["ends_on"]):
        return ""
    return period_named(measure["starts_on"], measure["ends_on"])


def direction(told: Told, measure: pd.Series) -> str:
    """Return how the last value differs from the one before, and whether that is better."""
    if pd.isna(measure["was"]) or pd.isna(measure["value"]):
        return ""
    was = told.value(measure["was"], measure)
    change = measure["value"] - measure["was"]
    if change == 0:
        return f"● Still {was}"
    better = measure["change"]
    judged = "" if pd.isna(better) else ": better" if better > 0 else ": worse"
    return f"{'▲ Up' if change > 0 else '▼ Down'} from {was}{judged}"
