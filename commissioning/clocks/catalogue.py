"""What is to be known of every clock at a glance: its notice, its day, whom it covers and its basis."""

from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """A clock's ``notice`` (empty where none is published), what it is called, its day and its basis."""

    notice: str
    title: str
    act_by: str
    regimes: str
    basis: str


ACT = "Procurement Act 2023"
PSR = "Health Care Services (Provider Selection Regime) Regulations 2023"

CATALOGUE = {
    "pipeline_notice": About(
        "UK1",
        "Pipeline notice",
        "26 May",
        "pa2023",
        f"{ACT}, section 93; Government Commercial Agency, notices essentials; Find a Tender, notice types",
    ),
    "contract_details_notice": About(
        "UK7",
        "Contract details notice",
        "30 days after `signed_on`; 120 under the light touch",
        "pa2023, pa2023_light_touch",
        f"{ACT}, section 53; Ward Hadaway on light touch contracts",
    ),
    "key_performance_indicators": About(
        "",
        "Key performance indicators",
        "`signed_on`, or `starts_on` where that is empty",
        "pa2023, but frameworks",
        f"{ACT}, section 52; Ward Hadaway on its exemptions",
    ),
    "contract_performance_notice": About(
        "UK9",
        "Contract performance notice",
        "12 months after the last one or the signature; 30 days after the end",
        "pa2023, but frameworks",
        f"{ACT}, section 71; Cabinet Office guidance, contract performance notices",
    ),
    "contract_change_notice": About(
        "UK10",
        "Contract change notice",
        "the day the modifications go over a limit",
        "pa2023",
        f"{ACT}, section 75",
    ),
    "contract_termination_notice": About(
        "UK11",
        "Contract termination notice",
        "30 days after `ends_on`",
        "pa2023",
        f"{ACT}, section 80; Hugh James on contract management",
    ),
    "psr_award_notice": About(
        "PSR award",
        "Award notice, direct award process A or B",
        "30 days after `awarded_on`",
        "psr",
        f"{PSR}, regulations 7 and 8",
    ),
    "psr_modification_notice": About(
        "PSR modification",
        "Notice of modification",
        "30 days after the change that reaches the limit",
        "psr",
        f"{PSR}, regulation 13; NHS England, contract modifications",
    ),
    "psr_considerable_change": About(
        "",
        "Change beyond the authority's own decision",
        "none: it is not permitted",
        "psr",
        f"{PSR}, regulation 13; Burges Salmon on direct award process C",
    ),
}
