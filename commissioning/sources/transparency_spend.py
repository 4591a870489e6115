"""Council spend in the Local Government Transparency Code's Spend layout, as Trafford publishes it.

Publisher: Trafford Council, one CSV a financial year, inside a zip; any council in the layout.
Licence: Open Government Licence v3.0.
Shape: one row per line of a payment; pounds with two decimals, excluding recoverable VAT; credits
are negative; ISO days.
Faults: TransactionNumber is the ledger's, shared by many lines and repeated whole, so it stands in
``payment_id`` without telling rows apart; BeneficiaryOtherID is a local number and
VATRegistrationNumber no register of ours, so neither identifies the payee; ``Not Classified`` and
``NA`` stand for no category; names of people are ``Redacted``.
"""

import pandas as pd

from commissioning.ingest.mapping import Cell, financial_years, typed, without_totals
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source
from models.feeds import PAYMENTS

CELLS = {
    "payment_id": Cell("TransactionNumber", optional=True),
    "paid_on": Cell("PaymentDate", empty="critical"),
    "department": Cell("OrganisationalUnit"),
    "provider_name": Cell("BeneficiaryName"),
    "reference": Cell("ContractRef", not_recorded=frozenset({"NA"}), optional=True),
    "service_category": Cell(
        "ProclassLabel", not_recorded=frozenset({"Not Classified", "NA"}), optional=True
    ),
    "purpose": Cell("Purpose"),
    "amount_gbp": Cell("Amount", empty="critical"),
}
MONEY = ("Amount", "IrrecoverableVATAmount")
FINANCIAL_YEAR_START = (4, 1)  # English councils: Local Government Finance Act 1988, 1 April


def parse(published: pd.DataFrame) -> Parsed:
    """Return payments of basis outturn; every repeat of a line is kept."""
    data, not_data = without_totals(published, MONEY)
    payments, problems = typed(data, CELLS, PAYMENTS, constants={"basis": "outturn"})
    payments["financial_year"] = financial_years(payments["paid_on"], FINANCIAL_YEAR_START)
    return Parsed({"payments": payments}, problems, not_data)


SOURCE = Source(
    name="transparency_spend",
    feed="payments",
    layout=Layout(footer_marks=("Total", "Grand Total"), final_newline=True),
    required=("OrganisationalUnit", "BeneficiaryName", "PaymentDate", "Amount", "Purpose"),
    optional=(
        "OrganisationLabel",
        "OrganisationURI",
        "EffectiveDate",
        "ServiceCategoryLabel",
        "ServiceCategoryURI",
        "BeneficiaryOtherID",
        "CompaniesHouseRegistrationNumber",
        "CharityCommissionNumber",
        "VCSEGrant",
        "TransactionNumber",
        "IrrecoverableVATAmount",
        "CategoryInternalName",
        "MerchantCategoryCode",
        "CPVLabel",
        "CPVCode",
        "ProclassLabel",
        "ProclassCode",
        "CardTransaction",
        "ContractRef",
        "InvoiceNumber",
        "ProfitCentre",
        "VATRegistrationNumber",
    ),
    parse=parse,
    cells=CELLS,
    repeats_kept=True,
)
