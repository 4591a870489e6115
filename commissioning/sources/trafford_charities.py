"""Registered charities that name Trafford among the areas where they operate.

Publisher: Charity Commission for England and Wales, 27 May 2021; one CSV, made by Trafford Data Lab.
Licence: Open Government Licence v3.0.
Shape: one row per charity now registered, main charities only; those that operate throughout
England and Wales are not in it. Read: number, name and postcode. Company number, kind, activities,
day of registration and web address are not.
Faults: ``NA`` is not recorded. Postcodes are padded with spaces, and some are mistyped (the letter
O for a nought): they are kept as published, with a finding.
"""

import pandas as pd

from commissioning.identifiers import CHARITY
from commissioning.ingest.mapping import Cell, found, typed
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source, all_data
from models.feeds import PROVIDERS

NOT_RECORDED = frozenset({"NA"})
NUMBER = "registered_charity_number"
POSTCODE = "charity_contact_postcode"
CELLS = {
    "provider_org_id": Cell(NUMBER, scheme=CHARITY, empty="critical"),
    "provider_name": Cell("charity_name", not_recorded=NOT_RECORDED, empty="critical"),
    "postcode": Cell(POSTCODE, not_recorded=NOT_RECORDED),
}


def parse(published: pd.DataFrame) -> Parsed:
    """Return one third-sector provider a row, identified by its charity number."""
    providers, problems = typed(
        published, CELLS, PROVIDERS, constants={"provider_type": "third_sector"}
    )
    postcode = providers["postcode"].str.upper().str.replace(" ", "")

    mistyped = postcode.notna() & ~postcode.fillna("").str.fullmatch(
        r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}"
    )
    cause = "A letter O or I stands for a figure, or a character is missing."
    unlike = found(published, mistyped, POSTCODE, "is_a_postcode", "warning", cause)
    return all_data("providers", providers, problems, unlike)


SOURCE = Source(
    name="trafford_charities",
    feed="providers",
    layout=Layout(final_newline=True),
    required=tuple(cell.published for cell in CELLS.values()),
    optional=(
        "charity_company_registration_number",
        "charity_type",
        "charity_activities",
        "date_of_registration",
        "charity_contact_web",
    ),
    parse=parse,
    cells=CELLS,
)
