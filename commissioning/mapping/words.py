"""The words of a heading that nobody is known to use: which column of a feed they speak for, and against."""

from collections.abc import Mapping

from commissioning.mapping.aliases import normal

FOR: Mapping[str, Mapping[str, float]] = {
    "amount_gbp": {
        **{
            "amount": 3,
            "net": 2.5,
            "nett": 2.5,
            "value": 2,
            "total": 2,
            "sum": 2,
            "gbp": 1,
            "paid": 0.5,
        },
        **{
            "excl": 1,
            "excluding": 1,
            "excludes": 1,
            "exc": 1,
            "gross": 1.5,
            "cost": 0.5,
            "spend": 1,
        },
        **{"payment": 0.5, "sterling": 1, "sumof": 2},
    },
    "paid_on": {
        **{"date": 3, "paid": 1.5, "payment": 1.5, "clearing": 1, "clearance": 1, "cleared": 1},
        **{
            "invoice": 0.5,
            "transaction": 0.7,
            "posting": 0.6,
            "day": 2,
            "gl": 0.3,
            "creation": 0.2,
        },
    },
    "provider_name": {
        **{
            "supplier": 3,
            "vendor": 3,
            "payee": 3,
            "beneficiary": 3,
            "creditor": 2.5,
            "merchant": 2,
        },
        **{"contractor": 2.5, "provider": 2.5, "recipient": 2.5, "name": 1, "company": 1},
    },
    "payment_id": {
        **{"transaction": 2.5, "trans": 2.5, "transno": 3, "invoice": 1.5, "document": 2, "doc": 2},
        **{
            "voucher": 2.5,
            "payment": 1.5,
            "ref": 2,
            "reference": 1.5,
            "number": 1,
            "no": 1,
            "id": 0.7,
        },
        **{"internal": 0.5, "unique": 1, "urn": 2},
    },
    "department": {
        **{
            "directorate": 3,
            "department": 3,
            "dept": 3,
            "organisational": 2,
            "unit": 1.5,
            "service": 2,
        },
        **{
            "division": 1.5,
            "area": 1.2,
            "directotate": 2,
            "portfolio": 2,
            "team": 1.5,
            "label": 0.3,
        },
        **{"family": -1},
    },
    "service_category": {
        **{
            "category": 2.5,
            "proclass": 3,
            "classification": 2.5,
            "sercop": 2,
            "cipfa": 2,
            "group": 1.2,
        },
        **{"thomson": 2, "cpv": 2, "merchant": 1.2, "procurement": 1, "level": 0.5},
    },
    "purpose": {
        **{
            "purpose": 3,
            "description": 2.5,
            "narrative": 3,
            "expense": 2,
            "expenses": 2,
            "type": 1,
        },
        **{
            "expenditure": 1.7,
            "account": 1.2,
            "detail": 1.2,
            "details": 1.2,
            "detailed": 1,
            "spend": 0.7,
        },
        **{"subj": 1, "subjective": 2, "summary": 0.5, "desc": 2},
    },
    "reference": {
        "contract": 2.5,
        "reference": 2,
        "ref": 2,
        "number": 0.5,
        "id": 0.5,
        "agreement": 1.5,
    },
    "financial_year": {"period": 2.5, "month": 2.5, "year": 2.5, "quarter": 2.5, "financial": 1},
    "title": {"title": 3, "contract": 1, "name": 0.7, "agreement": 1, "scheme": 1, "project": 1},
    "ends_on": {"end": 2.5, "expiry": 3, "date": 1, "finish": 2.5, "expires": 3, "current": 0.5},
    "starts_on": {"start": 3, "commencement": 3, "date": 1, "begin": 2},
    "awarded_on": {"award": 2.5, "awarded": 2.5, "date": 1.5},
    "review_on": {"review": 3, "date": 1},
    "value_gbp": {"value": 2.5, "total": 1, "contract": 1, "amount": 2, "awarded": 1.5, "sum": 2},
    "annual_value_gbp": {"annual": 3, "value": 1.5, "year": 1, "per": 0.5},
    "specification": {"description": 2.5, "specification": 3, "scope": 2},
}
AGAINST: Mapping[str, Mapping[str, float]] = {
    "amount_gbp": {
        **{
            "irrecoverable": 4,
            "number": 3,
            "id": 3,
            "code": 3,
            "date": 4,
            "rate": 3,
            "category": 2,
        },
        **{"type": 2, "registration": 3, "name": 2, "no": 3, "description": 3},
    },
    "paid_on": {
        "updated": 2,
        "effective": 1.2,
        "due": 1.5,
        "received": 1,
        "end": 2,
        "start": 2,
        "number": 2,
    },
    "provider_name": {
        **{
            "number": 2.5,
            "type": 2.5,
            "postcode": 3,
            "vat": 2.5,
            "charity": 2.5,
            "code": 2,
            "registered": 2,
        },
        **{
            "registration": 2.5,
            "id": 1.2,
            "category": 2,
            "site": 1,
            "organisation": 2,
            "no": 2,
            "centre": 2,
        },
        **{"body": 2, "authority": 2, "address": 2},
    },
    "payment_id": {
        **{
            "date": 3,
            "amount": 3,
            "value": 3,
            "supplier": 2.5,
            "vendor": 2.5,
            "charity": 3,
            "company": 3,
        },
        **{
            "vat": 3,
            "card": 1.5,
            "category": 2,
            "type": 2,
            "description": 3,
            "contract": 1.5,
            "line": 1,
        },
        **{"account": 1, "cost": 1, "centre": 1, "registration": 2},
    },
    "department": {
        **{"code": 1.5, "date": 3, "uri": 2, "number": 2, "category": 1.5, "amount": 3, "id": 1.5},
        **{"description": 1, "type": 1.5},
    },
    "service_category": {"code": 1.5, "uri": 0.5, "number": 2, "date": 3, "amount": 3},
    "purpose": {
        "code": 1.5,
        "number": 2,
        "date": 3,
        "amount": 3,
        "area": 1.2,
        "category": 0.7,
        "no": 2,
    },
    "reference": {
        "transaction": 3,
        "invoice": 3,
        "payment": 3,
        "supplier": 2,
        "document": 3,
        "internal": 3,
        "date": 3,
    },
    "financial_year": {
        "number": 2,
        "end": 2,
        "start": 2,
        "extension": 3,
        "duration": 3,
        "months": 3,
    },
    "ends_on": {"start": 3, "original": 1.5, "extension": 1, "months": 2, "duration": 3},
    "starts_on": {"end": 3},
    "value_gbp": {"annual": 3, "applied": 3, "disbursed": 2, "number": 3, "date": 3},
    "title": {
        "supplier": 2,
        "company": 2,
        "directorate": 2,
        "recipient": 2,
        "org": 1,
        "body": 2,
        "number": 2,
    },
}
ENOUGH = 3.0  # points that make a heading as good as told, before the values are looked at
WITHOUT_VAT = (
    "net of vat",
    "nett of vat",
    "excluding vat",
    "excl vat",
    "exc vat",
    "ex vat",
    "excludes vat",
)


def points(column: str, heading: str) -> tuple[float, tuple[str, ...]]:
    """Return how strongly the words of a heading speak for a column, and which of them do."""
    text = normal(heading)
    if column == "amount_gbp":
        if "vat" in text.split() and not any(words in text for words in WITHOUT_VAT):
            return 0.0, ()
        text = text.replace("vat", "")
    said = text.split()
    speaking = tuple(word for word in dict.fromkeys(said) if FOR.get(column, {}).get(word, 0) > 0)
    total = sum(FOR.get(column, {}).get(word, 0) for word in dict.fromkeys(said))
    total -= sum(AGAINST.get(column, {}).get(word, 0) for word in dict.fromkeys(said))
    return max(total, 0.0) if speaking else 0.0, speaking
