"""What holds of every rule, whatever is in the register, as days go on."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from commissioning.rules import RULES
from tests.rules.builders import ask, register_with
from tests.rules.test_judge_register import (
    OF_DEPARTMENTS,
    OF_PROVIDERS,
    WITH_NEED,
    any_register,
)

pytestmark = pytest.mark.thorough

DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31)).map(str)
MAYBE = st.none() | DAYS
# What has begun, or is overdue, stays so until somebody records something.
ONLY_A_RECORD_ENDS_IT = (
    *("expiry_within_lead_time", "latest_start_passed", "notice_window_closed"),
    *("extension_decision_due", "extension_exhausted", "rolled_over_past_end"),
    *("eqia_unpublished", "eqia_stale", "monitoring_gap", "no_exit_plan", "needs_assessment_stale"),
)


@settings(max_examples=5, deadline=None)
@given(
    ends_on=st.lists(MAYBE, min_size=3, max_size=3),
    starts_on=DAYS,
    latest_end_on=MAYBE,
    tier=st.sampled_from(["gold", "silver", "bronze", None]),
    completed_on=DAYS,
    days=st.lists(DAYS, min_size=2, max_size=2).map(sorted),
)
def test_no_flag_goes_out_because_days_pass(
    ends_on, starts_on, latest_end_on, tier, completed_on, days
):
    register = register_with(
        ends_on=ends_on,
        starts_on=starts_on,
        latest_end_on=latest_end_on,
        tier=tier,
        service_category="Care",
        equality=[{"status": "completed_unpublished", "completed_on": completed_on}],
        needs_assessments=[{"service_category": "Care", "completed_on": "2018-01-01"}],
    )
    for rule in ONLY_A_RECORD_ENDS_IT:
        earlier, later = (ask(rule, register, day)["status"] for day in days)
        assert not ((earlier == "flagged") & (later != "flagged")).any(), rule
        assert ((earlier == "unknown") <= (later != "clear")).all(), rule


# A seed has no smaller one that says the same, so a failing one is not shrunk.
@settings(max_examples=2, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 10_000), on=DAYS)
@example(seed=0, on="2018-01-01")  # nothing is awarded yet
def test_no_flag_is_to_be_acted_on_after_the_end(seed, on):
    register = any_register(seed, agreements=25)
    ends_on = register.agreements.set_index("reference")["ends_on"]
    for rule in RULES:
        found = ask(rule, register, on, WITH_NEED)
        act_by = found.loc[found["status"] == "flagged", "act_by"]
        assert act_by.notna().all(), rule
        assert not (act_by > ends_on.reindex(act_by.index)).any(), rule
        if rule in (*OF_DEPARTMENTS, *OF_PROVIDERS):
            assert (act_by == pd.Timestamp(on)).all()
