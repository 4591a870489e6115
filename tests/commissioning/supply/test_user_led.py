"""An area is told to have no user-led organisation only where none can be there."""

from datetime import date

import pytest

from commissioning.supply.user_led import user_led
from tests.rules.builders import register_with

OWN, ONE, OTHER = "E10000016", "E05000001", "E05000002"


@pytest.mark.parametrize(
    ("led_in", "having", "without", "unknown"),
    [
        (ONE, (ONE,), (OTHER,), ()),
        (OWN, (ONE, OTHER), (), ()),  # the authority's own area holds both
        (None, (), (), (ONE, OTHER)),  # it may be for either
    ],
)
def test_which_areas_have_an_organisation_led_by_users(led_in, having, without, unknown):
    register = register_with(
        provider_name=["Led", "Other"], provider_key=["1", "2"], area_codes=[led_in, OTHER]
    )
    found = user_led(register, on=date(2026, 5, 1), organisations=["led"], areas=[ONE, OTHER])
    assert (found.having, found.without, found.unknown) == (having, without, unknown)
