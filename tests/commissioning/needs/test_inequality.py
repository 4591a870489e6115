"""The slope and relative index of inequality: the same figures each time, and what is refused."""

import pandas as pd
import pytest

from commissioning.errors import RequestError
from commissioning.needs.inequality import inequality


def fifths(**columns):
    usual = {
        "area": "A",
        "quantile": [1, 2, 3, 4, 5],
        "population": 1000,
        "value": [0.30, 0.26, 0.22, 0.20, 0.15],
        "lower": [0.27, 0.23, 0.19, 0.17, 0.12],
        "upper": [0.33, 0.29, 0.25, 0.23, 0.18],
    }
    return pd.DataFrame({**usual, **columns})


def test_the_same_quantiles_give_the_same_limits_in_any_order_and_company():
    alone = inequality(fifths(), "area", value_type=2, multiplier=-100).loc["A"]
    company = pd.concat([fifths(area="B", population=500), fifths().iloc[::-1]])
    found = inequality(company, "area", value_type=2, multiplier=-100).loc["A"]
    assert found.to_dict() == alone.to_dict()
    assert alone["sii_lower"] < alone["sii"] < alone["sii_upper"]
    assert alone["rii_lower"] < alone["rii"] < alone["rii_upper"]


def test_the_limits_of_a_normal_value_are_exact():
    # Thirds of equal size, errors of 1: the line's ends differ by 1.5 (y3 - y1), whose error is 1.5 root 2.
    rows = pd.DataFrame(
        {"area": "A", "quantile": [1, 2, 3], "population": 1, "value": [10, 20, 30]}
    )
    found = inequality(rows.assign(standard_error=1), "area").loc["A"]
    assert found["sii"] == pytest.approx(30)
    assert found["sii_upper"] - 30 == pytest.approx(1.959963984540054 * 1.5 * 2**0.5)
    turned = inequality(rows.assign(standard_error=1), "area", multiplier=-1).loc["A"]
    assert turned["sii"] == pytest.approx(-30)
    assert turned["rii"] == pytest.approx(1 / found["rii"])
    assert turned["rii_lower"] == pytest.approx(1 / found["rii_upper"])


def test_a_ratio_to_an_end_that_may_be_nought_has_no_limits():
    rows = fifths(value=[1, 2, 3, 4, 5], lower=[-9, -8, -7, -6, -5], upper=[11, 12, 13, 14, 15])
    found = inequality(rows, "area").loc["A"]
    assert found[["rii_lower", "rii_upper"]].isna().all()
    assert found[["sii_lower", "sii_upper"]].notna().all()


def test_a_missing_quantile_value_leaves_the_group_without_figures():
    rows = pd.concat([fifths(value=[0.3, None, 0.2, 0.2, 0.1]), fifths(area="B")])
    found = inequality(rows, "area", value_type=2)
    assert found.loc["A"].isna().all()
    assert found.loc["B"].notna().all()


@pytest.mark.parametrize(
    ("columns", "settings", "said"),
    [
        ({"population": 0}, {}, "the population is not above nought in rows 0, 1, 2 and 2 more"),
        ({"value": [0, 1, 1, 1, 1]}, {"value_type": 1}, "a value or limit is not above nought in row 0"),
        ({"value": 30}, {"value_type": 2}, "a value or limit is not below 1"),
        ({"quantile": [1, 1, 2, 3, 4]}, {}, "the quantile is given twice in row 1"),
        ({"upper": 0.1}, {}, "the limits are the wrong way round"),
        ({}, {"value_type": 3}, "value type 3 with transform False is not known"),
        ({}, {"transform": True}, "value type 0 with transform True is not known"),
    ],
)  # fmt: skip
def test_quantiles_that_give_no_line_are_refused(columns, settings, said):
    with pytest.raises(RequestError, match=said):
        inequality(fifths(**columns), "area", **settings)


def test_values_without_limits_are_refused():
    with pytest.raises(RequestError, match="nothing says how far the values are certain"):
        inequality(fifths().drop(columns=["lower"]), "area", value_type=1)
