"""Grants in the 360Giving standard's flat file, as Trafford Council publishes its own.

Publisher: Trafford Council, voluntary sector grants, one CSV; any funder in the standard.
Licence: Open Government Licence v3.0 (Trafford's file).
Shape: one row per grant; pounds; ISO days or date-times. Each is an agreement of instrument and
regime ``grant``.
Faults: planned dates are often absent and then not recorded: a duration in months is never added
to the award date. A recipient is third sector only where the file gives its charity number. A
grant in another currency is set aside and its amount not read.
"""

import pandas as pd

from commissioning.ingest.mapping import Cell, as_published, found, joined, typed, without_totals
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source
from models.feeds import AGREEMENTS

# The standard asks for a date or a date-time: https://standard.threesixtygiving.org, Award Date.
DAYS = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S")
CELLS = {
    "reference": Cell("Identifier", empty="critical"),
    "title": Cell("Title"),
    "specification": Cell("Description"),
    "department": Cell("Funding Org:Department", optional=True),
    "commissioner": Cell("Funding Org:Name"),
    "provider_name": Cell("Recipient Org:Name"),
    "provider_org_id": Cell("Recipient Org:Identifier"),
    "awarded_on": Cell("Award Date", day_formats=DAYS),
    "starts_on": Cell(
        "Planned Dates:Start Date", day_formats=DAYS, unreadable="warning", optional=True
    ),
    "ends_on": Cell(
        "Planned Dates:End Date", day_formats=DAYS, unreadable="warning", optional=True
    ),
    "value_gbp": Cell("Amount Awarded"),
}
CHARITY = "Recipient Org:Charity Number"
MONEY = ("Amount Applied For", "Amount Awarded", "Amount Disbursed")


def parse(published: pd.DataFrame) -> Parsed:
    """Return grants as agreements; where no end is planned, status and end stay not recorded."""
    data, not_data = without_totals(published, MONEY)
    foreign = (data["Currency"].str.strip() != "GBP").to_numpy(dtype=bool)
    in_pounds = data.assign(**{"Amount Awarded": data["Amount Awarded"].mask(foreign, "")})

    grants, problems = typed(
        in_pounds, CELLS, AGREEMENTS, constants={"instrument": "grant", "regime": "grant"}
    )
    if CHARITY in data:
        is_charity = data[CHARITY].str.strip() != ""
        grants["provider_type"] = grants["provider_type"].mask(is_charity, "third_sector")
    days = [cell.published for name, cell in CELLS.items() if name.endswith("_on")]
    grants["as_published"] = as_published(data, days)

    cause = "The amount is in another currency, or the currency was left empty."
    other = found(data, foreign, "Currency", "currency_is_gbp", "critical", cause)
    return Parsed({"agreements": grants}, joined([problems, other]), not_data)


SOURCE = Source(
    name="threesixty_grants",
    feed="grants",
    layout=Layout(final_newline=True),
    required=(
        *(cell.published for cell in CELLS.values() if not cell.optional),
        "Currency",
        "Funding Org:Identifier",
    ),
    optional=(
        *(cell.published for cell in CELLS.values() if cell.optional),
        CHARITY,
        "Amount Applied For",
        "Amount Disbursed",
        "URL",
        "Planned Dates:Duration (months)",
        "Recipient Org:Company Number",
        "Recipient Org:Street Address",
        "Recipient Org:City",
        "Recipient Org:County",
        "Recipient Org:Country",
        "Recipient Org:Postal Code",
        "Recipient Org:Description",
        "Recipient Org:Web Address",
        "Beneficiary Location:Name",
        "Beneficiary Location:Country Code",
        "Beneficiary Location:Latitude",
        "Beneficiary Location:Longitude",
        "Beneficiary Location:Geographic Code",
        "Beneficiary Location:Geographic Code Type",
        "Grant Programme:Code",
        "Grant Programme:Title",
        "Grant Programme:URL",
        "From an open call?",
        "Related Activity",
        "Last modified",
        "Data Source",
    ),
    parse=parse,
    cells=CELLS,
)
