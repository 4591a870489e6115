"""How long an agreement may be extended, as people write it; words from notices on Sell2Wales and Contracts Finder."""

import pytest

from commissioning.ocds.options import offer_in, offer_of


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("option to extend up to 24 months", 24),
        ("2 x 12 months", 24),
        ("12 + 12 months", 24),
        ("12 months + 12 months possible", 24),
        ("24 months, plus an optional 24 + 12 months extension options", 36),
        ("Option to extend for a further period of one year.", 12),
        ("the option to extend for a further year if considered appropriate", 12),
        ("Two additional, individual extension periods of up to 12-months each.", 24),
        ("in up to three (3) 12-month periods, an option to extend", 36),
        # The first term is no part of the extension, nor are the steps in which it is granted.
        ("36 month initial contract period with a 24 month extension option", 24),
        ("Potential two year extension at the end of the initial three year term", 24),
        ("There is an option to extend by up to 2 further years in 12-month increments.", 24),
        ("Option to extend for up to 36 months in 12 month extensions", 36),
        (
            "Initial contract duration 7 years with the option to extend for a further five years",
            60,
        ),
        # Not a length of an extension, or none that can be read.
        ("The Framework Agreement is likely to be renewed every 4 years.", None),
        ("Potential renewal in 4 years", None),
        ("With the option to extend annually until 31st May 2030", None),
        ("24", None),
    ],
)
def test_the_months_that_a_renewal_offers(text, months):
    offer = offer_of(text)
    assert (offer.months if offer else None) == months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        (
            "This is a 3 year contract with the option to extend for a further 1 year period (3+1).",
            12,
        ),
        ("The contract is for 24 months.", None),  # says nothing about an extension
        ("Total amount is inclusive of VAT and an optional extension", None),
    ],
)
def test_a_description_is_read_only_where_it_speaks_of_extending(text, months):
    offer = offer_in(text)
    assert (offer.months if offer else None) == months
