"""An agreement's story and a department's plan in a real Chromium: no accessibility fault, no overflow."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from commissioning.plans import plan_page
from commissioning.rules.thresholds import Thresholds
from commissioning.story.page import story_page
from tests.commissioning.plans.test_plans import SOURCES, inputs, supply_of
from tests.commissioning.story.stories import telling_of
from tests.packs.test_browser import CHROMIUM, browser
from tests.rules.builders import register_with

__all__ = ["browser"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
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
    asked = {
        "authority": "Anytown Council",
        "sources": pd.DataFrame(columns=SOURCES),
        "version": "1",
    }
    ends = ["2027-03-31", "2027-08-29", "2028-03-31", None]
    made = {
        "story": story_page([told], "A1", **asked),
        "parts": story_page([told, beside], "A1", **asked),
        "plan": plan_page(inputs(ends_on=ends, title="Advice")),
        "supplied": plan_page(replace(inputs(), supply=supplied())),
        "many": plan_page(inputs(ends_on=ends * 30, title="Advice")),
    }
    folder = tmp_path_factory.mktemp("sheets")
    for name, html in made.items():
        (folder / f"{name}.html").write_bytes(html)
    return sorted(folder.glob("*.html"))


def supplied():
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


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_fault_and_the_page_never_scrolls_sideways(browser, pages, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(viewport={"width": width, "height": 900})
    for path in pages:
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = axe.Axe().run(page)
        assert found.violations_count == 0, f"{path.name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
    page.close()
