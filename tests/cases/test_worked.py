"""The worked cases of the rules, from files through ``flag-contracts --json``, on the days they turn."""

import pytest

from tests.cases.council import answers_on, with_files
from tests.cases.worked import DAY, FILES, NEXT, PROFILE, YEAR_END

pytestmark = pytest.mark.thorough

F, C, U, NA = "flagged", "clear", "unknown", "not_applicable"

# What a rule answers of a subject on 18 February 2026 and the day after; None where it is not asked.
TURNS = {
    "expiry_within_lead_time": {
        **{"gold": (C, F), "silver": (C, F), "bronze": (C, F), "year": (F, F), "31-may": (F, F)},
        **{"29-february": (C, C), "31-march": (C, C), "awarded-next": (None, F)},
    },
    "latest_start_passed": {
        **{"timetable": (C, F), "timetable-decided": (C, C), "timetable-followed": (C, C)},
    },
    "notice_window_closed": {
        **{"notice-3": (C, F), "notice-1": (C, F), "notice-6": (C, F)},
        **{"decided-next": (F, C), "decided-undated": (C, C), "awarded-next": (None, F)},
    },
    "extension_decision_due": {"bronze": (C, F), "option-unsaid": (C, U), "silver": (C, C)},
    "extension_exhausted": {"silver": (C, F), "bronze": (C, C), "half": (U, U)},
    "cliff_edge": {
        **{"seven-days-1": (F, F), "seven-days-10": (F, F), "eight-days-1": (C, C)},
        **{"quarter-1": (F, F), "less-1": (C, C), "passing-1": (F, C)},
    },
    "rolled_over_past_end": {
        **{"ended": (C, F), "ended-extended": (C, C), "ended-unsaid": (C, U)},
        "ended-planned": (F, F),
    },
    "repeat_temporary_extension": {"temporary-25": (C, C), "temporary-26": (F, F)},
    "eqia_missing": {
        **{"decided-same": (C, C), "decided-before": (F, F), "decided-needless": (C, C)},
    },
    "eqia_unpublished": {
        **{"unpublished": (C, F), "unpublished-ended": (C, F), "unpublished-30": (C, C)},
    },
    "eqia_stale": {"stale": (C, F)},
    "kpi_red_consecutive": {
        **{"red-2": (F, F), "red-3": (F, F), "red-4": (F, F)},
        **{"red-grey-red": (C, C), "grey": (U, U)},
    },
    "kpi_return_late": {
        **{"late-awaited": (C, F), "late-14": (C, C), "late-15": (F, F), "late-twice": (F, F)},
        "late-apart": (F, F),
    },
    "modification_over_limit": {
        **{"pa-10": (C, C), "pa-over": (F, F), "pa-less": (F, F), "pa-added": (F, F)},
        **{"pa-offset": (C, C), "pa-noticed": (C, C), "pa-noticed-late": (F, F)},
        **{"pa-tomorrow": (C, F), "pa-term-10": (C, C), "pa-term-over": (F, F)},
        **{"works-15": (C, C), "works-over": (F, F), "light-touch": (NA, NA), "grant": (NA, NA)},
        **{"legacy": (U, U), "silver": (U, U), "psr-28": (C, C), "psr-20": (C, C)},
        **{"psr-37": (F, F), "psr-25": (F, F)},
    },
    "off_contract_spend": {
        "provider:Five Thousand Ltd": (C, C),
        "provider:Last Year Ltd": (F, None),  # paid a year before the second day
    },
    "no_social_value": {"jobs": (C, C), "no-jobs": (F, F), "few-jobs": (C, C)},
    "repeat_solution": {"again-1": (F, F), "again-3": (F, F), "silver": (C, C)},
    "provider_at_risk": {"provider:GB-COH-00000001": (C, F)},
    "need_volume_divergence": {"volume-20": (F, F), "volume-21": (C, C)},
    "group_not_reached": {"users-100": (F, F), "users-25": (C, C)},
    "provider_concentration": {"shares": (F, F), "quarters": (C, C)},
    "term_below_norm": {"months-36": (C, C), "months-35": (F, F)},
    "late_confirmation": {"months-36": (C, C), "months-35": (F, F)},
    "monitoring_gap": {
        **{"gold-reviewed": (C, F), "untiered-reviewed": (C, F), "bronze-reviewed": (C, F)},
        "gold-unreviewed": (C, F),
    },
    "needs_assessment_stale": {"assessed": (C, F), "unassessed": (F, F)},
    "no_exit_plan": {"year": (C, F), "planned-by": (F, C), "bronze": (NA, NA)},
    "no_successor": {"awaits": (C, F)},
    "service_gap": {"old": (C, C), "old-late": (F, F), "old-closed": (C, C)},
    "unrecognised_commissioning": {"department:CLS": (F, F), "department:quarter": (C, C)},
}

# The day to act by, and what the sentence says, on the second day.
TOLD = {
    ("expiry_within_lead_time", "31-august"): ("2025-02-28", "18 months (silver tier, as no tier"),
    ("expiry_within_lead_time", "29-february"): ("2026-08-29", ""),
    ("expiry_within_lead_time", "31-march"): ("2026-09-30", ""),
    ("expiry_within_lead_time", "31-may"): ("2025-08-31", "9 months (bronze tier)"),
    ("expiry_within_lead_time", "gold"): (NEXT, "24 months (gold tier)"),
    ("latest_start_passed", "timetable"): (DAY, "replacing it takes 406 days"),
    ("notice_window_closed", "notice-3"): (DAY, "(3 months, as no notice period is recorded)"),
    ("notice_window_closed", "notice-1"): (DAY, "3 months' notice was 18 February 2026"),
    ("notice_window_closed", "notice-6"): (DAY, "6 months' notice was 18 February 2026"),
    ("extension_decision_due", "bronze"): ("2026-08-19", "from 19 November 2026 to 19 November"),
    ("cliff_edge", "seven-days-1"): ("2025-09-25", "10 of the 10 agreements (100.0%)"),
    ("cliff_edge", "quarter-1"): ("2025-09-30", "10 of the 40 agreements (25.0%)"),
    ("rolled_over_past_end", "ended"): (DAY, "Ended on 18 February 2026"),
    ("eqia_missing", "decided-before"): ("2026-01-31", "31 January 2026 (extend)"),
    ("eqia_unpublished", "unpublished"): (DAY, "by 18 February 2026; it is not"),
    ("eqia_unpublished", "unpublished-30"): ("2026-02-28", ""),  # three months from 30 November
    ("kpi_return_late", "late-awaited"): (DAY, "due on 4 February 2026 has not come"),
    ("modification_over_limit", "pa-over"): ("2035-09-30", "changed by £100,001.00 on £1,000,000.00"),
    ("modification_over_limit", "psr-25"): ("2035-09-30", "£500,000.00 or more and 25% or more"),
    ("repeat_solution", "again-1"): ("2035-09-30", "One of 3 awards running to Same Again with the same specification (repeat=2)"),
    ("need_volume_divergence", "volume-20"): ("2035-09-30", "changed by +30.0%, at the least by +28.4%, and the volume delivered by +20.0%"),
    ("group_not_reached", "users-100"): ("2035-09-30", "a reach of 0.40 (0.21 to 0.75)"),
    ("provider_concentration", "shares"): ("2035-09-30", "the Herfindahl index is 3,800"),
    ("no_exit_plan", "year"): (NEXT, "12 months before, by 19 February 2026"),
    ("service_gap", "old-late"): ("2026-03-31", "one day without the service"),
    ("unrecognised_commissioning", "department:CLS"): (NEXT, "payments 7, of which 7 are grants awarded and 0 name nobody, bodies 4, worth £700.00"),
}  # fmt: skip

SEVERITIES = {  # on the two days
    ("expiry_within_lead_time", "year"): ("medium", "high"),
    ("expiry_within_lead_time", "half"): ("high", "critical"),
    ("kpi_red_consecutive", "red-2"): ("medium", "medium"),
    ("kpi_red_consecutive", "red-3"): ("high", "high"),
    ("kpi_red_consecutive", "red-4"): ("critical", "critical"),
    ("kpi_return_late", "late-15"): ("medium", "medium"),
    ("kpi_return_late", "late-twice"): ("high", "high"),
    ("kpi_return_late", "late-apart"): ("medium", "medium"),
    ("repeat_solution", "again-1"): ("low", "low"),
    ("repeat_solution", "again-3"): ("medium", "medium"),  # its measures are red, too
    ("no_social_value", "no-jobs"): ("low", "low"),
    ("latest_start_passed", "timetable"): ("", "critical"),
    ("provider_at_risk", "provider:GB-COH-00000001"): ("", "high"),
}


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    return with_files(tmp_path_factory.mktemp("worked"), FILES, PROFILE)


@pytest.fixture(scope="module")
def answered(council):
    return answers_on(council, DAY), answers_on(council, NEXT)


@pytest.mark.parametrize(
    ("rule", "subject", "statuses"),
    [(rule, *case) for rule, cases in TURNS.items() for case in cases.items()],
)
def test_an_answer_turns_on_the_day_it_should(answered, rule, subject, statuses):
    told = [each.get((rule, subject), {}).get("status") for each in answered]
    assert tuple(told) == statuses


@pytest.mark.parametrize(("case", "told"), TOLD.items())
def test_a_result_names_its_day_and_its_figures(answered, case, told):
    act_by, words = told
    assert answered[1][case]["act_by"] == act_by
    assert words in answered[1][case]["sentence"]


@pytest.mark.parametrize(("case", "severities"), SEVERITIES.items())
def test_severity_rises_when_it_should(answered, case, severities):
    assert tuple(each[case]["severity"] for each in answered) == severities


def test_no_flag_is_to_be_acted_on_after_the_end(answered):
    ends = {row["reference"]: row.get("ends_on") for row in FILES["agreements"]}
    flagged = [each for told in answered for each in told.values() if each["status"] == "flagged"]
    assert len(flagged) > 100
    assert [
        r for r in flagged if ends.get(r["reference"]) and r["act_by"] > ends[r["reference"]]
    ] == []


def test_half_the_term_gone_and_five_eighths_of_the_value_spent_is_a_ratio_of_one_and_a_quarter(
    council,
):
    told = answers_on(council, YEAR_END)
    found = {
        name: told["spend_over_profile", name] for name in ("spend-130", "spend-over", "spend-110")
    }
    assert {name: (r["status"], r["severity"]) for name, r in found.items()} == {
        "spend-130": (F, "medium"),  # 1.25 is not above 1.25
        "spend-over": (F, "high"),
        "spend-110": (C, ""),
    }
    assert "1.25 times" in found["spend-130"]["sentence"]
    assert "it comes to £150,000.00 by 31 March 2027" in found["spend-130"]["sentence"]
