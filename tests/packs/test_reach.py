"""A provider's pack tells whom its own agreements reach, and no small number of people."""

import pytest

from commissioning.packs.reach import reach
from commissioning.packs.scoped_inputs import cut_to
from commissioning.packs.scopes import Divided, scopes_of
from commissioning.rules.thresholds import Thresholds
from tests.packs.builders import answers, inputs, three_agreements
from tests.packs.page_read import rows_of, shown

BY_DEBT = Thresholds(need_indicators={"Advice": "In debt"})
NEED = {"Asian": 200, "White": 800}
SERVED_FEW = {("A1", "White"): 93}


def told(served, **given):
    """Return the section as it is shown."""
    return shown(section_of(served, **given))


def section_of(served, thresholds=BY_DEBT, **columns):
    """Return the section of Care Ltd, whose is the first of three agreements for advice in debt."""
    term = {"starts_on": "2021-04-01", "ends_on": "2022-03-31"}
    rows = [
        {"reference": reference, "group": group, "users": users, **term}
        for (reference, group), users in served.items()
    ]
    register = three_agreements(
        **{"service_category": "Advice", **columns},
        provider_name=["Care Ltd", "Advice CIC", "Buses plc"],
        users=rows,
        observations=[
            {
                **{"indicator": "In debt", "area_code": "E10000016", "ends_on": "2021-12-31"},
                **{"group": group, "count": count},
            }
            for group, count in NEED.items()
        ],
    )
    whole = inputs(register, thresholds=thresholds, results=answers(register))
    [care] = [one for one in scopes_of(register, "provider") if one.label == "Care Ltd"]
    return reach(cut_to(whole, care, Divided(register, whole.results, "provider")))


def test_a_group_is_held_to_its_share_of_the_need_by_the_providers_own_users():
    page = told({("A1", "Asian"): 10, ("A1", "White"): 90, ("A2", "Asian"): 500})
    found = [row[:6] for row in rows_of(page, "reach")]
    # 10 of 100 users against 200 of 1,000 in need; another's 500 users are not among them.
    assert found == [
        ["Asian", "AdviceE10000016", "20%", "10", "100", "0.50"],
        ["White", "AdviceE10000016", "80%", "90", "100", "1.12"],
    ]
    assert "1 is reached clearly less than 0.8 of their share of the need" in page.text
    assert "Advice: Asian has clearly fewer of the users than of the need" in page.text
    assert "Asian: 10% of users, 20% of need: not reached (95% limits" in page.text


@pytest.mark.parametrize(("few", "of_all"), [(1, "95"), (7, "100")])
def test_a_small_number_is_hidden_and_what_stands_beside_it_is_rounded(few, of_all):
    page = told(SERVED_FEW | {("A1", "Asian"): few})
    assert [row[3:5] for row in rows_of(page, "reach")] == [["95", of_all]]
    assert rows_of(page, "reach_not_told") == [
        ["Asian", "AdviceE10000016", "The numbers of users are too small to tell"]
    ]
    assert "Some counts are small. They are hidden" in page.text
    assert "1 group not drawn" in page.text
    handed_on = [table.frame for table in section_of(SERVED_FEW | {("A1", "Asian"): few}).tables]
    assert {int(one) for frame in handed_on for one in frame["users"].dropna()} == {95}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"service_category": None}, "No live agreement here has a service category recorded"),
        ({"thresholds": None}, "Which indicator measured the need is no longer known"),
        ({"thresholds": Thresholds()}, "of 2 it cannot be told"),
    ],
)
def test_where_it_cannot_be_told_it_says_why(more, said):
    assert said in told({("A1", "Asian"): 10, ("A1", "White"): 90}, **more).text
