"""Companies House's register, asked company by company: its profile, and its insolvency where there is a profile.

Publisher: Companies House. Licence: free of charge, no restriction on use. Free key, sent as the user
name of HTTP basic without a password, read from ``COMMISSIONING_COMPANIES_HOUSE_KEY``.
Shape: ``GET company/NUMBER`` and ``GET company/NUMBER/insolvency``; eight characters, noughts kept.
404 is a number that the register does not have; of insolvency, that there is no case.
Waits: 600 requests in five minutes, then 429 until they are over.
"""

import re
from base64 import b64encode

from commissioning.services import registers
from commissioning.services.service import Answer, Portion, Service, Wanted

NUMBER = re.compile(r"[A-Z0-9]{8}")


def portions(wanted: Wanted) -> tuple[Portion, ...]:
    """Return a portion for each company number, which is eight capital letters and digits."""
    return tuple(
        registers.portion(number, "company", f"company/{number}")
        for number in wanted.numbers
        if NUMBER.fullmatch(number)
    )


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return what an answer holds; a company that is there is asked about insolvency next."""
    answer = registers.read(portion, body)
    if body is None or not portion.key.endswith("company"):
        return answer
    path = f"company/{portion.number}/insolvency"
    return Answer(answer.rows, (registers.portion(portion.number, "insolvency", path),))


SERVICE = Service(
    name="companies-house",
    title="Companies House",
    address="https://api.company-information.service.gov.uk/",
    pace_seconds=0.5,
    portions=portions,
    read=read,
    lines=registers.lines,
    waits={429: 300.0, 503: 60.0},
    absent=frozenset({404}),
    scheme="GB-COH-",
    key_variable="COMMISSIONING_COMPANIES_HOUSE_KEY",
    headers=lambda key: {"Authorization": "Basic " + b64encode(f"{key}:".encode()).decode()},
)
