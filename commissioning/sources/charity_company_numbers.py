"""Charities and the companies that they are: pairs of numbers from the registers of charities.

Publisher: Charity Commission for England and Wales, OSCR, Charity Commission for Northern Ireland and
Companies House; collected by David Kane as charity-company-numbers.csv.
Licence: Open Government Licence v3.0.
Shape: one row per pair; both numbers with their list's code.
Faults: 25 companies are paired with two charities: the pairs are kept as published.
"""

import pandas as pd

from commissioning.ingest.mapping import Cell, typed
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source, every_row_is_data
from models.feeds import PROVIDER_IDENTIFIERS

CELLS = {
    "provider_org_id": Cell("org_id_a", empty="critical"),
    "other_org_id": Cell("org_id_b", empty="critical"),
    "provider_name": Cell("name"),
}


def parse(published: pd.DataFrame) -> Parsed:
    """Return one pair of identifiers a row."""
    pairs, problems = typed(published, CELLS, PROVIDER_IDENTIFIERS)
    return Parsed({"provider_identifiers": pairs}, problems, every_row_is_data())


SOURCE = Source(
    name="charity_company_numbers",
    feed="provider_identifiers",
    layout=Layout(final_newline=True),
    required=tuple(cell.published for cell in CELLS.values()),
    parse=parse,
    cells=CELLS,
)
