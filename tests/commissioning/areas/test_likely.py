import pytest

from commissioning.areas.likely import likely_meaning


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("E0800009", "E08000009 Trafford, a digit dropped?"),  # in all 56 rows of its care homes
        ("E0800006", "E08000006 Salford, a digit dropped?"),
        ("E080000006", "E08000006 Salford, a digit too many?"),
        ("e08 000 006", "E08000006 Salford, written another way?"),
        ("EO8000006", "E08000006 Salford, written another way?"),
        ("Salford", "E08000006 Salford, its name in place of its code?"),
        ("SW1A 1AA", ""),
        ("", ""),
        ("E08000999", ""),  # well formed, and nobody's
    ],
)
def test_a_code_that_is_none_is_told_with_the_area_it_probably_means(written, meant):
    assert likely_meaning(written) == meant
