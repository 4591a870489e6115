"""Salford City Council's payments to suppliers, 2011 layout.

Publisher: Salford City Council, one CSV a month; days turned to ISO by ODI Leeds.
Licence: Open Government Licence v3.0.
Shape: one row per invoice; pounds with two decimals, gross, VAT and net; ISO days. The net amount
is loaded.
Faults: VAT is left blank on some rows, and on others the gross is the net less the VAT; both are
findings. A SAP document number is repeated, and is no payment's own identifier. Names of people are
``Redacted Personal Data``.
"""

import pandas as pd

from commissioning.ingest.mapping import Cell, financial_years, found, joined, typed
from commissioning.ingest.reader import Layout
from commissioning.ingest.totals import payments_without_totals
from commissioning.money import parse_pence
from commissioning.sources.source import Parsed, Source
from models.feeds import PAYMENTS

CELLS = {
    "payment_id": Cell("SAP Document Number"),
    "paid_on": Cell("Date of Payment", empty="critical"),
    "department": Cell("Directorate"),
    "provider_name": Cell("Supplier Name"),
    "purpose": Cell("G/L Description"),
    "amount_gbp": Cell("Net", empty="critical"),
}
FINANCIAL_YEAR_START = (4, 1)  # English councils: Local Government Finance Act 1988, 1 April


def parse(published: pd.DataFrame) -> Parsed:
    """Return payments of basis outturn, net of VAT; a finding where gross is not net and VAT."""
    data, not_data, doubtful = payments_without_totals(published, ("Gross", "VAT", "Net"))
    payments, problems = typed(data, CELLS, PAYMENTS, constants={"basis": "outturn"})
    payments["financial_year"] = financial_years(payments["paid_on"], FINANCIAL_YEAR_START)
    return Parsed({"payments": payments}, joined([problems, doubtful, _unequal(data)]), not_data)


def _unequal(data: pd.DataFrame) -> pd.DataFrame:
    gross, vat, net = (parse_pence(data[c], negative=True)[0] for c in ("Gross", "VAT", "Net"))
    unequal = (gross != net + vat).fillna(True).to_numpy(dtype=bool)
    cause = "VAT " + data["VAT"].str.strip().replace("", "is blank") + ", net " + data["Net"]
    return found(data, unequal, "Gross", "gross_is_net_plus_vat", "warning", cause + ".")


SOURCE = Source(
    name="salford_payments",
    feed="payments",
    layout=Layout(footer_marks=("Total", "Grand Total"), final_newline=True),
    required=(*(cell.published for cell in CELLS.values()), "Gross", "VAT"),
    optional=("Authority Name",),
    parse=parse,
    cells=CELLS,
    repeats_kept=True,
)
