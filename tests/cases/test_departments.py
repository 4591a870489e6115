"""Five departments by the same rules: the one that overrides is named, and what is systematic is told."""

import pytest

from tests.cases.council import with_profile, written

pytestmark = pytest.mark.thorough

ON = "2026-03-31"
NAMES = ("HCS", "CYPES", "JHA", "CLS", "PAS")
PROFILE = "".join(f'[[departments]]\nname = "{name}"\n' for name in NAMES[:4]) + (
    '[[departments]]\nname = "PAS"\n[departments.thresholds]\nlead_months = { silver = 30 }\n'
)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory):
    """HCS, CYPES and JHA have let an agreement run past its end since 2024; CLS and PAS have not."""
    folder = tmp_path_factory.mktemp("island")
    made = with_profile(folder, "island", PROFILE)
    rows = [
        {
            **{"reference": f"{name}-{number}", "title": "A service", "department": name},
            **{
                "status": "active",
                "ends_on": "2024-12-31" if number == 1 and past else "2028-07-31",
            },
        }
        for name, past in zip(NAMES, (True, True, True, False, False), strict=True)
        for number in (1, 2)
    ]
    assert made.load("agreements", written(folder / "agreements.csv", rows)).status == 0
    return made


@pytest.fixture(scope="module")
def compared(terminal):
    return terminal("compliance", "--on", ON, "--json").document


def cells(compared, rule):
    (found,) = [each for each in compared["rules"] if each["rule"] == rule]
    return found, {cell["department"]: cell["said"] for cell in found["cells"]}


def test_one_override_in_five_departments_is_four_of_five_and_is_named(compared):
    assert compared["consistency"] == "4/5"
    usual = {"gold": 24, "silver": 18, "bronze": 9}
    assert compared["overrides"] == [
        {
            "department": "PAS",
            "threshold": "lead_months",
            "value": {**usual, "silver": 30},
            "authority_value": usual,
        }
    ]


def test_the_override_is_what_its_department_is_judged_by(compared):
    # 31 July 2028 is 28 months off: within 30, outside 18.
    _, said = cells(compared, "expiry_within_lead_time")
    assert said == {
        "HCS": "1 of 2",
        "CYPES": "1 of 2",
        "JHA": "1 of 2",
        "CLS": "0 of 2",
        "PAS": "2 of 2",
    }


def test_a_rule_flagged_three_quarters_running_in_three_of_five_is_systematic(compared):
    rule, said = cells(compared, "rolled_over_past_end")
    assert said == {
        "HCS": "1 of 2",
        "CYPES": "1 of 2",
        "JHA": "1 of 2",
        "CLS": "0 of 2",
        "PAS": "0 of 2",
    }
    assert (rule["systematic"], rule["failing"]) == (True, "3 of 5")
    assert rule["failing_departments"] == ["HCS", "CYPES", "JHA"]
    assert "rolled_over_past_end" in compared["systematic"]
    assert compared["quarters"] == ["2025/26 Q2", "2025/26 Q3", "2025/26 Q4"]


def test_flags_name_the_thresholds_that_applied_and_packs_the_override(terminal):
    flags = terminal("flag-contracts", "--on", ON, "--json").document["results"]
    said = {
        result["reference"]: result["sentence"]
        for result in flags
        if (result["rule"], result["status"]) == ("expiry_within_lead_time", "flagged")
    }
    assert "30 months" in said["PAS-2"]
    assert "18 months" in said["HCS-1"]
    made = terminal("build-packs", "--on", ON, "--json").document
    with open(made["packs"][0]["html"], encoding="utf-8") as page:
        assert (
            "4 of 5 departments are judged by the authority&#39;s thresholds throughout; PAS sets lead_months "
            in page.read()
        )


def test_the_matrix_alone_judges_no_quarter(terminal):
    ran = terminal("compliance", "--on", ON, "--matrix-only")
    assert ran.status == 0
    assert "2025-12-31" not in ran.err
    assert "consistency=4/5\n  PAS sets lead_months to " in ran.out
    assert "Systematic" not in ran.out


def test_without_agreements_nobody_was_asked(tmp_path):
    ran = with_profile(tmp_path, "island", PROFILE)("compliance", "--on", ON, "--matrix-only")
    assert ran.status == 0
    assert "No live agreement is loaded, so none was asked" in ran.out
    assert "consistency=4/5" in ran.out
