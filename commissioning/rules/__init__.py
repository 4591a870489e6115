"""Every rule there is, and the asking of all of them."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from commissioning.register import Register
from commissioning.rules.answers import Answers
from commissioning.rules.by_department import NO_OWN, of_each_department
from commissioning.rules.cliff_edge import cliff_edge
from commissioning.rules.duplicate_service import duplicate_service
from commissioning.rules.eqia_missing import eqia_missing
from commissioning.rules.eqia_stale import eqia_stale
from commissioning.rules.eqia_unpublished import eqia_unpublished
from commissioning.rules.expiry_within_lead_time import expiry_within_lead_time
from commissioning.rules.extended_without_authority import extended_without_authority
from commissioning.rules.extension_decision_due import extension_decision_due
from commissioning.rules.extension_exhausted import extension_exhausted
from commissioning.rules.group_not_reached import group_not_reached
from commissioning.rules.kpi_red_consecutive import kpi_red_consecutive
from commissioning.rules.kpi_return_late import kpi_return_late
from commissioning.rules.late_confirmation import late_confirmation
from commissioning.rules.latest_start_passed import latest_start_passed
from commissioning.rules.modification_over_limit import modification_over_limit
from commissioning.rules.monitoring_gap import monitoring_gap
from commissioning.rules.need_volume_divergence import need_volume_divergence
from commissioning.rules.needs_assessment_stale import needs_assessment_stale
from commissioning.rules.no_exit_plan import no_exit_plan
from commissioning.rules.no_social_value import no_social_value
from commissioning.rules.no_successor import no_successor
from commissioning.rules.not_competed import not_competed
from commissioning.rules.notice_window_closed import notice_window_closed
from commissioning.rules.off_contract_spend import off_contract_spend
from commissioning.rules.outcomes import Outcomes
from commissioning.rules.provider_at_risk import provider_at_risk
from commissioning.rules.provider_concentration import provider_concentration
from commissioning.rules.repeat_solution import repeat_solution
from commissioning.rules.repeat_temporary_extension import repeat_temporary_extension
from commissioning.rules.replaced import outcomes_replaced
from commissioning.rules.rolled_over_past_end import rolled_over_past_end
from commissioning.rules.serial_annual import serial_annual
from commissioning.rules.service_gap import service_gap
from commissioning.rules.single_bidder import single_bidder
from commissioning.rules.spend_over_profile import spend_over_profile
from commissioning.rules.term_below_norm import term_below_norm
from commissioning.rules.thresholds import Thresholds
from commissioning.rules.unit_cost_outlier import unit_cost_outlier
from commissioning.rules.unrecognised_commissioning import unrecognised_commissioning
from commissioning.rules.value_exceeded import value_exceeded

RULES: dict[str, Callable[..., Answers]] = {
    "expiry_within_lead_time": expiry_within_lead_time,
    "latest_start_passed": latest_start_passed,
    "notice_window_closed": notice_window_closed,
    "extension_decision_due": extension_decision_due,
    "extension_exhausted": extension_exhausted,
    "cliff_edge": cliff_edge,
    "rolled_over_past_end": rolled_over_past_end,
    "extended_without_authority": extended_without_authority,
    "repeat_temporary_extension": repeat_temporary_extension,
    "eqia_missing": eqia_missing,
    "eqia_unpublished": eqia_unpublished,
    "eqia_stale": eqia_stale,
    "kpi_red_consecutive": kpi_red_consecutive,
    "kpi_return_late": kpi_return_late,
    "spend_over_profile": spend_over_profile,
    "value_exceeded": value_exceeded,
    "modification_over_limit": modification_over_limit,
    "unit_cost_outlier": unit_cost_outlier,
    "off_contract_spend": off_contract_spend,
    "no_social_value": no_social_value,
    "single_bidder": single_bidder,
    "not_competed": not_competed,
    "repeat_solution": repeat_solution,
    "provider_at_risk": provider_at_risk,
    "need_volume_divergence": need_volume_divergence,
    "group_not_reached": group_not_reached,
    "provider_concentration": provider_concentration,
    "duplicate_service": duplicate_service,
    "term_below_norm": term_below_norm,
    "serial_annual": serial_annual,
    "late_confirmation": late_confirmation,
    "monitoring_gap": monitoring_gap,
    "needs_assessment_stale": needs_assessment_stale,
    "no_exit_plan": no_exit_plan,
    "no_successor": no_successor,
    "service_gap": service_gap,
    "unrecognised_commissioning": unrecognised_commissioning,
}

METHODS = ("measures", "needs")  # the rooms whose methods the rules use
# The duty to publish an assessment outlasts the agreement; every other rule is asked of live ones.
ASKED_OF_ENDED = ("eqia_unpublished",)
# What takes most memory to answer, while few answers are held beside it yet.
ASKED_FIRST = (
    *("duplicate_service", "serial_annual", "group_not_reached", "provider_concentration"),
    *("off_contract_spend", "cliff_edge", "eqia_missing", "kpi_return_late", "unit_cost_outlier"),
    *("unrecognised_commissioning", "need_volume_divergence", "spend_over_profile"),
)


def judge_register(
    register: Register,
    *,
    on: date,
    thresholds: Thresholds,
    own: Mapping[str, Thresholds] = NO_OWN,
) -> Outcomes:
    """Return what each rule answers of all that it is asked of, rule by rule.

    Most rules are asked of every live agreement, the others of departments or providers. ``own`` has
    the thresholds of the departments that set some themselves, by name.
    """

    def ask(by: Thresholds) -> Outcomes:
        def of(name: str) -> Answers:
            return RULES[name](register, on=on, thresholds=by)

        found = {name: of(name) for name in ASKED_FIRST}
        pa.default_memory_pool().release_unused()  # to the system, what numpy has freed too
        found |= {name: of(name) for name in RULES if name not in found}
        return Outcomes(tuple(found[name] for name in RULES))

    return of_each_department(
        ask, register, thresholds=thresholds, own=own, replaced=outcomes_replaced
    )


# What rules are asked of is made by these (who a provider is, and of which sector), the next count
# the days and the money that they ask about, and the last choose the facts that they see.
SHARED = (
    *("dates.py", "identifiers.py", "folded_names.py", "known_providers.py", "matching.py"),
    *("provider_names.py", "provider_types.py", "register.py", "registered_bodies.py"),
    *("related_names.py", "organisation.py", "../models/names.py", "../models/feeds.py"),
    *("working_days.py", "timetable/durations.py", "timetable/worked_back.py"),
    *("profile_timetable.py", "money.py", "small_numbers/published.py"),
    "small_numbers/bounds.py",
    *(
        f"../models/store/{name}.py"
        for name in (
            *("facts", "known", "payments_known", "providers_known", "decisions"),
            *("keyed", "versions", "standing", "row_ids", "rows"),
        )
    ),
)


@cache
def rules_digest() -> str:
    """Return the SHA-256 of the source of every rule and of what they share.

    It changes when an answer could: a judgement made with other rules is another judgement.
    """
    return sha256(b"\0".join(path.read_bytes() for path in judged_by())).hexdigest()


def judged_by() -> tuple[Path, ...]:
    """Return the files that an answer can turn on: every rule's, and those of what they share."""
    folder = Path(__file__).resolve().parent
    shared = [(folder.parent / name).resolve() for name in SHARED]
    methods = [path for room in METHODS for path in sorted((folder.parent / room).glob("*.py"))]
    return (*sorted(folder.glob("*.py")), *shared, *methods)
