"""Every rule there is, in the order they are asked: its number, what it is asked of, and its version."""

from dataclasses import dataclass

ALL_REGIMES = "every regime"


@dataclass(frozen=True)
class About:
    """A rule's number in the list of rules, its subject, and the regimes it covers.

    ``version`` is one more whenever the rule would answer the same question otherwise.
    """

    number: str
    subject: str = "live agreements"
    regimes: str = ALL_REGIMES
    version: int = 1


CATALOGUE = {
    "expiry_within_lead_time": About("R01"),
    "latest_start_passed": About("R02"),
    "notice_window_closed": About("R03"),
    "extension_decision_due": About("R04"),
    "extension_exhausted": About("R04"),
    "cliff_edge": About("R05"),
    "rolled_over_past_end": About("R06"),
    "extended_without_authority": About("R07"),
    "repeat_temporary_extension": About("R08"),
    "eqia_missing": About("R09"),
    "eqia_unpublished": About("R09", subject="live and ended agreements"),
    "eqia_stale": About("R09"),
    "kpi_red_consecutive": About("R10"),
    "kpi_return_late": About("R11"),
    "spend_over_profile": About("R12"),
    "value_exceeded": About("R13"),
    "modification_over_limit": About("R13", regimes="pa2023, psr; pcr2015_legacy is unknown"),
    "unit_cost_outlier": About("R14"),
    "off_contract_spend": About("R15", subject="providers"),
    "no_social_value": About("R16"),
    "single_bidder": About("R17"),
    "not_competed": About("R17"),
    "repeat_solution": About("R18"),
    "provider_at_risk": About("R19", subject="providers"),
    "need_volume_divergence": About("R20"),
    "group_not_reached": About("R21"),
    "provider_concentration": About("R22"),
    "duplicate_service": About("R23"),
    "term_below_norm": About("R24"),
    "serial_annual": About("R24"),
    "late_confirmation": About("R24"),
    "monitoring_gap": About("R25"),
    "needs_assessment_stale": About("R26"),
    "no_exit_plan": About("R27"),
    "no_successor": About("R28"),
    "service_gap": About("R28"),
    "unrecognised_commissioning": About("R29", subject="departments"),
}
