"""A department that names an indicator of its own is told the need by it, in packs and in the plan."""

from pathlib import Path

import pytest

from tests.cases.council import with_files
from tests.packs.page_read import read, rows_of

pytestmark = pytest.mark.thorough

ON = "2026-07-20"
HERE = "E10000016"
PROFILE = """
[thresholds.need_indicators]
Advice = "In debt"
Meals = "In debt"
[[departments]]
name = "Place"
[departments.thresholds.need_indicators]
Meals = "Alone"
"""
TERM = {"starts_on": "2025-04-01", "ends_on": "2029-03-31", "commissioner": "Anna"}
YEAR = {"starts_on": "2025-01-01", "ends_on": "2025-12-31", "area_code": HERE}
FILES = {
    "agreements": [
        {"reference": "A1", "title": "Debt", "service_category": "Advice", "department": "People", **TERM},
        {"reference": "A2", "title": "Rides", "service_category": "Meals", "department": "Place", **TERM},
    ],
    "users": [
        {"reference": each, "starts_on": "2025-04-01", "ends_on": "2026-03-31", "group": group, "users": users}
        for each in ("A1", "A2")
        for group, users in (("Asian", 10), ("White", 90))
    ],
    "observations": [
        {"indicator": indicator, **YEAR, "group": group, "count": count, "value": value}
        for indicator, asian, all_value in (("In debt", 200, 40), ("Alone", 120, 7))
        for group, count, value in (("Asian", asian, ""), ("White", 800, ""), ("", "", all_value))
    ],
}  # fmt: skip


def test_packs_and_the_plan_tell_the_need_by_the_departments_own_indicator(tmp_path):
    terminal = with_files(tmp_path, FILES, PROFILE)
    pages = {}
    for audience in ("dmt", "manager"):
        ran = terminal("build-packs", "--on", ON, "--audience", audience, "--json")
        assert ran.status == 0, ran.err
        [pack] = ran.document["packs"]
        pages[audience] = read(Path(pack["html"]).read_bytes())
    answered = [row[1:3] for row in rows_of(pages["manager"], "need_answered")]
    assert answered == [["In debtA county", "40.02025"], ["AloneA county", "7.002025"]]
    # 200 of 1,000 in debt; 120 of 920 alone.
    share = {row[1]: row[2] for row in rows_of(pages["dmt"], "reach") if row[0] == "Asian"}
    assert share == {f"Advice{HERE}": "20%", f"Meals{HERE}": "13%"}

    planned = terminal("plan-services", "--on", ON, "--output", tmp_path / "plan.html", "--json")
    assert planned.status == 0, planned.err
    need = {
        row["service_category"]: row["need"]
        for row in planned.document["reach"]
        if row["group"] == "Asian"
    }
    assert need == {"Advice": 200, "Meals": 120}
