"""What places an agreement in the order, and what it costs, is its own."""

import pandas as pd

from commissioning.plans.order import unmet
from commissioning.plans.services import by_category
from tests.commissioning.plans.test_plans import inputs

WARDS = ["E05000001", "E05000002"]


def test_a_group_missed_in_one_ward_is_no_reason_in_another():
    plan = inputs(service_category="Advice", area_codes=WARDS)
    vars(plan.supply)["reach_shown"] = pd.DataFrame(
        {
            **{"category": ["advice"], "service_category": ["Advice"], "area_code": WARDS[:1]},
            **{"group": ["Asian"], "status": ["flagged"]},
        }
    )
    assert unmet(plan)["agreement_id"].tolist() == plan.live["agreement_id"].tolist()[:1]


def test_a_yearly_cost_is_told_where_no_kind_of_service_is():
    plan = inputs(service_category=None, annual_value_pence=1_000)
    assert by_category(plan)["annual_cost_pence"].tolist() == [1_000]
