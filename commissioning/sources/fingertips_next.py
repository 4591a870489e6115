"""The next Fingertips' definitions of its indicators, as its repository holds them.

Publisher: Department of Health and Social Care, dhsc-govuk/FingertipsNext: indicators.csv, and indicators.json
with the texts as well. Licence: Open Government Licence v3.0.
Shape: one row, or object, per indicator. It is kept under the name that its observations have,
``fingertips_`` and its number.
Faults: texts are those of web pages. Of three indicators the side that is good cannot be meant
(commissioning/needs/indicators.py): it is left out, with a finding.
"""

from pathlib import Path

import pandas as pd

from commissioning.ingest.json_file import JsonFile
from commissioning.ingest.json_reader import is_json
from commissioning.ingest.mapping import Cell, found, joined, typed
from commissioning.ingest.reader import Layout, open_table
from commissioning.needs.indicators import PUT_RIGHT
from commissioning.sources.fingertips_metadata import BEFORE, plain
from commissioning.sources.source import OpenFile, Parsed, Source, all_data
from models.feeds import INDICATORS

NUMBER, POLARITY = "IndicatorID", "Polarity"
LAYOUT = Layout(final_newline=True)
POLARITIES = {
    "High is good": "high_is_good",
    "Low is good": "low_is_good",
    "No judgement": "no_judgement",
    "": "",
}
CELLS = {
    "indicator": Cell(NUMBER, empty="critical"),
    "title": Cell("IndicatorName", empty="critical"),
    "definition": Cell("indicatorDefinition", optional=True),
    "unit": Cell("unitLabel", optional=True),
    "value_type": Cell("ValueType"),
    "polarity": Cell(POLARITY, choices=POLARITIES, unreadable="warning"),
    "data_source": Cell("dataSource", optional=True),
    "methodology": Cell("method", optional=True),
    "caveats": Cell("caveats", optional=True),
}
IN_JSON = {
    cell.published: (f"{cell.published[0].lower()}{cell.published[1:]}",) for cell in CELLS.values()
}
NOT_READ = ("BenchmarkComparisonMethod", "PeriodType", "Frequency", "RequiresGeoAggregation")
DOUBTFUL = (
    "Published the wrong way round: of this indicator it cannot be meant, and it is left out."
)


def opened(path: Path, name: str, _folder: Path | None) -> OpenFile:
    """Return the definitions, opened as the JSON or the table they are."""
    if is_json(path):
        return JsonFile(path, name, IN_JSON, arrays=())
    return open_table(path, name, LAYOUT)


def parse(published: pd.DataFrame) -> Parsed:
    """Return one definition a row."""
    texts = [cell.published for cell in CELLS.values() if cell.published in published]
    told = published.assign(**{name: plain(published[name]) for name in texts})
    is_doubtful = told[NUMBER].isin(list(PUT_RIGHT)) & (told[POLARITY] != "")
    doubts = found(told, is_doubtful, POLARITY, "polarity_can_be_meant", "warning", DOUBTFUL)
    told[POLARITY] = told[POLARITY].mask(is_doubtful, "")
    definitions, problems = typed(told, CELLS, INDICATORS)
    definitions["indicator"] = BEFORE + definitions["indicator"]
    return all_data("indicators", definitions, joined([problems, doubts]))


SOURCE = Source(
    name="fingertips_next",
    feed="indicators",
    layout=LAYOUT,
    required=tuple(cell.published for cell in CELLS.values() if not cell.optional),
    optional=(*(cell.published for cell in CELLS.values() if cell.optional), *NOT_READ),
    in_json=("indicatorID", "indicatorName", "polarity"),
    parse=parse,
    cells=CELLS,
    opens=opened,
    modules=("commissioning.needs.indicators", "commissioning.sources.fingertips_metadata"),
)
