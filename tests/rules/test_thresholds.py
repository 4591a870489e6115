"""The law's numbers, and the authority's."""

import pytest
from pydantic import ValidationError

from commissioning.rules.thresholds import Thresholds


@pytest.mark.parametrize(
    "loosened",
    [
        {"modification_share": 0.11},
        {"modification_share_works": 0.16},
        {"psr_change_gbp": 500_001},
        {"psr_change_share": 0.26},
    ],
)
def test_a_threshold_of_law_cannot_be_loosened(loosened):
    with pytest.raises(ValidationError, match="less than or equal"):
        Thresholds(**loosened)


@pytest.mark.parametrize(
    "tightened",
    [
        {"modification_share": 0.05},
        {"modification_share_works": 0.10},
        {"psr_change_gbp": 50_000},
        {"psr_change_share": 0.20},
    ],
)
def test_a_threshold_of_law_may_be_tightened(tightened):
    assert Thresholds(**tightened).model_dump().items() >= tightened.items()


@pytest.mark.parametrize(
    "wrong",
    [
        {"lead_month": {"silver": 12}},  # no such name
        {"lead_months": {"platinum": 36}},
        {"lead_months": {"silver": 18.5}},
        {"lead_months": {"silver": 0}},
        {"cliff_days": "7"},
        {"cliff_days": True},
        {"cliff_share": 25},  # a share is 0 to 1
        {"hhi": float("nan")},
        {"lead_high_months": 5},  # before critical
        {"red_quarters": {"medium": 5}},
        {"burn_medium": 1.30},
    ],
)
def test_what_is_not_a_threshold_is_refused(wrong):
    with pytest.raises(ValidationError):
        Thresholds(**wrong)


def test_a_tier_left_out_keeps_its_default():
    lead = Thresholds(lead_months={"gold": 36}).lead_months
    assert (lead.gold, lead.silver, lead.bronze) == (36, 18, 9)


def test_the_digest_changes_with_a_value_and_not_with_how_it_is_written():
    assert Thresholds(hhi=2_500).digest() == Thresholds().digest()
    assert Thresholds(works_categories=["Roads"]).digest() != Thresholds().digest()
    assert Thresholds(lead_months={"gold": 25}).digest() != Thresholds().digest()


def test_thresholds_do_not_change_under_a_run():
    with pytest.raises(ValidationError, match="frozen"):
        Thresholds().cliff_days = 8
