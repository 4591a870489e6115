"""Grants in the 360Giving standard, as JSON or as its flat file: CSV, or a workbook's sheet.

Publisher: any funder in the standard, such as Trafford Council and its voluntary sector grants.
Licence: Open Government Licence v3.0 (Trafford's files); each funder names its own.
Shape: one row or one object per grant; pounds; ISO days or date-times. Each is an agreement of
instrument and regime ``grant``. JSON is read as the flat file's columns: of several recipients or
planned dates the first, with a note. In a workbook of several sheets the one called ``grants``.
Faults: planned dates are often absent and then not recorded: a duration in months is never added
to the award date. A recipient is third sector only where the file gives its charity number. A
grant in another currency is set aside and its amount not read; one without a description or its
funder's name is kept with a finding. Grants to individuals have no provider: who they are is not
read.
"""

from pathlib import Path

import pandas as pd

from commissioning.ingest.json_file import JsonFile
from commissioning.ingest.json_reader import is_json
from commissioning.ingest.mapping import Cell, as_published, found, joined, typed, without_totals
from commissioning.ingest.reader import Layout, open_table
from commissioning.money import without_float_noise
from commissioning.sources.source import OpenFile, Parsed, Source
from models.feeds import AGREEMENTS

# The standard asks for a date or a date-time: https://standard.threesixtygiving.org, Award Date.
# The day is the one written, whatever the offset: a funder's own, at midnight there.
DAYS = (
    "%Y-%m-%d",
    *(f"%Y-%m-%dT%H:%M:%S{offset}" for offset in ("Z", "", "+00:00", "+01:00")),
)
FUNDER = "Funding Org:Name"
CELLS = {
    "reference": Cell("Identifier", empty="critical"),
    "title": Cell("Title"),
    "specification": Cell("Description", empty="warning"),
    "department": Cell("Funding Org:Department", optional=True),
    "commissioner": Cell(FUNDER, empty="warning", optional=True),
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
LAYOUT = Layout(final_newline=True)

# Where a grant's JSON has what the flat file's column has: the titles and names of the schema,
# https://standard.threesixtygiving.org.
RECIPIENT, FUNDING, PLACE = "recipientOrganization", "fundingOrganization", "beneficiaryLocation"
IN_JSON = {
    "Identifier": ("id",),
    "Title": ("title",),
    "Description": ("description",),
    "Currency": ("currency",),
    "Amount Applied For": ("amountAppliedFor",),
    "Amount Awarded": ("amountAwarded",),
    "Amount Disbursed": ("amountDisbursed",),
    "Award Date": ("awardDate",),
    "URL": ("url",),
    "Planned Dates:Start Date": ("plannedDates", "startDate"),
    "Planned Dates:End Date": ("plannedDates", "endDate"),
    "Planned Dates:Duration (months)": ("plannedDates", "duration"),
    "Recipient Org:Identifier": (RECIPIENT, "id"),
    "Recipient Org:Name": (RECIPIENT, "name"),
    CHARITY: (RECIPIENT, "charityNumber"),
    "Recipient Org:Company Number": (RECIPIENT, "companyNumber"),
    "Recipient Org:Street Address": (RECIPIENT, "streetAddress"),
    "Recipient Org:City": (RECIPIENT, "addressLocality"),
    "Recipient Org:County": (RECIPIENT, "addressRegion"),
    "Recipient Org:Country": (RECIPIENT, "addressCountry"),
    "Recipient Org:Postal Code": (RECIPIENT, "postalCode"),
    "Recipient Org:Description": (RECIPIENT, "description"),
    "Recipient Org:Web Address": (RECIPIENT, "url"),
    "Beneficiary Location:Name": (PLACE, "name"),
    "Beneficiary Location:Country Code": (PLACE, "countryCode"),
    "Beneficiary Location:Latitude": (PLACE, "latitude"),
    "Beneficiary Location:Longitude": (PLACE, "longitude"),
    "Beneficiary Location:Geographic Code": (PLACE, "geoCode"),
    "Beneficiary Location:Geographic Code Type": (PLACE, "geoCodeType"),
    "Funding Org:Identifier": (FUNDING, "id"),
    FUNDER: (FUNDING, "name"),
    "Funding Org:Department": (FUNDING, "department"),
    "Grant Programme:Code": ("grantProgramme", "code"),
    "Grant Programme:Title": ("grantProgramme", "title"),
    "Grant Programme:URL": ("grantProgramme", "url"),
    "From an open call?": ("fromOpenCall",),
    "Related Activity": ("relatedActivity",),
    "Last modified": ("dateModified",),
    "Data Source": ("dataSource",),
}


def open_file(path: Path, name: str) -> OpenFile:
    """Return a file of grants, opened as the JSON or the table it is."""
    if is_json(path):
        return JsonFile(path, name, IN_JSON, arrays=("grants",))
    return open_table(path, name, LAYOUT)


def parse(published: pd.DataFrame) -> Parsed:
    """Return grants as agreements; where no end is planned, status and end stay not recorded."""
    data, not_data = without_totals(published, MONEY)
    if FUNDER not in data:
        data = data.assign(**{FUNDER: ""})  # the standard asks for it
    amount = without_float_noise(data["Amount Awarded"])
    noisy = (amount != data["Amount Awarded"]).to_numpy(dtype=bool)
    foreign = (data["Currency"].str.strip() != "GBP").to_numpy(dtype=bool)
    in_pounds = data.assign(**{"Amount Awarded": amount.mask(foreign, "")})

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
    cause = "A computer's rounding error after the fifteenth figure; it was left out."
    noise = found(data, noisy, "Amount Awarded", "is_money", "warning", cause)
    return Parsed({"agreements": grants}, joined([problems, other, noise]), not_data)


REQUIRED = (
    *(cell.published for cell in CELLS.values() if not cell.optional),
    "Currency",
    "Funding Org:Identifier",
)
SOURCE = Source(
    name="threesixty_grants",
    feed="grants",
    layout=LAYOUT,
    required=REQUIRED,
    optional=tuple(column for column in IN_JSON if column not in REQUIRED),
    in_json=("id", "amountAwarded", "awardDate", FUNDING),
    parse=parse,
    cells=CELLS,
    opens=open_file,
)
