"""What a needs profile is made from: every input named, and nothing read on the way."""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from commissioning.dates import Period
from commissioning.profile_tables import IndicatorSettings
from models.feeds import INDICATORS


def no_definitions() -> pd.DataFrame:
    """Return the definitions of an authority that has loaded none."""
    names = [column.name for column in INDICATORS.columns]
    return pd.DataFrame(columns=[*names, "source", "edition_on"], dtype="object")


@dataclass(frozen=True)
class NeedInputs:
    """All that a needs profile says, as known at one load; two equal inputs make the same bytes.

    ``observations``, ``sources`` and ``on`` are as in ``PackInputs``; ``refused`` is as in ``Quality``.
    ``neighbours`` are the codes of the areas that the authority's is compared with; ``indicators`` what
    its profile says of indicators, by name, and ``definitions`` what publishers say of them: the feed
    ``indicators`` with ``source`` and ``edition_on``.
    """

    authority: str
    title: str
    audience: str
    period: Period
    on: date
    area_code: str
    area_name: str
    neighbours: tuple[str, ...]
    indicators: dict[str, IndicatorSettings]
    observations: pd.DataFrame
    refused: pd.DataFrame
    sources: pd.DataFrame
    package_version: str
    replaced: "ReplacedProfile | None" = None
    # Counts of an authority's own are not in it, so it never tells that small ones are not hidden.
    warning: str = ""
    definitions: pd.DataFrame = field(default_factory=no_definitions)
    stem: str = ""


@dataclass(frozen=True)
class ReplacedProfile:
    """The version of the same profile that this one replaces, and what it was made from at its own load."""

    version: int
    inputs: NeedInputs
