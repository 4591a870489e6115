"""What each indicator of the profile is, which way of it is better, and whose word that is."""

from collections.abc import Sequence

import pandas as pd

from commissioning.packs.need_comparison import Own
from commissioning.packs.need_definitions import SHIPPED, UNSAID
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted

TITLE = "What each indicator is"
JUDGED = (
    "Which way is better decides what this page calls better and worse. Where nobody says it, a value is only higher, "
    "lower or similar."
)
TEXTS = ("value_type", "data_source", "methodology", "caveats")


def described(measures: Sequence[Own]) -> Section:
    """Return each indicator's definition, its polarity and whose that is, with how it is worked out kept back."""
    if not measures:
        return exhibits("definitions", TITLE, "", [], empty=("No indicator is loaded.",))
    frame = described_frame(measures)
    by_publisher = int((frame["source"] != "").sum())
    shipped = int((frame["whose"] == SHIPPED).sum())
    lead = (
        f"Of {counted(len(frame), 'indicator')} {by_publisher:,} {_are(by_publisher)} described by the publisher's own "
        f"metadata, as loaded, and {shipped:,} by the table that comes with this product."
    )
    shown = Exhibit(
        words=(JUDGED,),
        table=_meanings(frame),
        kept_back=(("How each is worked out", _methods(frame)),),
    )
    return exhibits("definitions", TITLE, lead, [shown])


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def described_frame(measures: Sequence[Own]) -> pd.DataFrame:
    """Return a row for each indicator, or group of one, by title."""
    return pd.DataFrame(
        [
            {
                "indicator": one.name,
                "title": one.title,
                "unit": one.unit,
                "definition": one.definition.meaning,
                "polarity": one.definition.polarity,
                "whose": one.definition.whose if one.definition.polarity != UNSAID else "",
                **{name: getattr(one.definition, name) for name in TEXTS},
                "source": one.definition.source,
            }
            for one in measures
        ]
    )


def _meanings(frame: pd.DataFrame) -> Table:
    return Table(
        name="need_definitions",
        caption="What each indicator measures, and which way of it is better",
        columns=(
            Column("title", "Indicator", under=("unit",)),
            Column("definition", "What it measures", missing="No definition loaded"),
            Column("polarity", "Which way is better"),
            Column("whose", "Whose word that is", missing="Nobody's"),
        ),
        frame=frame,
        stacks=True,
    )


def _methods(frame: pd.DataFrame) -> Table:
    return Table(
        name="need_methods",
        caption="Where each indicator comes from, how it is worked out, and what its publisher warns of",
        columns=(
            Column("title", "Indicator", under=("value_type",)),
            Column("data_source", "Source"),
            Column("methodology", "Method"),
            Column("caveats", "Caveats", missing="None recorded"),
        ),
        frame=frame[["indicator", "title", *TEXTS, "source"]],
        stacks=True,
    )
