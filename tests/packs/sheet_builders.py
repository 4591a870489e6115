"""An agreement's story and a department's plan, of which every part has something to tell."""

from dataclasses import replace

import pandas as pd

from commissioning.plans import plan_page
from commissioning.rules.thresholds import Thresholds
from commissioning.story.page import story_page
from commissioning.supply.supply import Supply
from tests.commissioning.plans.test_plans import SOURCES, inputs, supply_of
from tests.commissioning.story.stories import telling_of
from tests.rules.builders import register_with

ENDS = ["2027-03-31", "2027-08-29", "2028-03-31", None]


def story(*, in_parts: bool = False) -> bytes:
    """Return the story of an agreement, or of one that two sources tell of."""
    told = telling_of(
        ends_on="2027-03-31",
        title="Advice " * 20,
        reviews=[{"reviewed_on": "2026-01-31", "users_asked": "yes"}],
        measures=[{"measure": "Helped in a week", "target": 90, "direction": "higher"}],
        payments=[{"amount_pence": 7_500_000, "paid_on": "2026-03-31"}],
    )
    beside = replace(
        told,
        story=replace(told.story, source="grants"),
        register=replace(told.register, agreements=told.agreement.assign(agreement_id=2)),
    )
    sources = pd.DataFrame(columns=SOURCES)
    parts = [told, beside] if in_parts else [told]
    return story_page(parts, "A1", authority="Anytown Council", sources=sources, version="1")


def plan(agreements: int) -> bytes:
    """Return the plan of that many agreements for advice."""
    return plan_page(inputs(ends_on=(ENDS * agreements)[:agreements], title="Advice"))


def plan_of_supply() -> bytes:
    """Return a plan that tells who provides what and who is reached."""
    return plan_page(replace(inputs(), supply=supplied()))


def supplied() -> Supply:
    """Return need and supply of which every part of a plan's page has something to tell."""
    served = {"starts_on": "2025-04-01", "ends_on": "2026-03-31"}
    counted = {"measure": "in work", "kind": "better_off"}
    groups = [("Asian", 200, 8), ("White", 800, 92), ("Roma", 40, 3), ("Carers", 40, None)]
    register = register_with(
        service_category=["Advice", "Advice", "Meals"],
        groups="Asian",
        area_codes="E05000001",
        starts_on="2025-04-01",
        ends_on=["2026-08-31", "2029-03-31", None],
        specification=["Drop-in", "By telephone", "Hot"],
        provider_name=["Ann & Sons", "Ann & Sons", None],
        provider_type="third_sector",
        annual_value_pence=[5_000_000, None, None],
        users=[{**served, "group": name, "users": users} for name, _, users in groups],
        observations=[
            {"indicator": "In debt", "area_code": "E10000016", "ends_on": "2025-12-31", "group": name, "count": need}
            for name, need, _ in groups
        ],
        measures=[counted],
        returns=[{**counted, **served, "numerator": 80, "denominator": 160}],
        payments=[{"paid_on": "2025-06-30", "amount_pence": 12_000_000}],
        payments_by_provider=[
            {"service_category": "Advice", "provider_name": "Ann & Sons", "paid_on": "2026-01-31", "amount_pence": 100}
        ],
        social_value=[{"commitment": "local jobs", "committed": 10}],
    )  # fmt: skip
    spent = pd.DataFrame(
        {
            "financial_year": ["2024/25", "2025/26"],
            "department": "Adults",
            "purpose": ["Direct payments", "Home care"],
            "amount_pence": [120, 680],
        }
    )
    need = Thresholds(need_indicators={"Advice": "In debt", "Respite": "In debt"})
    told = {"years": ("2024/25", "2025/26"), "terms": ("direct payment",), "organisations": ("x",)}
    return supply_of(register, need, spent=spent, **told)
