"""Two registers as they answer, number by number, with the keys they ask for."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from tests.services.imitation import Answers, Asked, Reply, as_json

KEY = "canary-6f1c"


def companies_house(
    companies: Mapping[str, dict[str, Any]], insolvencies: Mapping[str, dict[str, Any]]
) -> Answers:
    """Return Companies House with these companies, and cases of insolvency for some of them."""

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("authorization") != "Basic " + b64encode(f"{KEY}:".encode()).decode():
            return as_json({"error": "Invalid Authorization", "type": "ch:service"}, 401)
        _, _, number, *part = asked.path.split("/")
        found = (insolvencies if part else companies).get(number)
        if found is None:
            return as_json({"errors": [{"error": "company-profile-not-found"}]}, 404)
        return as_json(found)

    return answer


def charity_commission(charities: Mapping[str, dict[str, Any]]) -> Answers:
    """Return the Charity Commission with these charities."""

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("ocp-apim-subscription-key") != KEY:
            return as_json({"statusCode": 401, "message": "Access denied"}, 401)
        *_, number, _suffix = asked.path.split("/")
        found = charities.get(number)
        return as_json(found) if found else Reply(status=404)

    return answer


def company(name: str, *, overdue: bool = False, status: str = "active") -> dict[str, Any]:
    """Return a company's profile, as far as it is read."""
    return {
        "company_name": name,
        "company_status": status,
        "accounts": {"overdue": overdue},
        "registered_office_address": {"postal_code": "M33 7ZF", "locality": "Sale"},
        "etag": "3f1c",
    }


def case(kind: str, *dates: str) -> dict[str, Any]:
    """Return an insolvency answer of one case with dates of these kinds."""
    told = [{"type": each, "date": "2025-05-01"} for each in dates]
    return {"etag": "9a", "cases": [{"number": "1", "type": kind, "dates": told}]}


def charity(number: int, name: str, *, status: str = "R") -> dict[str, Any]:
    """Return a charity's details, as far as they are read."""
    return {
        "reg_charity_number": number,
        "charity_name": name,
        "reg_status": status,
        "address_post_code": "M16 0QG",
        "insolvent": False,
        "in_administration": False,
    }
