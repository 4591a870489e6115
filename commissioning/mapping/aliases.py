"""What publishers call the columns of a feed, and who is known to call them so.

Origins: ``code`` is the Local Government Transparency Code's Spend schema, ``treasury`` HM Treasury's guidance on
publishing spend over £25,000 (2010, 2013), ``usual`` headings that many departments share, ``canonical`` our own
layout; the others name the publisher whose file has the heading. A heading is written as ``normal`` writes it.
"""

import re
import unicodedata
from collections.abc import Collection

# Amounts stand in the order in which they are taken where a file has several. The Transparency Code asks for the
# amount net of recoverable VAT, and a commissioner's cost is what it cannot recover.
NET = ("net", "nett", "excl", "excluding", "exc", "excludes", "exvat", "ex")

PAYMENTS: dict[str, dict[str, str]] = {
    "amount_gbp": {
        "amount": "code treasury gla oxford gateshead kingston st_georges whittington barts trafford "
        "chelsea croydon epsom barking guys",
        "amount gbp": "canonical",
        "amount in sterling": "usual",
        "amount excl vat": "usual",
        "net amount": "leeds manchester wakefield calderdale",
        "net": "salford",
        "invoice line value net of vat": "darlington",
        "total excludes vat": "newcastle",
        "invoice nett amount": "lambeth",
        "gross": "salford",
        "gross amount": "usual",
    },
    "paid_on": {
        "payment date": "code usual wakefield barts trafford",
        "date": "treasury calderdale darlington whittington croydon epsom barking kingston st_georges",
        "paid on": "canonical",
        "date paid": "leeds chelsea",
        "paid date": "newcastle oxford",
        "date of payment": "salford guys",
        "invoice payment date": "manchester",
        "transaction date": "darlington usual",
        "clearing date": "gla",
        "invoice creation date": "lambeth",
        "invoice date": "usual",
        "posting date": "usual",
    },
    "provider_name": {
        "beneficiary name": "code trafford",
        "supplier": "treasury darlington croydon epsom barking kingston st_georges whittington barts guys",
        "provider name": "canonical",
        "supplier name": "usual leeds manchester wakefield newcastle salford oxford lambeth chelsea",
        "supplier beneficiary name": "calderdale",
        "vendor name": "usual gla",
        "vendor": "usual",
        "payee": "usual",
        "merchant name": "usual",
        "supplier id t": "gateshead",
    },
    "payment_id": {
        "transaction number": "code treasury leeds manchester darlington croydon epsom barking kingston "
        "guys trafford",
        "transaction no": "usual",
        "payment id": "canonical",
        "transaction reference": "chelsea whittington",
        "trans no": "oxford",
        "transno": "wakefield gateshead",
        "internal ref": "newcastle",
        "internal ref number": "calderdale",
        "document no": "gla",
        "sap document number": "salford",
        "payment number": "barts",
        "invoice number": "usual calderdale st_georges barts",
    },
    "department": {
        "organisational unit": "code oxford trafford",
        "department": "canonical usual lambeth",
        "directorate": "usual darlington newcastle salford wakefield",
        "directotate": "darlington",
        "service label": "leeds",
        "service area": "manchester oxford",
        "expense area": "treasury calderdale chelsea croydon epsom barking st_georges whittington barts guys",
        "nstrg t": "gateshead",
    },
    "service_category": {
        "proclass label": "code",
        "category internal name": "code trafford",
        "service category": "canonical",
        "expenditure category": "leeds oxford",
        "expenditure catergory": "oxford",
        "cipfsubj t": "gateshead",
        "sercop uri": "wakefield",
        "bal sheet level 2": "darlington",
        "group description": "newcastle",
        "merchant category": "wakefield",
        "procurement classification council s procurement category name": "calderdale",
    },
    "purpose": {
        "purpose": "code canonical trafford",
        "expense type": "treasury chelsea croydon epsom barking kingston st_georges whittington barts guys",
        "description": "treasury",
        "purpose of spend": "wakefield",
        "purpose of spend summary": "calderdale",
        "detailed expenditure type": "leeds",
        "expenses type": "manchester",
        "account": "darlington",
        "expenditure account code description": "gla",
        "g l description": "salford",
        "subj description": "lambeth",
        "cipfsubs t": "gateshead",
        "cost centre name": "newcastle",
    },
    "reference": {
        "contract ref": "code trafford",
        "contract number": "treasury",
        "reference": "canonical",
    },
    "provider_org_id": {"provider org id": "canonical"},
    "financial_year": {
        "financial year": "canonical usual",
        "period": "gateshead st_georges",
        "month": "kingston",
    },
}

AGREEMENTS: dict[str, dict[str, str]] = {
    "reference": {
        "reference": "canonical",
        "contract reference": "usual salford",
        "contract ref": "usual",
        "contract number": "usual",
        "contract id": "usual",
        "reference number": "code",
    },
    "title": {
        "title": "canonical code",
        "contract title": "usual salford",
        "title of agreement": "code",
    },
    "ends_on": {
        "ends on": "canonical",
        "current expiry date": "salford",
        "end date": "code usual salford",
        "contract end date": "usual",
        "expiry date": "usual",
    },
    "starts_on": {
        "starts on": "canonical",
        "start date": "code usual salford",
        "contract start date": "usual",
    },
    "review_on": {"review on": "canonical", "review date": "code usual"},
    "provider_name": {
        "provider name": "canonical",
        "supplier": "usual",
        "supplier name": "code usual",
        "supplier company name": "salford",
        "contractor": "usual",
        "provider": "usual",
    },
    "department": {
        "department": "canonical usual",
        "local authority department responsible": "code",
        "directorate": "usual",
        "directorate name": "salford",
    },
    "value_gbp": {
        "value gbp": "canonical",
        "total contract value": "usual",
        "contract value": "usual",
        "total contract value including extensions": "salford",
        "sum to be paid over the length of the contract": "code",
    },
    "annual_value_gbp": {"annual value gbp": "canonical", "annual value": "usual salford"},
    "service_category": {
        "service category": "canonical",
        "category": "usual",
        "proclass description": "salford",
    },
    "specification": {
        "specification": "canonical",
        "description": "usual",
        "description of the goods and or services being provided": "code",
        "contract description": "usual salford",
    },
}

GRANTS: dict[str, dict[str, str]] = {
    "reference": {"reference": "canonical", "identifier": "threesixty", "grant reference": "usual"},
    "title": {
        "title": "canonical threesixty",
        "purpose of the grant": "code",
        "grant title": "usual",
    },
    "provider_name": {
        "provider name": "canonical",
        "recipient org name": "threesixty",
        "beneficiary": "code",
        "recipient": "usual",
        "organisation": "usual",
    },
    "value_gbp": {
        "value gbp": "canonical",
        "amount awarded": "threesixty usual",
        "amount": "code",
        "grant amount": "usual",
    },
    "awarded_on": {
        "awarded on": "canonical",
        "award date": "threesixty usual",
        "date the grant was awarded": "code",
        "date awarded": "usual",
    },
    "ends_on": {
        "ends on": "canonical",
        "planned dates end date": "threesixty",
        "end date": "usual",
    },
    "starts_on": {
        "starts on": "canonical",
        "planned dates start date": "threesixty",
        "start date": "usual",
    },
    "department": {
        "department": "canonical",
        "local authority department which awarded the grant": "code",
    },
}

ALIASES = {"payments": PAYMENTS, "agreements": AGREEMENTS, "grants": GRANTS}


def normal(heading: str) -> str:
    """Return a heading as it is compared: small letters and digits, CamelCase parted, no byte-order mark."""
    text = unicodedata.normalize("NFKC", heading).removeprefix("\ufeff").removeprefix("ï»¿")
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


def alias_origins(
    feed: str, column: str, heading: str, without: Collection[str] = ()
) -> tuple[str, ...]:
    """Return who is known to call a column so; those in ``without`` are not asked."""
    told = ALIASES.get(feed, {}).get(column, {}).get(normal(heading), "")
    return tuple(origin for origin in told.split() if origin not in without)
