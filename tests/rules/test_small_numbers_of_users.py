from dataclasses import replace

import pytest

from commissioning.profile_tables import Suppression
from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import answer, register_with

ON = "2026-05-01"
CARE = Thresholds(need_indicators={"Care": "Living alone"})
NEED = {"Asian": 200, "White": 700, "Black": 100}


def served(**users):
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
            for group, count in NEED.items()
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


def test_switched_off_a_sentence_tells_what_was_counted():
    told = sentence(served(Asian=7, White=82, Black=11), Suppression(apply=False))
    assert "7 of its 100 users of groups in need: a reach of 0.35" in told
