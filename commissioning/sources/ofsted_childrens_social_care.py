"""Providers of children's social care in England that Ofsted inspects, and its judgement of each.

Publisher: Ofsted, children's social care data, provider level, as at 31 March; one CSV a year.
Licence: Open Government Licence v3.0.
Shape: three rows of titles, then one row per provider, ``URN``; UTF-8 with a byte-order mark.
org-id.guide names no list of Ofsted's (GB-EDU holds schools), so an identifier is written
GB-OFSTED- and the URN. Read: URN, name, postcode, sector and the judgement of the overall
experiences and progress of children, which is the rating.
Faults: names and addresses of children's homes are ``REDACTED``, which is not recorded. Blank rows
and columns without a heading come at the end.
"""

import pandas as pd

from commissioning.ingest.mapping import Cell, typed
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source, all_data
from models.feeds import PROVIDERS

WITHHELD = frozenset({"REDACTED"})
SECTORS = {
    "Private": "private",
    "Voluntary": "third_sector",
    "Local Authority": "other_public",
    "Academy": "other_public",
    "Health Authority": "other_public",
}
CELLS = {
    "provider_org_id": Cell("URN", scheme="GB-OFSTED", empty="critical"),
    "provider_name": Cell("Name", not_recorded=WITHHELD),
    "provider_type": Cell("Sector", choices=SECTORS, unreadable="warning"),
    "postcode": Cell("Postcode", not_recorded=WITHHELD),
    "regulator_rating": Cell("Overall experiences and progress of children and young people"),
}


def parse(published: pd.DataFrame) -> Parsed:
    """Return one provider a row, identified by its URN."""
    providers, problems = typed(published, CELLS, PROVIDERS)
    return all_data("providers", providers, problems)


SOURCE = Source(
    name="ofsted_childrens_social_care",
    feed="providers",
    layout=Layout(final_newline=True, title_rows=3),
    required=tuple(cell.published for cell in CELLS.values()),
    optional=(
        "Web link",
        "Linked Education URN",
        "Provision type",
        "Registration date",
        "Registration status",
        "Address 1",
        "Address 2",
        "Town",
        "County",
        "Ofsted region",
        "Government Office Region",
        "Local authority",
        "Parliamentary constituency",
        "Places",
        "Short-break-only children's home",
        "Multi-building children's home",
        "Organisation which owns the provider",
        "Latest full inspection event type",
        "Latest full inspection date",
        "Latest full inspection publication date",
        "Latest full inspection event number",
        "Outcomes in education and related learning activities",
        "Health services",
        "How well children and young people are helped and protected",
        "The effectiveness of leaders and managers",
    ),
    parse=parse,
    cells=CELLS,
)
