"""Fingertips' metadata: what each indicator measures, in which unit, and which way of it is good.

Publisher: Office for Health Improvement and Disparities; one CSV for some indicators, or a profile.
Licence: Open Government Licence v3.0.
Shape: one row per indicator. An indicator is kept under the name that its observations have, ``fingertips_``
and its number. ``Polarity`` says which way is good: ``RAG - Low is good``, ``RAG - High is good``, ``BOB -
Blue orange blue`` where the publisher makes no judgement, ``Not applicable`` where it compares nothing.
Faults: a polarity is padded with spaces. Texts are those of web pages: their marks are taken out, and
the spaces and line breaks between words made one space. The source of the figures stands in either of two columns.
"""

import re
from html import unescape

import pandas as pd

from commissioning.ingest.mapping import Cell, typed
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source, all_data
from models.feeds import INDICATORS

NUMBER, SOURCED, ALSO_SOURCED = "Indicator ID", "Data source", "Indicator source"
BEFORE = "fingertips_"
POLARITIES = {
    "RAG - High is good": "high_is_good",
    "RAG - Low is good": "low_is_good",
    "BOB - Blue orange blue": "no_judgement",
    "Not applicable": "not_applicable",
    "": "",
}
CELLS = {
    "indicator": Cell(NUMBER, empty="critical"),
    "title": Cell("Indicator", empty="critical"),
    "definition": Cell("Definition"),
    "unit": Cell("Unit"),
    "value_type": Cell("Value type"),
    "polarity": Cell("Polarity", choices=POLARITIES, unreadable="warning"),
    "data_source": Cell(SOURCED),
    "methodology": Cell("Methodology"),
    "caveats": Cell("Caveats"),
}
TEXTS = ("title", "definition", "unit", "data_source", "methodology", "caveats")
NOT_READ = (
    *(ALSO_SOURCED, "Indicator full name", "Indicator production", "Indicator number"),
    *(
        "Rationale",
        "Specific rationale",
        "Policy",
        "Definition of numerator",
        "Source of numerator",
    ),
    *("Definition of denominator", "Source of denominator", "Standard population/values"),
    *("Frequency", "Confidence interval details", "Disclosure control", "Rounding", "Notes"),
    *("Impact of COVID-19", "Impact of COVID19", "Copyright", "Data re-use", "Links", "Year type"),
    *("Indicator Content", "Simple Name", "Simple Definition", "Data quality", "Date updated"),
)
# Marks that stand in texts of web pages; "<75" and "<=" are none.
MARK = re.compile(
    r"</?(?:p|br|b|i|u|a|em|strong|ul|ol|li|span|div|font|sub|sup|h[1-6]|table|tbody|thead|tr|td|th)\b[^<>]*>",
    re.IGNORECASE,
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return one definition a row; a word for which way is good that is not known is a finding, and no judgement."""
    told = published.assign(
        **{CELLS[name].published: plain(published[CELLS[name].published]) for name in TEXTS}
    )
    if ALSO_SOURCED in told:
        told[SOURCED] = told[SOURCED].where(told[SOURCED] != "", plain(told[ALSO_SOURCED]))
    definitions, problems = typed(told, CELLS, INDICATORS)
    definitions["indicator"] = BEFORE + definitions["indicator"]
    return all_data("indicators", definitions, problems)


def plain(texts: pd.Series) -> pd.Series:
    """Return texts of web pages as they are read, with nothing of how they are set."""
    return texts.map(lambda text: " ".join(unescape(MARK.sub(" ", text)).split())).astype("str")


SOURCE = Source(
    name="fingertips_metadata",
    feed="indicators",
    layout=Layout(final_newline=True),
    required=tuple(cell.published for cell in CELLS.values()),
    optional=NOT_READ,
    parse=parse,
    cells=CELLS,
)
