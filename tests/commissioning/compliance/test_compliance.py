"""Departments compared: the cells of the matrix, what is systematic, whose thresholds differ."""

from datetime import date

import pandas as pd
import pytest

from commissioning.compliance.compliance import Compliance, told
from commissioning.compliance.consistency import Override, consistency, overrides, overrides_among
from commissioning.compliance.matrix import NO_DEPARTMENT, departments_in, matrix
from commissioning.compliance.systematic import quarters_asked, systematic
from commissioning.profile import Profile
from tests.rules.builders import register_with

RULE = "cliff_edge"


def answers(*statuses, rule=RULE):
    """Return one answer an agreement, A1 first."""
    rows = [
        {
            **{"subject_kind": "agreement", "agreement_id": number, "reference": f"A{number}"},
            **{"rule": rule, "status": status},
        }
        for number, status in enumerate(statuses, start=1)
    ]
    return pd.DataFrame(rows).astype({"agreement_id": "Int64"})


def about(kind, name, status, rule):
    row = {"subject_kind": kind, "agreement_id": pd.NA, "reference": f"{kind}:{name}"}
    return pd.DataFrame([{**row, "rule": rule, "status": status}]).astype({"agreement_id": "Int64"})


def cells(results, departments, names=None, rule=RULE):
    agreements = register_with(department=departments).agreements
    names = names or {}
    found = matrix(results, agreements, names, list(names.values()))
    of_rule = found[found["rule"] == rule]
    return of_rule.set_index("department")


def test_a_cell_counts_what_is_flagged_of_what_the_rule_could_tell():
    results = answers("flagged", "clear", "unknown", "not_applicable", "clear", "unknown")
    found = cells(results, ["People", "People", "People", "People", "Place", "Parks"])
    assert found["said"].to_dict() == {
        "Parks": "not asked",  # its only answer is unknown
        "People": "1 of 2",
        "Place": "0 of 1",
    }
    columns = ["flagged", "asked", "unknown", "not_applicable"]
    assert found.loc["People", columns].to_list() == [1, 2, 1, 1]
    assert found.loc["Parks", columns].to_list() == [0, 0, 1, 0]


def test_no_cell_is_blank_and_twelve_clear_are_none_of_twelve():
    found = cells(answers(*["clear"] * 12), ["People"] * 12, {"People": "People", "PAS": "PAS"})
    assert found["said"].to_dict() == {"People": "0 of 12", "PAS": "not asked"}


def test_departments_stand_as_the_profile_has_them_and_the_unnamed_come_last():
    names = {"Place": "Place", "Adults": "People", "People": "People"}
    found = cells(answers(*["clear"] * 5), ["adults", "Zoo", None, "PLACE", "Archives"], names)
    assert list(found.index) == ["Place", "People", "Archives", "Zoo", NO_DEPARTMENT]


def test_a_rule_about_departments_counts_the_department_itself():
    rule = "unrecognised_commissioning"
    results = pd.concat([answers("clear"), about("department", "CLS", "flagged", rule)])
    found = cells(results.reset_index(drop=True), ["HCS"], {"HCS": "HCS", "CLS": "CLS"}, rule)
    assert found["said"].to_dict() == {"HCS": "not asked", "CLS": "1 of 1"}


def test_what_is_about_a_provider_is_in_no_department():
    results = pd.concat([answers("clear"), about("provider", "X", "flagged", "provider_at_risk")])
    found = cells(results.reset_index(drop=True), ["HCS"], rule="provider_at_risk")
    assert found["said"].to_dict() == {"HCS": "not asked"}


def test_without_agreements_there_is_nothing_to_compare():
    nothing = answers("clear").iloc[:0]
    assert matrix(nothing, register_with().agreements.iloc[:0], {}, []).empty


def quarter(*flagged):
    """Return the matrix of one quarter's end, of departments D1, D2 and so on."""
    return pd.DataFrame(
        {
            "rule": RULE,
            "department": [f"D{number}" for number in range(1, len(flagged) + 1)],
            "flagged": flagged,
        }
    )


@pytest.mark.parametrize(
    ("quarters", "is_systematic"),
    [
        ([(1, 1, 0, 0)] * 3, True),  # two of four
        ([(1, 0, 0, 0)] * 3, False),
        ([(2, 5, 0)] * 3, True),  # two of three
        ([(1, 0, 0)] * 3, False),
        ([(1, 1), (0, 0), (1, 1)], False),  # not running
        ([(1, 0), (0, 1), (1, 0)], False),  # each quarter in half, but never the same half
        ([(0, 0)] * 3, False),
    ],
)
def test_a_rule_flagged_three_quarters_running_in_half_of_the_departments_is_systematic(
    quarters, is_systematic
):
    found = systematic([quarter(*flagged) for flagged in quarters])
    assert found.set_index("rule").loc[RULE, "is_systematic"] == is_systematic


def test_agreements_of_no_department_are_none_of_the_departments():
    unowned = pd.DataFrame({"rule": [RULE], "department": [NO_DEPARTMENT], "flagged": [9]})
    found = systematic([pd.concat([quarter(1, 0), unowned])] * 3).set_index("rule").loc[RULE]
    assert (found["failing"], found["departments"]) == (1, 2)
    assert found["failing_departments"] == ["D1"]


@pytest.mark.parametrize(
    ("on", "start", "labels"),
    [
        (date(2026, 3, 31), (4, 1), ["2025/26 Q2", "2025/26 Q3", "2025/26 Q4"]),  # its last day
        (date(2026, 3, 30), (4, 1), ["2025/26 Q1", "2025/26 Q2", "2025/26 Q3"]),
        (date(2024, 7, 8), (1, 1), ["2023 Q4", "2024 Q1", "2024 Q2"]),
    ],
)
def test_the_quarters_are_the_last_three_that_have_finished(on, start, labels):
    assert [period.label for period in quarters_asked(on, start)] == labels


def test_the_report_names_the_override_and_how_many_departments_have_none():
    given = [
        {"name": "CLS", "thresholds": {"notice_months": 6}},
        {"name": "HCS", "thresholds": {}},
        {"name": "Parks", "to_on": date(2020, 3, 31), "thresholds": {"notice_months": 9}},
    ]
    profile = Profile.model_validate(
        {
            **{"name": "anytown", "title": "Anytown", "kind": "county", "departments": given},
            **{"jurisdiction": "england", "regimes": ["pa2023"], "holidays": "england-and-wales"},
            **{"area_code": "E10000016", "area_name": "Anytown"},
        }
    )
    compared = ["HCS", "CYPES", "JHA", "CLS", "PAS"]
    found = overrides_among(compared, overrides(profile))
    assert consistency(compared, found) == "4/5"
    assert [each.said for each in found] == ["CLS sets notice_months to 6 (3)"]
    # Closed, and the register has agreements of it still.
    assert consistency([*compared, "Parks"], overrides(profile)) == "4/6"


@pytest.mark.parametrize(
    ("own", "usual", "said"),
    [
        (9.0, 10.0, "9 (10)"),
        (0.05, 0.1, "0.05 (0.1)"),
        ({"gold": 30}, {"gold": 24}, "{ gold = 30 } ({ gold = 24 })"),
    ],
)
def test_a_threshold_is_said_as_the_profile_writes_it(own, usual, said):
    override = Override("CLS", "need_gap_points", own, usual)
    assert override.said == f"CLS sets need_gap_points to {said}"


def test_a_department_is_compared_where_it_stands_or_something_was_answered_of_it():
    names = {"Parks": "Parks", "Archives": "Archives", "People": "People"}
    agreements = register_with(department=["parks"]).agreements
    found = matrix(answers("flagged"), agreements, names, ["People"])  # Archives is closed
    assert departments_in(found) == ["Parks", "People"]


def test_a_department_that_did_not_stand_in_every_quarter_is_not_counted():
    opened = quarter(1, 0).assign(department=["D1", "D3"])
    found = systematic([quarter(1, 0), quarter(1, 0), opened]).set_index("rule").loc[RULE]
    assert (found["failing"], found["departments"]) == (1, 1)


def test_a_terminal_tells_what_is_flagged_anywhere():
    agreements = register_with(department=["People", "Place", "Place"]).agreements
    found = Compliance(
        authority="anytown",
        on=date(2026, 3, 31),
        cells=matrix(answers("flagged", "clear", "unknown"), agreements, {}, []),
        systematic=systematic([quarter(1, 1)] * 3),
        quarters=["2025/26 Q2", "2025/26 Q3", "2025/26 Q4"],
        overrides=(),
        without_department=0,
    )
    lines = list(told(found.shape))
    assert lines[1:4] == [
        "cliff_edge  systematic",
        "  People: 1 of 1",
        "  Place: 0 of 1; 1 unknown",
    ]
    # Of 37 rules the others were asked of nobody.
    assert lines[4] == (
        "0 rules flagged in no department; 36 could be asked in none; --json has every cell."
    )
    assert lines[-1] == "consistency=2/2"
