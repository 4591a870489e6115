"""A department is planned by its own thresholds, by whatever name it is asked for."""

from dataclasses import replace

from commissioning.rules.thresholds import Thresholds
from tasks.plan import of_department
from tests.commissioning.plans.test_plans import inputs


def test_a_department_asked_for_by_a_former_name_has_its_own_thresholds():
    plan = inputs(department="Adults", ends_on="2027-03-31")
    names = {"Adults": "People", "People": "People"}
    own = {"People": Thresholds(reach_ratio=0.5)}
    supply = replace(plan.supply, register=replace(plan.register, department_names=names), own=own)
    found = of_department(replace(plan, supply=supply), "adults")
    assert (found.department, found.thresholds.reach_ratio) == ("People", 0.5)
