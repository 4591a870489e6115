"""What was promised is told with all its digits."""

import pytest

from commissioning.supply.options import in_full


@pytest.mark.parametrize(
    ("number", "told"), [(1_234_567.0, "1,234,567"), (2.5, "2.50"), (10.0, "10")]
)
def test_a_promise_is_told_in_full(number, told):
    assert in_full(number) == told
