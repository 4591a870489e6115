"""The Charity Commission's register of England and Wales, asked charity by charity.

Publisher: Charity Commission. Licence: Open Government Licence v3.0. Free key, sent in the header
``Ocp-Apim-Subscription-Key``, read from ``COMMISSIONING_CHARITY_COMMISSION_KEY``.
Shape: ``GET register/api/allcharitydetailsV2/NUMBER/0``; the 0 is the main charity, not a linked one.
404 is a number that the register does not have.
"""

from commissioning.services import registers
from commissioning.services.service import Portion, Service, Wanted

PATH = "register/api/allcharitydetailsV2/{number}/0"


def portions(wanted: Wanted) -> tuple[Portion, ...]:
    """Return a portion for each charity number."""
    return tuple(
        registers.portion(number, "charity", PATH.format(number=number))
        for number in wanted.numbers
        if number.isascii() and number.isdigit()
    )


SERVICE = Service(
    name="charity-commission",
    title="the Charity Commission's register",
    address="https://api.charitycommission.gov.uk/",
    pace_seconds=1.0,
    portions=portions,
    read=registers.read,
    lines=registers.lines,
    absent=frozenset({404}),
    scheme="GB-CHC-",
    key_variable="COMMISSIONING_CHARITY_COMMISSION_KEY",
    headers=lambda key: {"Ocp-Apim-Subscription-Key": key},
)
