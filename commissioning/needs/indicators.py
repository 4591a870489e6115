"""What Fingertips' indicators are: their names, units and periods, and whether more of them is better.

Publisher: Department of Health and Social Care, the definitions of its next Fingertips; 37 indicators of the
two thousand. indicators.csv beside this was made from dhsc-govuk/FingertipsNext :
DataCreator/DataCreator/data/out/indicators.csv and search-setup/assets/indicators.json @ d1600f4a5a6d, by
leaving out columns and turning "Low is good" and "High is good" into words.
Licence: Open Government Licence v3.0.
Faults: two indicators have no definition, and so no unit. Of two the side that is better is published
the wrong way round, and of a third, health checks offered, it cannot be meant: they are put right here and not
in the file. What is loaded of Fingertips' own metadata goes before this table.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Better = Literal["higher", "lower", ""]

FILE = Path(__file__).parent / "indicators.csv"
# Years of life in good health, and children who are obese.
PUT_RIGHT: Mapping[str, Better] = {"90362": "higher", "92033": "lower", "91040": ""}
DOUBTED = {
    "91040": "Not said: published as lower is better, which is doubtful of checks that are offered"
}


@dataclass(frozen=True)
class Indicator:
    """One indicator; ``better`` is empty where its publisher makes no judgement, or, with a ``doubt``, a wrong one."""

    number: str
    name: str
    better: Better
    value_type: str
    period_type: str
    frequency: str
    unit: str
    doubt: str = ""

    @property
    def key(self) -> str:
        """What its observations are kept under."""
        return f"fingertips_{self.number}"


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return every indicator that is defined here, by the publisher's number."""
    with FILE.open(encoding="utf-8", newline="") as file:
        found = {row["number"]: _indicator(row) for row in csv.DictReader(file)}
    return MappingProxyType(found)


def _indicator(row: Mapping[str, str]) -> Indicator:
    sides: dict[str, Better] = {"higher": "higher", "lower": "lower", "": ""}
    better = PUT_RIGHT.get(row["number"], sides[row["better"]])
    names = ("number", "name", "value_type", "period_type", "frequency", "unit")
    doubt = DOUBTED.get(row["number"], "")
    return Indicator(better=better, doubt=doubt, **{name: row[name] for name in names})
