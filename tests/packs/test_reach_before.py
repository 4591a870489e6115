"""Battery 61: who is reached, told by packs beside one another, gives no small number away on any page or in any file."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest

from commissioning.packs.build import build
from commissioning.packs.forms.forms import forms_of
from commissioning.packs.inputs import Earlier, Previous, Replaced
from commissioning.packs.reach import reach
from commissioning.rules.group_not_reached import group_not_reached
from commissioning.rules.sentences import with_sentences
from tests.attacker import Attacker
from tests.packs.builders import ON, answers
from tests.packs.page_read import read, shown
from tests.packs.reach_builders import (
    BY_DEBT,
    HIDDEN,
    THREE,
    inputs_of,
    on_page,
    values_left,
    whole_of,
)

NINE, SEVEN = {"Asian": 38, "Black": 9, "White": 38}, {"Asian": 38, "Black": 7, "White": 38}
ANY = [1, 2, 3, 4, 5, 6, 7]
YEAR_AFTER = {"starts_on": "2022-04-01", "ends_on": "2022-06-30"}


def served(counts, reference="A1"):
    return {(reference, group): users for group, users in counts.items()}


def of_care(counts, **given):
    """Return the inputs of Care Ltd, which has the counts given."""
    return replace(inputs_of(served(counts), need=THREE), **given)


def of_all(counts, **given):
    """Return the inputs of the public pack, of the counts of one agreement."""
    return whole_of(served(counts), need=THREE, audience="public", **given)


def after(pack, earlier=()):
    """Return that pack as the one before another."""
    return Previous("2021/22", pack.on, pack.register, pack.results, pack.cases, earlier)


def in_file(content):
    """Return the same as a table's JSON tells it, and the number of each row."""
    rows = json.loads(content)["rows"]
    told = dict.fromkeys([*THREE, "all"], HIDDEN)
    told |= {row["group"]: row["served"] for row in rows} | {"all": rows[0]["of_all"]}
    for row in rows:
        number = HIDDEN if row["users"] is None else str(row["users"])
        assert number == row["served"], "a file has a number that the page has not"
    return told


def told_by(pack):
    """Return what the page of a pack tells, after its files told the same."""
    made = build(pack)
    files = forms_of(made, stem="public-authority-v1", on=ON).tables
    told = on_page(read(made.html))
    if "reach.json" in files:
        assert in_file(files["reach.json"]) == told
    else:
        assert set(told.values()) == {HIDDEN}
    assert {"users", "need", "ratio"}.isdisjoint(
        files.get("reach_not_told.csv", b"").decode("utf-8-sig").partition("\n")[0].split(",")
    )
    return told


def test_a_correction_between_two_versions_gives_no_hidden_count_away():
    first = of_care(NINE)
    packs = [first, of_care(SEVEN, replaced=Replaced(1, first))]
    told = [on_page(shown(reach(each))) for each in packs]
    assert told[0] == {"Asian": "38", "Black": "9", "White": "38", "all": "85"}
    # The first version told that the two others are 76: a total of 83 to 87 would leave 7 alone.
    assert told[1]["Black"] == told[1]["all"] == HIDDEN
    assert values_left([NINE, SEVEN], told, "Black") == ANY


@pytest.mark.thorough
def test_a_fifth_version_is_held_to_the_first():
    counts = [{"Asian": 38, "Black": black, "White": 38} for black in (9, 12, 30, 40, 7)]
    packs = [of_care(counts[0])]
    for number, each in enumerate(counts[1:], start=1):
        packs.append(of_care(each, replaced=Replaced(number, packs[-1])))
    # Whatever was told since, the first version's 38 and 38 stand.
    told = [on_page(shown(reach(each))) for each in packs]
    assert values_left(counts, told, "Black") == ANY


def test_a_correction_between_two_periods_of_the_public_pack_gives_no_hidden_count_away():
    first = of_all(NINE)
    second = replace(of_all(SEVEN), previous=after(first))
    told = [told_by(each) for each in (first, second)]
    assert told[0] == {"Asian": "38", "Black": "9", "White": "38", "all": "85"}
    assert values_left([NINE, SEVEN], told, "Black") == ANY
    # Without the pack before, the total would be told, and 83 to 87 less 76 leaves 7 alone.
    alone = told_by(of_all(SEVEN))
    assert alone["all"] == "85"
    assert values_left([NINE, SEVEN], [told[0], alone], "Black") == [7]


def test_a_correction_between_two_versions_of_the_public_pack_gives_no_hidden_count_away():
    first = of_all(NINE)
    told = [told_by(each) for each in (first, replace(of_all(SEVEN), replaced=Replaced(1, first)))]
    assert values_left([NINE, SEVEN], told, "Black") == ANY


@pytest.mark.thorough
def test_the_third_pack_in_a_row_is_held_to_the_first():
    first, second = of_care(NINE), of_care(SEVEN)
    packs = [
        first,
        replace(second, previous=after(first)),
        replace(of_care(SEVEN), previous=after(second, (Earlier(first.on, first.register),))),
    ]
    told = [on_page(shown(reach(each))) for each in packs]
    assert values_left([NINE, SEVEN, SEVEN], told, "Black") == ANY


@pytest.mark.thorough
def test_another_version_of_the_pack_after_a_correction_is_held_to_the_pack_before():
    before = of_care(NINE)
    first = of_care(SEVEN, previous=after(before))
    second = of_care(SEVEN, previous=after(before), replaced=Replaced(1, first))
    told = [on_page(shown(reach(each))) for each in (before, first, second)]
    assert values_left([NINE, SEVEN, SEVEN], told, "Black") == ANY


def test_returns_of_another_year_are_told_as_if_there_had_been_no_year_before():
    last_year = of_all(NINE)
    for counts in (SEVEN, {"Asian": 38, "Black": 12, "White": 38}):
        this_year = whole_of(served(counts), need=THREE, audience="public", term=YEAR_AFTER)
        beside = on_page(shown(reach(replace(this_year, previous=after(last_year)))))
        assert beside == on_page(shown(reach(this_year)))
        assert beside["all"] != HIDDEN


@pytest.mark.thorough
def test_the_same_returns_told_again_are_told_as_before():
    for counts in (NINE, SEVEN):
        first = of_care(counts)
        again = on_page(shown(reach(of_care(counts, previous=after(first)))))
        assert again == on_page(shown(reach(first)))


SENTENCE = re.compile(r"Black is 25\.0% of those in need and (\d+) of its (\d+) users of groups")


def with_rule(counts):
    """Return the inputs of the public pack with what the rule says of each agreement."""
    pack = whole_of(counts, need=THREE, audience="public")
    asked = group_not_reached(pack.register, on=pack.on, thresholds=BY_DEBT)
    flagged = with_sentences(asked.frame(), pack.on)
    return replace(pack, results=pd.concat([answers(pack.register), flagged], ignore_index=True))


def test_the_sentence_about_one_agreement_beside_the_table_of_all_gives_no_hidden_count_away():
    counts = served({"Asian": 38, "Black": 9, "White": 38}) | served(
        {"Asian": 40, "Black": 5, "White": 40}, "A2"
    )
    pack = with_rule(counts)
    told, page = told_by(pack), read(build(pack).html).text
    [(black, every)] = set(SENTENCE.findall(page))
    assert (black, every) == ("10", "85")  # of A1; of A2 none is told
    reader = Attacker()
    # A reach as counted tells A1's to within a person, so it is taken to be known.
    for group, own in (("Asian", 38), ("Black", 9), ("White", 38)):
        reader.read(("A1", group), own, own)
        total = told[group]
        reader.read(group, *((1, 100_000) if total == HIDDEN else (int(total) - 2, int(total) + 2)))
        reader.adds_up(group, [("A1", group), ("A2", group)])
    if told["all"] != HIDDEN:
        reader.read("all", int(told["all"]) - 2, int(told["all"]) + 2)
    reader.adds_up("all", THREE)
    reader.read(("A2", "Black"), 1, 7)
    assert len(reader.values_left(("A2", "Black"), range(1, 8))) >= 4
