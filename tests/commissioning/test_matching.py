"""Which body a provider's name is linked to, and which a person has to look at."""

import pandas as pd
import pytest

from commissioning.matching import AUTOMATIC, NONE, REVIEW, Bodies
from commissioning.registered_bodies import registered_in_two_nations, same_bodies

REGISTER = (
    ("GB-CHC-1000001", "THE ANYTOWN HOSPICE TRUST", "M1 1AA"),
    ("GB-CHC-1000002", "Age UK", "M1 1AB"),
    ("GB-CHC-1000003", "Age UK Leeds", "M1 1AC"),
    ("GB-CHC-1000004", "Age UK Lincoln", "M1 1AD"),
    ("GB-COH-00000005", "Nuffield Care Limited", "M1 1AE"),
    ("GB-COH-00000006", "Harlow Services Ltd", "M1 1AF"),
    ("GB-COH-00000007", "HARLOW SERVICES LIMITED", "M1 1AG"),
    ("GB-CHC-1000008", "Manchester University NHS Foundation Trust Charity", "M1 1AH"),
    ("GB-CHC-1000009", "City Church Manchester CIO", "M1 1AJ"),
    ("GB-CHC-1000010", "Lancashire Carers Development Forum", "M1 1AK"),
    ("GB-CHC-1000011", "Change Grow Live", "M1 1AL"),
    ("GB-CHC-1000012", "Brook Young People", "M1 1AM"),
)
# As in a register of some size, a word tells the more the fewer names have it.
OTHERS = [(f"GB-CHC-20000{n:02d}", f"Parish{n:02d} Almshouse{n:02d}", None) for n in range(100)]
BODIES = Bodies(pd.DataFrame([*REGISTER, *OTHERS], columns=["identifier", "name", "postcode"]), {})


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Anytown Hospice Trust", "GB-CHC-1000001"),
        ("ANYTOWN HOSPICE TRUST LTD.", "GB-CHC-1000001"),  # a legal form it does not have
        ("The Anytown Hospice-Trust t/a Garden House", "GB-CHC-1000001"),
        ("ANYTOWN HOSPICE", "GB-CHC-1000001"),  # but for a usual word
        ("ANYTOWN HOSPICE TRUST TOTAL GARDEN HOUSE", "GB-CHC-1000001"),  # a ledger's print-out
        ("Nuffield Care Warwickshire", "GB-COH-00000005"),  # a branch
        ("Nuffeild Care Ltd", "GB-COH-00000005"),
        ("LANCS CARERS DEV FORUM", "GB-CHC-1000010"),
        ("CGL CHANGE GROW LIVE", "GB-CHC-1000011"),
    ],
)
def test_a_name_whose_words_leave_little_doubt_is_linked(name, body):
    found = BODIES.matched(name)
    assert (found.outcome, found.candidates[0].body) == (AUTOMATIC, body), found


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Harlow Services", "other_company"),  # never across two company numbers
        ("Age UK Norwich", "family"),
        ("Brook Young", "longer_name"),
        ("Manchester University NHS Foundation Trust", "longer_name"),  # not its charity
        ("Anytown Hоspice Trust", "looks_alike"),  # the second о is Cyrillic
        ("Anytown Hos\u200bpice Trust", "looks_alike"),  # a space of no width
    ],
)
def test_a_name_that_leaves_doubt_goes_to_a_person_with_the_reason(name, reason):
    found = BODIES.matched(name)
    assert found.outcome == REVIEW, found
    assert reason in found.reasons
    assert found.candidates


@pytest.mark.parametrize("name", ["Manchester City Council", "Various", "", "!!"])
def test_a_name_that_is_like_none_is_linked_to_none(name):
    assert BODIES.matched(name).outcome != AUTOMATIC


def test_nothing_is_found_where_no_register_is():
    empty = Bodies(pd.DataFrame(columns=["identifier", "name"]), {})
    assert empty.matched("Anytown Hospice").outcome == NONE


def test_a_name_composed_otherwise_is_the_same_name():
    bodies = Bodies(
        pd.DataFrame([("GB-CHC-1000001", "Café Link")], columns=["identifier", "name"]), {}
    )
    assert bodies.matched("Cafe\u0301 Link").outcome == AUTOMATIC
    assert bodies.matched("Cafe Link").outcome == REVIEW  # without the accent


def test_the_same_postcode_lets_fewer_words_do():
    words = pd.DataFrame(
        [
            ("GB-CHC-1", "Zest", "M1 1AA"),
            ("GB-CHC-2", "Anytown Youth Kestrel Falcon Osprey Merlin Trust", "M2 2BB"),
        ],
        columns=["identifier", "name", "postcode"],
    )
    bodies, name = Bodies(words, {}), "Anytown Youth Kestrel Falcon Osprey Merlin"
    assert bodies.matched(name, postcode="m2 2bb").reasons == ("usual_words", "same_postcode")


def test_a_bodys_numbers_stand_for_its_company_and_two_companies_are_two_bodies():
    pairs = [
        ("GB-CHC-1000001", "GB-COH-00000001"),
        ("GB-SC-SC000001", "GB-COH-00000001"),
        ("GB-CHC-1000001", "GB-COH-00000002"),
    ]
    same = same_bodies(pairs)
    assert same["GB-CHC-1000001"] == same["GB-SC-SC000001"] == "GB-COH-00000001"
    assert same.get("GB-COH-00000002", "GB-COH-00000002") == "GB-COH-00000002"


def test_a_charity_in_two_nations_registers_is_one_body():
    listed = pd.DataFrame(
        [
            ("GB-CHC-1000001", "Stroke Link"),
            ("GB-SC-SC000001", "STROKE LINK"),
            ("GB-SC-SC000002", "Stroke Link"),
        ],
        columns=["identifier", "name"],
    )
    pairs = [
        ("GB-SC-SC000001", "GB-COH-00000001"),  # a company of England and Wales
        ("GB-SC-SC000002", "GB-COH-SC000009"),  # a company of Scotland
    ]
    assert registered_in_two_nations(listed, pairs) == [("GB-SC-SC000001", "GB-CHC-1000001")]
