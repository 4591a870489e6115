"""``commissioning register``: every form of agreement together, by the page, or counted."""

from datetime import date

import pytest

from models.store.engine import open_engine
from models.store.schema import migrate
from tests.battery.sentences import must_be_one_sentence
from tests.commands import Terminal
from tests.models.store.arrivals import Publisher

pytestmark = pytest.mark.thorough

# The seven forms of agreement that there are, and the four routes in J3's numbers.
FORMS = ("contract", "sla", "grant", "framework", "framework_call_off", "spot", "in_house")
J3 = {"in_house": 2, "private": 5, "other_public": 1, "third_sector": 4}


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path / "home")


@pytest.fixture
def publisher(terminal):
    """Salford's files, published straight into the home's database."""
    terminal.home.mkdir(mode=0o700)
    engine = open_engine(f"sqlite:///{terminal.home / 'commissioning.db'}")
    migrate(engine)
    yield Publisher(engine, "salford")
    engine.dispose()


def agreement(reference, **facts):
    return {"reference": reference, "title": f"Service {reference}", **facts}


def references(ran):
    return [row["reference"] for row in ran.document["agreements"]]


def test_a_row_tells_what_where_whose_when_and_how_much(terminal, publisher):
    publisher.grants(
        agreement(
            "G1",
            title="Befriending for people who live alone, all wards",
            instrument="grant",
            provider_name="Good Company CIO",
            department="Adults",
            starts_on="2026-04-01",
            ends_on="2027-03-31",
            value_pence=1234550,
        ),
        agreement("G2"),
    )
    heading, first, second, told = terminal("register").out.splitlines()
    assert heading.split() == [
        *("reference", "title", "instrument", "provider"),
        *("department", "start", "end", "value"),
    ]
    assert first.split("  ")[0] == "G1"
    assert "Befriending for people who live alone, all …  grant" in first
    assert "Good Company CIO" in first
    assert first.endswith("2026-04-01    2027-03-31      £12,345.50")
    assert second.count("not recorded") == 6  # form, provider, department, both days and the value
    assert told == "2 of 2."


def test_all_forms_of_agreement_are_in_one_list_and_one_form_can_be_asked_for(terminal, publisher):
    publisher.grants(*(agreement(f"A{n}", instrument=form) for n, form in enumerate(FORMS)))
    assert references(terminal("register", "--json")) == [f"A{n}" for n in range(7)]
    spot = terminal("register", "--instrument", "spot", "--json")
    assert references(spot) == ["A5"]
    assert spot.document["of"] == 1


def test_each_page_says_how_to_see_the_next_and_the_last_one_does_not(terminal, publisher):
    publisher.grants(*(agreement(f"G{n}") for n in range(1, 6)))
    first = terminal("register", "--limit", 2)
    assert first.out.splitlines()[-1] == "2 of 5; --after G2 shows the next."
    second = terminal("register", "--limit", 2, "--after", "G2", "--json")
    assert (references(second), second.document["next"]) == (["G3", "G4"], "G4")
    last = terminal("register", "--limit", 2, "--after", "G4")
    assert last.out.splitlines()[-1] == "1 of 5."


def test_a_page_that_the_register_just_fills_is_the_last(terminal, publisher):
    publisher.grants(agreement("G1"), agreement("G2"))
    assert terminal("register", "--limit", 2).out.splitlines()[-1] == "2 of 2."


def test_a_reference_that_two_sources_have_goes_on_with_its_source(terminal, publisher):
    publisher.grants(agreement("A1"), agreement("A2"))
    publisher.register(agreement("A1"), agreement("A2"))
    told = terminal("register", "--limit", 2).out.splitlines()[-1]
    assert told == "2 of 4; --after grants:A2 shows the next."
    rest = terminal("register", "--after", "grants:A2", "--json").document["agreements"]
    assert [(row["source"], row["reference"]) for row in rest] == [
        ("register", "A1"),
        ("register", "A2"),
    ]
    ran = terminal("register", "--after", "A2")
    assert (ran.status, ran.out) == (2, "")
    assert must_be_one_sentence(ran.err) == (
        "--after 'A2': grants and register each have one; write --after grants:A2."
    )


def test_the_register_is_listed_as_it_was_known_then(terminal, publisher):
    publisher.grants(agreement("G1"), agreement("G2"), edition_on=date(2026, 4, 30))
    publisher.grants(agreement("G2"), agreement("G3"), edition_on=date(2026, 5, 31))
    assert references(terminal("register", "--json")) == ["G2", "G3"]
    then = terminal("register", "--known-at", 1, "--json")
    assert (references(then), then.document["of"]) == (["G1", "G2"], 2)
    ran = terminal("register", "--known-at", 3)
    assert (ran.status, ran.out) == (2, "")
    assert "salford has no load 3: its loads are 1 to 2" in must_be_one_sentence(ran.err)


def test_services_are_counted_by_who_delivers_them(terminal, publisher):
    rows = [route for route, count in J3.items() for _ in range(count)]
    publisher.grants(*(agreement(f"A{n}", delivery_route=route) for n, route in enumerate(rows)))
    summary = terminal("register", "--summary", "--json").document
    assert summary["by_delivery_route"] == J3
    assert summary["agreements"] == 12


def test_what_has_no_route_and_what_has_no_value_are_said_to_have_none(terminal, publisher):
    publisher.grants(
        agreement("A1", instrument="sla", delivery_route="other_public", value_pence=150),
        agreement("A2", instrument="sla", delivery_route="other_public"),
        agreement("A3", instrument="spot"),
    )
    told = terminal("register", "--summary").out.splitlines()
    assert [" ".join(line.split()) for line in told] == [
        "instrument delivery route agreements value",
        "sla other_public 2 £1.50 (1 not recorded)",
        "spot not recorded 1 not recorded",
        "By instrument: sla 2, spot 1.",
        "By delivery route: other_public 2, not recorded 1.",
        "3 agreements as known at load 1.",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--after", "G9"), "--after 'G9': salford has no such agreement; give the last reference"),
        (("--instrument", "lease"), "--instrument 'lease' is none; choose one of contract, sla,"),
        (("--limit", 0), "Invalid value for '--limit'"),
        (("--limit", 10_001), "Invalid value for '--limit'"),
    ],
)
def test_a_wrong_request_is_refused_in_one_sentence(terminal, publisher, words, sentence):
    publisher.grants(agreement("G1"))
    ran = terminal("register", *words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(sentence)


def test_a_register_without_a_load_is_empty(terminal):
    assert terminal("register").out == "0 of 0.\n"
    assert terminal("register", "--json").document["agreements"] == []
