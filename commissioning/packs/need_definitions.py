"""What each indicator is, and which way of it is better: whose word that is, and what it warns of.

The authority's own profile is asked first, then what a publisher said in a load, and last the table that
comes with the product. Each says for itself whose word is shown.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.needs.indicators import Indicator, indicators
from commissioning.packs.need_inputs import NeedInputs

LONGEST_TITLE = 120
BETTER = {"high_is_good": "higher", "low_is_good": "lower"}
OF_NO_SIDE = {
    "no_judgement": "Neither: its publisher makes no judgement",
    "not_applicable": "Not applicable: its publisher compares it with nothing",
}
SIDES = {"higher": "Higher is better", "lower": "Lower is better"}
UNSAID = "Not said, so nothing is called better or worse"
SHIPPED = "the table that comes with this product, as no metadata of it are loaded"


@dataclass(frozen=True)
class Definition:
    """What is known of an indicator. ``polarity`` is in words, and ``whose`` says by whom.

    ``better`` is missing where no side is; an indicator that is not ``compared`` is only shown.
    ``source`` is the source that told, empty where no load did.
    """

    title: str = ""
    better: str | None = None
    is_compared: bool = True
    polarity: str = UNSAID
    whose: str = ""
    unit: str = ""
    meaning: str = ""
    value_type: str = ""
    data_source: str = ""
    methodology: str = ""
    caveats: str = ""
    source: str = ""


def definition_of(row: pd.Series, inputs: NeedInputs) -> Definition:
    """Return what is said of the measure in a row.

    Which way is better of one group may be worse of another, as of the disabled and the not disabled: of a
    group only the authority's profile says it, under ``indicator/group``.
    """
    indicator, group = str(row["indicator"]), str(row["group"])
    told = _told(indicator, inputs)
    if group:
        told = replace(told, better=None, polarity=UNSAID, whose="")
    said = inputs.indicators.get(f"{indicator}/{group}" if group else indicator)
    if said is None:
        return told
    told = replace(told, title=said.title or told.title)
    if said.better is None:
        return told
    return replace(
        told,
        better=said.better,
        is_compared=True,
        polarity=SIDES[said.better],
        whose=f"the profile of {inputs.title}",
    )


def _told(indicator: str, inputs: NeedInputs) -> Definition:
    """Return what the latest load says of an indicator, or else the table that comes with the product."""
    loaded = inputs.definitions
    loaded = loaded[loaded["indicator"] == indicator]
    loaded = loaded.sort_values(["edition_on", "source"], na_position="first")
    if len(loaded):
        return _loaded(loaded.iloc[-1].to_dict(), inputs)
    shipped = _shipped().get(indicator)
    return Definition() if shipped is None else _from_table(shipped)


def _loaded(row: Mapping[Hashable, Any], inputs: NeedInputs) -> Definition:
    said = {name: "" if pd.isna(value) else str(value) for name, value in row.items()}
    better = BETTER.get(said["polarity"])
    titles = inputs.sources.drop_duplicates("source", keep="last").set_index("source")["title"]
    named = titles.get(said["source"], said["source"])
    as_of = f" as of {spoken_day(row['edition_on'])}" if said["edition_on"] else ""
    return Definition(
        title=said["title"][:LONGEST_TITLE],
        better=better,
        is_compared=said["polarity"] != "not_applicable",
        polarity=SIDES.get(better or "", OF_NO_SIDE.get(said["polarity"], UNSAID)),
        whose=f"its publisher: {named}{as_of}",
        unit=said["unit"],
        meaning=said["definition"],
        **{name: said[name] for name in ("value_type", "data_source", "methodology", "caveats")},
        source=said["source"],
    )


def _from_table(one: Indicator) -> Definition:
    return Definition(
        title=one.name[:LONGEST_TITLE],
        better=one.better or None,
        polarity=SIDES.get(one.better, one.doubt or OF_NO_SIDE["no_judgement"]),
        whose=SHIPPED,
        unit=one.unit,
        value_type=one.value_type,
    )


@cache
def _shipped() -> dict[str, Indicator]:
    """Return the indicators of the product's own table by what their observations are kept under."""
    return {one.key: one for one in indicators().values()}
