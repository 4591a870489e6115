"""The Charity Commission's register of mergers: which charity gave all it had to which.

Publisher: Charity Commission for England and Wales; collected as ccew-register-of-mergers.csv.
Licence: Open Government Licence v3.0.
Shape: one row per merger; days with a time of midnight. Sub-number 0 is the charity itself, another
is a charity linked to it.
Faults: a transferor that was not registered has no number; several that merged at once stand in one
cell, two spaces between, under the number of one of them; some rows are there twice. All are kept;
only a merger between two numbered charities is followed.
"""

import pandas as pd

from commissioning.identifiers import CHARITY
from commissioning.ingest.mapping import Cell, found, joined, typed
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source, every_row_is_data
from models.feeds import PROVIDER_MERGERS

NAME = "transferor_name"
DAYS = ("%Y-%m-%d %H:%M:%S",)
CELLS = {
    "provider_org_id": Cell("transferor_regno", scheme=CHARITY),
    "provider_name": Cell(NAME),
    "part": Cell("transferor_subno", unreadable="warning"),
    "transferee_org_id": Cell("transferee_regno", scheme=CHARITY),
    "transferee_name": Cell("transferee_name"),
    "transferee_part": Cell("transferee_subno", unreadable="warning"),
    "transferred_on": Cell("date_property_transferred", day_formats=DAYS, unreadable="warning"),
    "registered_on": Cell("date_merger_registered", day_formats=DAYS, unreadable="warning"),
}


def parse(published: pd.DataFrame) -> Parsed:
    """Return one merger a row; names that share a cell are left as published, with a finding."""
    mergers, problems = typed(published, CELLS, PROVIDER_MERGERS)
    several = published[NAME].str.strip().str.contains(r"\S\s{2,}\S")
    cause = "Several charities merged at once; the number is of one of them, and which is not said."
    shared = found(published, several, NAME, "one_body_a_row", "warning", cause)
    return Parsed({"provider_mergers": mergers}, joined([problems, shared]), every_row_is_data())


SOURCE = Source(
    name="charity_mergers",
    feed="provider_mergers",
    layout=Layout(final_newline=True),
    required=tuple(cell.published for cell in CELLS.values()),
    optional=("date_vesting_declaration",),
    parse=parse,
    cells=CELLS,
)
