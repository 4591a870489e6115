"""A provider's pack tells whom its own agreements reach, and no small number of people."""

import csv
import json
import re

import pytest

from commissioning.packs.build import build
from commissioning.packs.forms.forms import forms_of
from commissioning.packs.reach import reach
from commissioning.rules.thresholds import Thresholds
from tests.attacker import Attacker
from tests.packs.builders import ON, answers, inputs, three_agreements
from tests.packs.page_read import rows_of, shown
from tests.packs.reach_builders import inputs_of, whole_of

SERVED_FEW = {("A1", "White"): 93}


def told(served, **given):
    """Return the section as it is shown."""
    return shown(section_of(served, **given))


def section_of(served, **given):
    """Return the section of Care Ltd."""
    return reach(inputs_of(served, **given))


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
    [told_of, untold] = section_of(SERVED_FEW | {("A1", "Asian"): few}).tables
    assert told_of.frame["users"].tolist() == [95]
    assert {"users", "need", "all_need", "ratio"}.isdisjoint(untold.frame)


SERVED = {("A1", "Asian"): 10, ("A1", "Black"): 40, ("A1", "White"): 90}


def files_of(need):
    """Return the rows of the public pack's tables that tell who is reached, as JSON, and as CSV, has them."""
    made = build(whole_of(SERVED, need=need, audience="public"))
    files = forms_of(made, stem="public-authority-v1", on=ON).tables
    names = [name.removesuffix(".csv") for name in files if re.fullmatch(r"reach\w*\.csv", name)]
    rows = {name: json.loads(files[f"{name}.json"])["rows"] for name in names}
    text = {name: files[f"{name}.csv"].decode("utf-8-sig").splitlines() for name in names}
    return rows, {name: list(csv.DictReader(lines)) for name, lines in text.items()}


@pytest.mark.parametrize(
    "need",
    [
        {"Asian": 3, "Black": 400, "White": 400},
        # 35, 35 and 65 in all would leave 1 alone.
        {"Asian": 1, "Black": 33, "White": 33},
    ],
)
def test_a_few_people_in_need_are_in_no_file_and_follow_from_none(need):
    rows, lines = files_of(need)
    assert "Some counts of those in need are small" in told(SERVED, need=need).text
    assert {"need", "all_need", "ratio", "lower", "upper"}.isdisjoint(rows["reach_not_told"][0])
    for name in ("group", "need", "all_need", "need_share", "ratio"):
        found = [[str(row[name]) for row in each["reach"]] for each in (rows, lines)]
        assert found[0] == found[1]
    assert "Asian" not in {row["group"] for row in rows["reach"]}
    reader = Attacker()
    reader.adds_up("all", need)
    reader.read("Asian", 1, 7)
    for row in rows["reach"]:
        assert row["need_share"] == pytest.approx(row["need"] / row["all_need"])
        for cell, count in ((row["group"], row["need"]), ("all", row["all_need"])):
            assert count % 5 == 0
            reader.read(cell, max(8, int(count) - 2), int(count) + 2)
    assert len(reader.values_left("Asian", range(1, 8))) >= 4


def test_need_without_a_small_number_is_told_as_counted():
    rows, _ = files_of({"Asian": 203, "Black": 38, "White": 761})
    found = {row["group"]: (row["need"], row["all_need"]) for row in rows["reach"]}
    assert found == {"Asian": (203, 1002), "Black": (38, 1002), "White": (761, 1002)}


def test_of_a_group_too_few_of_whom_are_in_need_no_reach_is_told_drawn_or_handed_on():
    section = section_of(
        {("A1", "Asian"): 10, ("A1", "White"): 90}, need={"Asian": 29, "White": 800}
    )
    page = shown(section)
    assert rows_of(page, "reach_not_told") == [
        ["Asian", "AdviceE10000016", "Too few of this group are in need to tell"]
    ]
    [chart] = [one.chart for one in section.context["exhibits"] if one.chart]
    assert chart.title == "Advice: no group of 1 is clearly missed"
    assert chart.description.endswith(" 1 group not drawn: the tables tell why.")
    for text in (chart.description, *chart.drawings):
        assert "Asian" not in text
    for table in section.tables:
        assert "Asian" not in set(table.frame.get("group")) or "ratio" not in table.frame


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


def of_departments(own, **columns):
    """Return the section of the whole authority: People buy A1 and A2, Place buys A3; 10 of 100 users are Asian."""
    term = {"starts_on": "2021-04-01", "ends_on": "2022-03-31"}
    register = three_agreements(
        users=[
            {"reference": reference, "group": group, "users": users, **term}
            for reference in ("A1", "A3")
            for group, users in (("Asian", 10), ("White", 90))
        ],
        observations=[
            {"indicator": indicator, "area_code": "E10000016", "ends_on": "2021-12-31", **each}
            for indicator, asian in (("In debt", 200), ("Alone", 120))
            for each in ({"group": "Asian", "count": asian}, {"group": "White", "count": 800})
        ],
        **columns,
    )
    by = Thresholds(need_indicators={"Advice": "In debt", "Meals": "In debt"})
    given = {"results": answers(register), "thresholds": by, "own": own}
    return shown(reach(inputs(register, **given)))


@pytest.mark.parametrize(
    ("own", "indicator", "said"),
    [
        # 0.50 of their share of those in debt.
        ({}, "In debt", "2 are reached clearly less than 0.8 of their share"),
        (
            {"reach_ratio": 0.4},
            "In debt",
            "1 is reached clearly less than 0.4 or 0.8 (as departments set it) of their share",
        ),
        # 10% of the users, and 120 of 920 who are alone: 0.77, of which the limits hold 1.
        ({}, "Alone", "1 is reached clearly less than 0.8 of their share"),
    ],
)
def test_a_department_is_judged_by_thresholds_of_its_own(own, indicator, said):
    place = Thresholds(need_indicators={"Advice": "In debt", "Meals": indicator}, **own)
    page = of_departments({"PLACE": place}, service_category=["Advice", "Advice", "Meals"])
    assert said in page.text
    found = {(row[0], row[1]): row[2] for row in rows_of(page, "reach")}
    assert found["Asian", "AdviceE10000016"] == "20%"
    assert found["Asian", "MealsE10000016"] == ("20%" if indicator == "In debt" else "13%")
    assert "which are judged by the authority's" not in page.text


def test_a_service_that_departments_share_is_judged_by_the_authoritys_thresholds_and_says_so():
    place = Thresholds(need_indicators={"Advice": "Alone"}, reach_ratio=0.4)
    page = of_departments({"Place": place}, service_category="Advice")
    # 20 of 200 users against 200 of 1,000 in debt.
    assert "1 is reached clearly less than 0.8 of their share" in page.text
    assert "which are judged by the authority's: Advice." in page.text
