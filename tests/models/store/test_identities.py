"""An agreement keeps its name, whatever the publisher does to the order and wording of a file."""

from datetime import date

import pytest

from models.store.engine import reading
from models.store.facts import read_facts

pytestmark = pytest.mark.thorough

# S1196, alternative provision, let in eight lots (Salford's register, July 2022).
LOTS = (
    ("Lot 1 Full-time", 22_100_000),
    ("Lot 2 Sports Science", 41_888_000),
    ("Lot 3 Sports Coaching", 41_888_000),
    ("Lot 4 Hair and Beauty", 40_364_800),
    ("Lot 5 Construction", 14_960_000),
    ("Lot 6 One-to-One Tutoring", 6_000_000),
    ("Lot 7 Animal Care", 2_284_800),
    ("Lot 8 Innovation", 14_000_000),
)
LABELS = {title: f"S1196/{number}" for number, (title, _value) in enumerate(LOTS, start=1)}


def lot(title, value=1_000_000, **facts):
    return {
        "reference": "S1196",
        "title": title,
        "provider_name": "Various Providers",
        "starts_on": "2019-09-02",
        "ends_on": "2023-07-31",
        "value_pence": value,
        **facts,
    }


def home(specification, value, **facts):
    """S1335: three lots that only their description and value tell apart."""
    return {
        "reference": "S1335",
        "title": "Semi Independent Living Services",
        "provider_name": "Places for People Living Plus Ltd",
        "starts_on": "2022-04-01",
        "ends_on": "2027-03-31",
        "specification": specification,
        "value_pence": value,
        **facts,
    }


EIGHT = [lot(title, value) for title, value in LOTS]


@pytest.fixture
def named(engine):
    """Return what people call each agreement in force, by one of its columns."""

    def read(column="title"):
        with reading(engine) as connection:
            agreements = read_facts(connection, "anytown").agreements
        return dict(zip(agreements[column], agreements["reference"], strict=True))

    return read


def test_the_lots_of_a_reference_are_its_parts_and_a_lone_agreement_has_its_bare_reference(
    publisher, named
):
    publisher.register(*EIGHT, {"reference": "S1152", "title": "Active Lifestyle"})
    assert named() == {**LABELS, "Active Lifestyle": "S1152"}


def test_a_file_in_another_order_changes_nothing(publisher, named):
    publisher.register(*EIGHT)
    assert publisher.register(*reversed(EIGHT)).versions == 0
    assert named() == LABELS


def test_a_lot_that_is_renamed_keeps_its_name_among_agreements(publisher, named):
    publisher.register(*EIGHT)
    title = "Lot 3 Sports Coaching and Life Skills"
    renamed = [{**row, "title": title} if row == EIGHT[2] else row for row in EIGHT]
    assert publisher.register(*renamed).versions == 1
    assert named()[title] == "S1196/3"
    assert len(named()) == 8


def test_a_lot_that_is_renamed_and_gets_its_old_name_back_is_the_same(publisher, named):
    publisher.register(lot("Lot 1"), lot("Lot 2"))
    publisher.register(lot("Lot 1"), lot("Lot 2 Music"))
    publisher.register(lot("Lot 1"), lot("Lot 2"))
    assert named() == {"Lot 1": "S1196/1", "Lot 2": "S1196/2"}


def test_one_more_lot_takes_the_next_number_wherever_it_stands_in_the_file(publisher, named):
    publisher.register(*EIGHT)
    publisher.register(lot("Lot 0 Forest School"), *EIGHT)
    assert named() == {**LABELS, "Lot 0 Forest School": "S1196/9"}


def test_a_lot_that_goes_and_comes_back_has_the_number_it_had(publisher, named):
    publisher.register(*EIGHT)
    publisher.register(*EIGHT[:2], *EIGHT[3:])
    assert named() == {t: label for t, label in LABELS.items() if label != "S1196/3"}
    publisher.register(*EIGHT)
    assert named() == LABELS


def test_the_number_of_a_lot_that_is_gone_is_not_given_to_another(publisher, named):
    publisher.register(lot("Lot 1"), lot("Lot 2"), lot("Lot 3"))
    publisher.register(lot("Lot 1"), lot("Lot 3"))
    publisher.register(lot("Lot 1"), lot("Lot 3"), lot("Lot 4"))
    assert named() == {"Lot 1": "S1196/1", "Lot 3": "S1196/3", "Lot 4": "S1196/4"}


def test_two_renamed_lots_of_one_reference_are_not_guessed_at(publisher, named):
    publisher.register(lot("Lot 1"), lot("Lot 2"))
    publisher.register(lot("Lot A"), lot("Lot B"))
    assert named() == {"Lot A": "S1196/3", "Lot B": "S1196/4"}


def test_a_reference_that_becomes_two_agreements_keeps_its_own_name_for_the_first(publisher, named):
    publisher.register({"reference": "S1", "title": "Day care"})
    publisher.register(
        {"reference": "S1", "title": "Day care"}, {"reference": "S1", "title": "Transport"}
    )
    assert named() == {"Day care": "S1", "Transport": "S1/2"}


def test_a_renamed_lot_and_a_new_one_under_its_old_name_are_two_agreements(publisher, named):
    publisher.register(lot("Lot 1"), lot("Lot 2"))
    publisher.register(lot("Lot 1"), lot("Lot 2 Music"))
    both = [lot("Lot 1"), lot("Lot 2 Music"), lot("Lot 2")]
    publisher.register(*both)
    expected = {"Lot 1": "S1196/1", "Lot 2 Music": "S1196/2", "Lot 2": "S1196/3"}
    assert named() == expected
    assert publisher.register(*both).versions == 0
    assert named() == expected


TRIPLETS = [home("Lot 3", 42_999_600), home("Lot 2", 36_808_800), home("Lot 4", 28_782_000)]
# In order of value, since nothing else of their key differs: lot 4, lot 2, lot 3.
TRIPLET_LABELS = {"Lot 4": "S1335/1", "Lot 2": "S1335/2", "Lot 3": "S1335/3"}


@pytest.mark.parametrize("gone", ["Lot 2", "Lot 3", "Lot 4"])
def test_a_lot_that_goes_does_not_pass_its_name_to_the_one_like_it(publisher, named, gone):
    publisher.register(*TRIPLETS)
    assert named("specification") == TRIPLET_LABELS
    left = publisher.register(*(row for row in TRIPLETS if row["specification"] != gone))
    assert left.versions == 1  # the one that went
    assert named("specification") == {k: v for k, v in TRIPLET_LABELS.items() if k != gone}
    assert publisher.register(*TRIPLETS).versions == 1
    assert named("specification") == TRIPLET_LABELS


def test_lots_that_look_alike_keep_their_names_in_another_order(publisher, named):
    same_value = [home("Lot 2", 1), home("Lot 3", 1), home("Lot 4", 1)]
    publisher.register(*same_value)
    before = named("specification")
    assert publisher.register(*reversed(same_value)).versions == 0
    assert named("specification") == before


def test_one_of_several_that_look_alike_can_change(publisher, named):
    publisher.register(*TRIPLETS)
    longer = home("Lot 2", 36_808_800, ends_on="2028-03-31")
    assert publisher.register(TRIPLETS[0], longer, TRIPLETS[2]).versions == 1
    assert named("specification") == TRIPLET_LABELS


def test_a_reference_alone_tells_agreements_of_a_plain_file_apart(publisher, named):
    park, choir, pool = ({"reference": f"G{n}"} for n in (1, 2, 3))
    publisher.grants(park | {"title": "Park"}, choir | {"title": "Choir"})
    publisher.grants(choir | {"title": "Choir"}, park | {"title": "Parks"})
    assert named() == {"Parks": "G1", "Choir": "G2"}
    one_more = [choir | {"title": "Choir"}, pool | {"title": "Pool"}, park | {"title": "Parks"}]
    assert publisher.grants(*one_more).versions == 1
    assert named() == {"Parks": "G1", "Choir": "G2", "Pool": "G3"}


def test_two_sources_may_use_one_reference(publisher, named):
    publisher.register({"reference": "S1", "title": "Day care"})
    publisher.grants({"reference": "S1", "title": "Choir"}, edition_on=date(2026, 3, 31))
    assert named() == {"Day care": "S1", "Choir": "S1"}
