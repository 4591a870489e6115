"""Questions about need, groups, markets and services alike, beyond the examples of their pages."""

from dataclasses import replace

import pandas as pd
import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import answer, ask, register_with

ON = "2026-05-01"
CARE = Thresholds(need_indicators={"Care": "Living alone"})


def observed(year, value, **columns):
    return {
        **{"indicator": "Living alone", "area_code": "E10000016", "ends_on": f"{year}-12-31"},
        **{"value": value, "lower": value * 0.99, "upper": value * 1.01, **columns},
    }


def volume(year, value):
    return {
        **{"measure": "hours", "starts_on": f"{year}-04-01", "ends_on": f"{year + 1}-03-31"},
        "value": value,
    }


def growing(need, delivered, *, observations=(), **columns):
    """Return a register in which need and volume were both 100 three years before."""
    return register_with(
        **{"service_category": "Care", "ends_on": "2027-03-31", **columns},
        observations=[observed(2022, 100), observed(2025, need), *observations],
        measures=[{"measure": "hours", "kind": "how_much", "unit": "hour"}],
        returns=[volume(2022, 100), volume(2025, delivered)],
    )


@pytest.mark.parametrize(
    ("need", "delivered", "status"),
    [(110, 100, "flagged"), (109, 100, "clear"), (130, 121, "clear"), (100, 90, "flagged")],
)
def test_ten_points_apart_are_a_divergence(need, delivered, status):
    found = answer("need_volume_divergence", growing(need, delivered), ON, CARE)
    assert found["status"] == status


def test_the_volume_of_what_is_not_on_the_register_is_passed_over():
    register = growing(110, 100)
    elsewhere = {
        name: pd.concat([rows, rows.assign(agreement_id=99, reference="A99")], ignore_index=True)
        for name, rows in (("measures", register.measures), ("returns", register.returns))
    }
    found = answer("need_volume_divergence", replace(register, **elsewhere), ON, CARE)
    assert found["status"] == "flagged"


QUARTERS = [
    ("04-01", "06-30", 0),
    ("07-01", "09-30", 0),
    ("10-01", "12-31", 0),
    ("01-01", "03-31", 1),
]


def quarters(year, *, without=(), value=25, **columns):
    """Return the quarterly returns of a financial year, without those whose number is named."""
    return [
        {
            **{"measure": "hours", "value": value, **columns},
            **{"starts_on": f"{year + later}-{first}", "ends_on": f"{year + later}-{last}"},
        }
        for number, (first, last, later) in enumerate(QUARTERS)
        if number not in without
    ]


@pytest.mark.parametrize(
    ("now", "term", "status"),
    [
        (quarters(2025), {}, "clear"),  # 100 hours in either year
        (quarters(2025, without=[3]), {}, "unknown"),  # 75 hours are not 25% less
        (quarters(2025, without=[1]), {}, "unknown"),
        (quarters(2025, value=20), {}, "flagged"),  # 80 hours: 20 points apart
        ([*quarters(2025, without=[3]), volume(2025, 25)], {}, "unknown"),  # its days twice
        (quarters(2025, without=[3]), {"ends_on": "2025-12-31"}, "unknown"),  # a year in part
        (quarters(2025), {"starts_on": "2022-04-01"}, "clear"),
        (quarters(2025), {"starts_on": "2022-04-02"}, "unknown"),  # the earlier year in part
    ],
)
def test_a_return_that_never_came_is_not_nothing_done(now, term, status):
    register = register_with(
        **{"service_category": "Care", "ends_on": "2027-03-31", **term},
        observations=[observed(2022, 100), observed(2025, 100)],
        measures=[{"measure": "hours", "kind": "how_much", "unit": "hour"}],
        returns=[*quarters(2022), *now],
    )
    found = answer("need_volume_divergence", register, ON, CARE)
    assert found["status"] == status, found["sentence"]


@pytest.mark.parametrize(
    ("last", "term", "status"),
    [
        (quarters(2025), {}, "clear"),  # £1,000 for 100 hours, as the others
        (quarters(2025, without=[3]), {}, "unknown"),  # not £13.33 an hour
        (quarters(2025, received_on="2026-05-02"), {}, "unknown"),  # all came after the day
        (quarters(2025, without=[3]), {"ends_on": "2025-12-31"}, "flagged"),  # it did no more
        (quarters(2025, without=[3]), {"ends_on": "2026-01-01"}, "unknown"),  # one day more
        (quarters(2025, without=[0]), {"starts_on": "2025-07-01"}, "flagged"),
        (quarters(2025, without=[0]), {"starts_on": "2025-06-30"}, "unknown"),
        (quarters(2025), {"ends_on": "2024-12-31"}, "clear"),  # it went on past its end
        (quarters(2025, without=[3]), {"ends_on": "2024-12-31"}, "unknown"),
    ],
)
def test_a_unit_costs_no_more_because_a_return_never_came(last, term, status):
    names = [f"A{number}" for number in range(1, 9)]
    returned = [{**row, "reference": name} for name in names[:-1] for row in quarters(2025)]
    term = {name: [None] * 7 + [day] for name, day in term.items()}
    register = register_with(
        **{"reference": names, "service_category": "Care", **term},
        measures=[
            {"reference": name, "measure": "hours", "kind": "how_much", "unit": "hour"}
            for name in names
        ],
        returns=[*returned, *({**row, "reference": "A8"} for row in last)],
        payments=[
            {"reference": name, "paid_on": "2025-09-30", "amount_pence": 100_000} for name in names
        ],
    )
    found = ask("unit_cost_outlier", register, ON)
    assert found.loc["A8", "status"] == status, found.loc["A8", "sentence"]


def test_need_is_that_of_everybody_in_the_area_the_agreement_names():
    others = [
        observed(2025, 500, sex="Males"),
        observed(2025, 500, group="Asian"),
        observed(2025, 500, area_code="E05000001"),
        observed(2026, 500),  # not over yet
    ]
    register = growing(100, 100, observations=others)
    assert answer("need_volume_divergence", register, ON, CARE)["status"] == "clear"
    ward = growing(100, 100, observations=others, area_codes="E05000001")
    found = answer("need_volume_divergence", ward, ON, CARE)
    assert "not observed on two days so many years apart" in found["sentence"]


def test_without_its_limits_a_rise_is_not_certain():
    bare = {"indicator": "Living alone", "area_code": "E10000016"}
    register = growing(100, 100)
    values = [
        {**bare, "ends_on": f"{year}-12-31", "value": value}
        for year, value in ((2022, 1), (2025, 9))
    ]
    register = register_with(
        service_category="Care",
        observations=values,
        measures=[{"measure": "hours", "kind": "how_much"}],
        returns=[volume(2022, 100), volume(2025, 100)],
    )
    found = answer("need_volume_divergence", register, ON, CARE)
    assert "without its 95% limits" in found["sentence"]


def reaching(users, need=(200, 800), groups=("Asian", "White")):
    return register_with(
        service_category="Care",
        observations=[
            {**observed(2025, count), "group": group, "count": count}
            for group, count in zip(groups, need, strict=True)
        ],
        users=[
            {"starts_on": "2025-04-01", "ends_on": "2026-03-31", "group": group, "users": count}
            for group, count in zip(groups, users, strict=True)
        ],
    )


@pytest.mark.parametrize(
    ("users", "need", "status"),
    [
        ((8, 92), (200, 800), "flagged"),
        ((2, 23), (200, 800), "clear"),  # too few users to be certain
        ((0, 100), (200, 800), "flagged"),
        ((0, 100), (29, 800), "unknown"),  # too few in need
        ((0, 100), (30, 270), "flagged"),
        ((0, 0), (200, 800), "unknown"),
        ((None, 92), (200, 800), "unknown"),
    ],
)
def test_a_group_is_missed_where_that_is_certain(users, need, status):
    found = answer("group_not_reached", reaching(users, need), ON, CARE)
    assert found["status"] == status, found["sentence"]


def test_a_market_is_concentrated_in_an_area_too():
    paid = [("Alpha", "E1"), ("Alpha", "E1"), ("Beta", "E2"), ("Gamma", "E2"), ("Delta", "E2")]
    register = register_with(
        service_category="Care",
        area_codes=["E1", "E2", "E1;E2"],
        payments=[
            {"reference": {"E1": "A1", "E2": "A2"}[area], "amount_pence": 100} for _, area in paid
        ],
        payments_by_provider=[
            {"provider_name": name, "paid_on": "2026-01-01", "amount_pence": pence}
            for (name, _), pence in zip(paid, (100, 100, 200, 200, 200), strict=True)
        ],
    )
    # The same rows, read once by agreement and once by provider.
    register.payments["row_id"] = register.payments_by_provider["row_id"]
    higher = Thresholds(hhi=3_400)
    found = ask("provider_concentration", register, "2026-03-31", higher)
    assert dict(found["status"]) == {"A1": "flagged", "A2": "clear", "A3": "flagged"}
    assert "for Care in E1 in twelve months 100.0% went to Alpha" in found.loc["A3", "sentence"]


@pytest.mark.parametrize(
    ("changed", "statuses"),
    [
        ({}, ["flagged", "flagged"]),
        ({"specification": ["By  phone", "by phone"]}, ["clear", "clear"]),
        ({"starts_on": ["2025-01-01", "2027-01-01"], "ends_on": ["2026-12-31", "2027-12-31"]}, ["clear", "clear"]),
        ({"groups": ["a;b", "c"]}, ["clear", "clear"]),
        ({"groups": ["Young  People", "carers; young people"]}, ["flagged", "flagged"]),
        ({"area_codes": ["E1", " e1"]}, ["flagged", "flagged"]),
        ({"groups": ["a;", "c;"]}, ["clear", "clear"]),  # nothing in common but an empty place
        ({"status": ["active", "ended"]}, ["clear"]),
        ({"specification": ["a", None]}, ["unknown", "unknown"]),  # it may be another
        ({"starts_on": ["2025-01-01", None]}, ["unknown", "unknown"]),
        ({"starts_on": ["2025-01-01", None], "ends_on": ["2026-12-31", "2024-12-31"]}, ["clear", "unknown"]),
        ({"groups": ["a;b", None]}, ["clear", "unknown"]),
        ({"ends_on": ["2026-12-31", "2024-12-31"]}, ["unknown", "unknown"]),  # before its first day
        ({"ends_on": ["2026-12-31", "2025-01-01"]}, ["flagged", "flagged"]),  # one day long
        ({"ends_on": ["2026-12-31", "2024-12-31"], "groups": ["a", "b"]}, ["clear", "unknown"]),
    ],
)  # fmt: skip
def test_two_services_alike_are_told_apart_by_what_they_do(changed, statuses):
    given = {
        **{"service_category": ["Advice", "advice"], "groups": ["a;b", "b"], "area_codes": "E1"},
        **{"starts_on": "2025-01-01", "ends_on": "2026-12-31", "specification": ["a", "b"]},
    }
    found = ask("duplicate_service", register_with(**{**given, **changed}), ON)
    assert list(found["status"]) == statuses


def test_an_agreement_that_ends_before_it_starts_is_said_to():
    register = register_with(
        **{"service_category": "Advice", "groups": "b", "area_codes": "E1"},
        **{"starts_on": "2025-01-01", "ends_on": "2024-12-31", "specification": "a"},
    )
    found = answer("duplicate_service", register, ON)
    assert found["status"] == "unknown"
    assert found["sentence"].endswith("cannot be told: its last day is before its first.")


def test_social_value_matters_more_under_the_regimes_the_authority_names():
    register = register_with(value_pence=10_000_000, regime=["pa2023", "psr"])
    named = Thresholds(social_value_regimes=("pa2023",))
    assert list(ask("no_social_value", register, ON, named)["severity"]) == ["medium", "low"]
