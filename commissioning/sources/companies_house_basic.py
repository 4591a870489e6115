"""Companies on the United Kingdom's register: Companies House's free data product.

Publisher: Companies House, Basic Company Data, monthly; seven zips of one CSV each, or one of all.
Licence: free to use; the register is open to inspection under the Companies Act 2006.
Shape: one row per live company; UTF-8. Read: number, name, postcode and status. Whether an
insolvency case is open goes by the status. Whether accounts are overdue would need a day to be
asked on, and is not recorded.
Faults: some column names begin with a space, which the reader takes off.
"""

import re

import pandas as pd

from commissioning.identifiers import COMPANY
from commissioning.ingest.mapping import Cell, found, typed
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source, all_data
from models.feeds import PROVIDERS

CELLS = {
    "provider_org_id": Cell("CompanyNumber", scheme=COMPANY, empty="critical"),
    "provider_name": Cell("CompanyName", empty="warning"),
    "postcode": Cell("RegAddress.PostCode"),
}
STATUS = "CompanyStatus"
# "Liquidation", "In Administration/Receiver Manager", "RECEIVERSHIP", "VOLUNTARY ARRANGEMENT" and
# their combinations, in any case.
INSOLVENT = re.compile(r"liquidation|administrat|receiver|voluntary arrangement|insolven")
SOLVENT = ("active", "active - proposal to strike off")


def parse(published: pd.DataFrame) -> Parsed:
    """Return one provider a row, identified by its company number."""
    providers, problems = typed(published, CELLS, PROVIDERS)
    status = published[STATUS].str.strip().str.casefold()
    is_insolvent = status.str.contains(INSOLVENT).astype("boolean")
    says = is_insolvent | status.isin(SOLVENT)
    providers["insolvency"] = is_insolvent.where(says)

    unknown = (~says & (status != "")).to_numpy(dtype=bool)
    cause = "A company that has left the register, or a status that is not known here."
    odd = found(published, unknown, STATUS, "one_of", "warning", cause)
    return all_data("providers", providers, problems, odd)


SOURCE = Source(
    name="companies_house_basic",
    feed="providers",
    layout=Layout(final_newline=True),
    required=(*(cell.published for cell in CELLS.values()), STATUS),
    optional=(
        *(f"RegAddress.{part}" for part in ("CareOf", "POBox", "AddressLine1", "AddressLine2")),
        *(f"RegAddress.{part}" for part in ("PostTown", "County", "Country")),
        *("CompanyCategory", "CountryOfOrigin", "DissolutionDate", "IncorporationDate"),
        *(f"Accounts.{part}" for part in ("AccountRefDay", "AccountRefMonth", "NextDueDate")),
        *(f"Accounts.{part}" for part in ("LastMadeUpDate", "AccountCategory")),
        *("Returns.NextDueDate", "Returns.LastMadeUpDate"),
        *(f"Mortgages.NumMort{what}" for what in ("Charges", "Outstanding")),
        *(f"Mortgages.NumMort{what}" for what in ("PartSatisfied", "Satisfied")),
        *(f"SICCode.SicText_{number}" for number in range(1, 5)),
        *("LimitedPartnerships.NumGenPartners", "LimitedPartnerships.NumLimPartners", "URI"),
        *(f"PreviousName_{n}.{what}" for n in range(1, 11) for what in ("CONDATE", "CompanyName")),
        *("ConfStmtNextDueDate", "ConfStmtLastMadeUpDate"),
    ),
    parse=parse,
    cells=CELLS,
)
