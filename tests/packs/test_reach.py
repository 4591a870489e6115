"""A provider's pack tells whom its own agreements reach, and no small number of people."""

from dataclasses import replace

import pytest

from commissioning.packs.build import build
from commissioning.packs.forms.forms import forms_of
from commissioning.packs.inputs import Replaced
from commissioning.packs.reach import reach
from commissioning.packs.scoped_inputs import cut_to
from commissioning.packs.scopes import Divided, scopes_of
from commissioning.rules.thresholds import Thresholds
from tests.attacker import Attacker
from tests.packs.builders import ON, answers, inputs, three_agreements
from tests.packs.page_read import read, rows_of, shown

BY_DEBT = Thresholds(need_indicators={"Advice": "In debt"})
NEED = {"Asian": 200, "White": 800}
SERVED_FEW = {("A1", "White"): 93}


def told(served, **given):
    """Return the section as it is shown."""
    return shown(section_of(served, **given))


def section_of(served, **given):
    """Return the section of Care Ltd."""
    return reach(inputs_of(served, **given))


def inputs_of(served, **given):
    """Return the inputs of Care Ltd, whose is the first of three agreements for advice in debt."""
    whole = whole_of(served, **given)
    [care] = [one for one in scopes_of(whole.register, "provider") if one.label == "Care Ltd"]
    return cut_to(whole, care, Divided(whole.register, whole.results, "provider"))


def whole_of(served, thresholds=BY_DEBT, need=NEED, audience="provider", **columns):
    """Return the inputs of the whole authority."""
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
            for group, count in need.items()
        ],
    )
    return inputs(register, thresholds=thresholds, results=answers(register), audience=audience)


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


def pack_for(audience, served):
    """Return the whole authority's pack, and all that its tables say outside it."""
    whole = whole_of(served, audience=audience)
    made = build(whole)
    files = forms_of(made, stem=f"{audience}-authority-v1", on=ON).tables
    return read(made.html), "".join(each.decode() for each in files.values())


@pytest.mark.parametrize(("few", "of_all"), [(1, "95"), (7, "100")])
def test_the_public_is_told_what_the_management_team_is_with_the_same_numbers_hidden(few, of_all):
    served = {("A1", "White"): 93, ("A1", "Asian"): few}
    public, files = pack_for("public", served)
    team, _ = pack_for("dmt", served)
    for table in ("reach", "reach_not_told"):
        assert rows_of(public, table) == rows_of(team, table)
    assert [row[3:5] for row in rows_of(public, "reach")] == [["95", of_all]]
    assert "1 group not drawn" in public.text
    assert '"users": 95' in files
    assert '"users": 93' not in files


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


HIDDEN = "[c]"
THREE = {"Asian": 250, "Black": 250, "White": 500}


def versions_told(*histories):
    """Return what each version of one pack tells of each group and of all, where it has the counts given."""
    held, pages = None, []
    for number, counts in enumerate(histories, start=1):
        served = {("A1", group): users for group, users in counts.items()}
        made = replace(inputs_of(served, need=THREE), replaced=held)
        pages.append(shown(reach(made)))
        held = Replaced(number, made)
    found = []
    for page in pages:
        rows = rows_of(page, "reach") if "Reach: share of the users" in page.text else []
        hidden = dict.fromkeys([*THREE, "all"], HIDDEN)
        told = {row[0]: row[3] for row in rows}
        found.append(hidden | told | ({"all": rows[0][4]} if rows else {}))
    return found


def between(text, is_exact):
    """Return the least and the most that a told count may be, as the page says it is hidden and rounded."""
    if text == HIDDEN:
        return 1, 100_000
    return (int(text), int(text)) if is_exact else (max(8, int(text) - 2), int(text) + 2)


def values_left(histories, group):
    """Return which small numbers a group of the last version may have, to one who holds every version.

    He takes it that what was not told anew did not change.
    """
    reader, changed = Attacker(), {}
    for number, (counts, told) in enumerate(zip(histories, versions_told(*histories), strict=True)):
        before = histories[number - 1] if number else {}
        changed |= {each: number for each in counts if counts[each] != before.get(each)}
        is_exact = min(counts.values()) > 7
        cells = {each: (each, changed[each]) for each in counts}
        cells["all"] = ("all", max(changed.values()))
        for each, cell in cells.items():
            reader.read(cell, *between(told[each], is_exact))
        if not is_exact:
            reader.read(cells[group], 1, 7)
        reader.adds_up(cells["all"], [cells[each] for each in counts])
    return reader.values_left(cells[group], range(1, 8))


def test_a_correction_between_two_versions_gives_no_hidden_count_away():
    first, second = {"Asian": 38, "Black": 9, "White": 38}, {"Asian": 38, "Black": 7, "White": 38}
    told = versions_told(first, second)
    assert told[0] == {"Asian": "38", "Black": "9", "White": "38", "all": "85"}
    # The first version told that the two others are 76: a total of 83 to 87 would leave 7 alone.
    assert told[1]["Black"] == told[1]["all"] == HIDDEN
    assert values_left([first, second], "Black") == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.thorough
def test_a_fifth_version_is_held_to_the_first():
    counts = [{"Asian": 38, "Black": black, "White": 38} for black in (9, 12, 30, 40, 7)]
    # Whatever was told since, the first version's 38 and 38 stand.
    assert values_left(counts, "Black") == [1, 2, 3, 4, 5, 6, 7]


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
