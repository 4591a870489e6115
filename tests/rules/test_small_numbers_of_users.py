from dataclasses import replace

import pytest

from commissioning.profile_tables import Suppression
from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import answer, register_with

ON = "2026-05-01"
CARE = Thresholds(need_indicators={"Care": "Living alone"})
NEED = {"Asian": 200, "White": 700, "Black": 100}


def served(need=NEED, **users):
    period = {"starts_on": "2025-04-01", "ends_on": "2026-03-31"}
    return register_with(
        service_category="Care",
        observations=[
            {
                "indicator": "Living alone",
                "area_code": "E10000016",
                "starts_on": "2025-01-01",
                "ends_on": "2025-12-31",
                "group": group,
                "value": count,
                "count": count,
            }
            for group, count in need.items()
        ],
        users=[{**period, "group": group, "users": count} for group, count in users.items()],
    )


def sentence(register, rule=None):
    register = replace(register, suppression=rule or Suppression())
    return answer("group_not_reached", register, ON, CARE)["sentence"]


def test_a_reach_is_told_as_counted_beside_rounded_counts_where_nobody_could_be_known():
    told = sentence(served(Asian=8, White=81, Black=11))  # cases.md C1: 8% of users, 20% of need
    assert (
        "10 of its 100 users of groups in need (counts rounded to 5): a reach of 0.40 (0.21 to 0.75)"
        in told
    )


@pytest.mark.parametrize(
    ("users", "said"),
    [
        ({"Asian": 7, "White": 82, "Black": 11}, "fewer than 8 of its users"),
        ({"Asian": 0, "White": 95, "Black": 5}, "none of its users"),
        ({"Asian": 9, "White": 86, "Black": 5}, "another group has fewer than 8"),
    ],
)
def test_neither_counts_nor_reach_are_told_where_a_group_has_a_small_number(users, said):
    told = sentence(served(**users))
    assert said in told
    assert "a reach of" not in told
    assert not {str(each) for each in (7, 9, 82, 86, 95, 100)} & set(told.replace(".", " ").split())


def test_no_share_of_those_in_need_is_told_where_a_few_of_a_group_are():
    # 35 of 40 is 87.5%, which beside "35" and "40, rounded" is true of 5 others alone.
    told = sentence(served({"White": 35, "Asian": 5}, White=40, Asian=60))
    assert "fewer than 8 are in need in one of the groups counted" in told
    assert "%" not in told
    assert "a reach of" not in told
    told = sentence(served({"White": 35, "Asian": 8}, White=40, Asian=60))
    assert "White is 81.4% of those in need" in told  # 35 of 43


def test_switched_off_a_sentence_tells_what_was_counted():
    told = sentence(served(Asian=7, White=82, Black=11), Suppression(apply=False))
    assert "7 of its 100 users of groups in need: a reach of 0.35" in told
