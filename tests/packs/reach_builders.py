"""Packs that tell who is reached, and one who holds several of them and works out what was hidden."""

from commissioning.packs.scoped_inputs import cut_to
from commissioning.packs.scopes import Divided, scopes_of
from commissioning.rules.thresholds import Thresholds
from tests.attacker import Attacker
from tests.packs.builders import answers, inputs, three_agreements
from tests.packs.page_read import rows_of

BY_DEBT = Thresholds(need_indicators={"Advice": "In debt"})
NEED = {"Asian": 200, "White": 800}
THREE = {"Asian": 250, "Black": 250, "White": 500}
YEAR = {"starts_on": "2021-04-01", "ends_on": "2022-03-31"}
HIDDEN = "[c]"


def inputs_of(served, **given):
    """Return the inputs of Care Ltd, whose is the first of three agreements for advice in debt."""
    whole = whole_of(served, **given)
    [care] = [one for one in scopes_of(whole.register, "provider") if one.label == "Care Ltd"]
    return cut_to(whole, care, Divided(whole.register, whole.results, "provider"))


def whole_of(served, thresholds=BY_DEBT, need=NEED, audience="provider", term=YEAR, **columns):
    """Return the inputs of the whole authority."""
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


def on_page(page):
    """Return the users that a page tells of each group, and of all."""
    told = dict.fromkeys([*THREE, "all"], HIDDEN)
    tables = {each.attributes["class"].split()[0] for each in page.all("table")}
    assert tables & {
        "reach",
        "reach_not_told",
    }  # a page that has neither hides nothing: it is no such page
    if "reach" in tables:
        rows = rows_of(page, "reach")
        told |= {row[0]: row[3] for row in rows} | {"all": rows[0][4]}
    return told


def between(text, is_exact):
    """Return the least and the most that a told count may be, as the page says it is hidden and rounded."""
    if text == HIDDEN:
        return 1, 100_000
    return (int(text), int(text)) if is_exact else (max(8, int(text) - 2), int(text) + 2)


def values_left(histories, tellings, group):
    """Return which small numbers a group may have in the last of some packs, to one who holds them all.

    ``histories`` are the counts by group at each pack, and ``tellings`` what it told of them and of all. He takes
    it that what was not told anew did not change.
    """
    reader, changed = Attacker(), {}
    for number, (counts, told) in enumerate(zip(histories, tellings, strict=True)):
        before = histories[number - 1] if number else {}
        changed |= {each: number for each in counts if counts[each] != before.get(each)}
        is_exact = (
            min(counts.values()) > 7
        )  # as the pages say: no count is told to be hidden or rounded
        cells = {each: (each, changed[each]) for each in counts}
        cells["all"] = ("all", max(changed.values()))
        for each, cell in cells.items():
            reader.read(cell, *between(told[each], is_exact))
        if not is_exact:
            reader.read(cells[group], 1, 7)
        reader.adds_up(cells["all"], [cells[each] for each in counts])
    return reader.values_left(cells[group], range(1, 8))
