"""The register by the page and in numbers is what the versions say, whichever load is asked about."""

from datetime import date

import pytest
from sqlalchemy import select

from models.agreement import Agreement, RegisterSize
from models.metadata import table_of
from models.store.agreements import AGREEMENTS
from models.store.engine import publishing, reading
from models.store.pages import Place, count_register, places_of, register_page, summarise_register
from models.store.rows import read_frame
from models.store.versions import known_at
from tests.models.store.arrivals import Publisher

pytestmark = pytest.mark.thorough

APRIL, MAY, JUNE, JULY = (date(2026, month, 30) for month in (4, 5, 6, 7))

_agreement = table_of(Agreement)


def agreement(reference, value_pence=None, **facts):
    return {"reference": reference, "title": f"Service {reference}", **facts} | (
        {} if value_pence is None else {"value_pence": value_pence}
    )


@pytest.fixture
def history(publisher, engine):
    """Return the number of loads: of two sources, one partial, one late, two rolled back."""
    publisher.register(
        agreement("S2"), agreement("S1", 100), agreement("S1", 200), edition_on=APRIL
    )
    publisher.grants(agreement("G1", 1), agreement("G2", 2), agreement("S2", 3), edition_on=APRIL)
    publisher.register(agreement("S1", 100), agreement("S3", 400), edition_on=JUNE)  # ends two
    wrong = publisher.grants(agreement("G2", 9), agreement("G9"), edition_on=MAY)  # ends two
    publisher.grants(agreement("G3", 3), edition_on=JUNE, complete=False)
    publisher.roll_back(wrong.load_no)
    publisher.register(agreement("S2"), agreement("S4", 5), edition_on=MAY)  # came late
    wrong = publisher.register(agreement("S5"), edition_on=JULY)  # ends all others
    publisher.roll_back(wrong.load_no)
    Publisher(engine, "elsewhere").grants(agreement("G1", 7), agreement("G8"), edition_on=JULY)
    return publisher.grants(agreement("G1", 8), agreement("G2", 2), edition_on=JULY).load_no


def by_the_versions(engine, load_no):
    """Return source, label and value of what is in force, by ``known_at`` alone."""
    state = known_at(
        AGREEMENTS, (AGREEMENTS.table.c.authority == "anytown",), load_no=load_no
    ).subquery()
    statement = (
        select(_agreement.c.source, _agreement.c.label, state.c.value_pence)
        .join(
            state,
            (state.c.authority == _agreement.c.authority)
            & (state.c.agreement_id == _agreement.c.agreement_id),
        )
        .where(~state.c.retracted)
    )
    with reading(engine) as connection:
        return rows_of(read_frame(connection, statement))


def rows_of(frame):
    shown = frame[["source", "label", "value_pence"]].astype(object)
    return sorted(shown.where(shown.notna(), None).itertuples(index=False, name=None))


def pages(engine, load_no, size):
    """Return every page of the register, one after another, the last one empty."""
    found, after = [], None
    with reading(engine) as connection:
        while True:
            page = register_page(connection, "anytown", load_no=load_no, after=after, size=size)
            found.append(page)
            if page.empty:
                return found
            last = page.iloc[-1]
            after = Place(last["source"], last["reference"], int(last["part_no"]))


def count(engine, load_no, **which):
    with reading(engine) as connection:
        return count_register(connection, "anytown", load_no=load_no, **which)


@pytest.mark.parametrize("size", [1, 2, 100])
def test_the_pages_of_every_load_together_are_what_its_versions_say(history, engine, size):
    for load_no in range(1, history + 1):
        rows = [row for page in pages(engine, load_no, size) for row in rows_of(page)]
        assert sorted(rows) == by_the_versions(engine, load_no)


def test_the_count_of_every_load_is_of_what_its_versions_say(history, engine):
    for load_no in range(1, history + 1):
        assert count(engine, load_no) == len(by_the_versions(engine, load_no))


def test_where_no_load_kept_its_count_the_versions_are_counted(history, engine):
    with publishing(engine) as connection:
        connection.execute(table_of(RegisterSize).delete())
    for load_no in range(1, history + 1):
        assert count(engine, load_no) == len(by_the_versions(engine, load_no))


def test_the_history_that_is_asked_of_is_no_trivial_one(history, engine):
    told = [by_the_versions(engine, load_no) for load_no in range(1, history + 1)]
    # Counted by hand from the files: loads 6, 7 and 9 leave the register as it was.
    assert [len(rows) for rows in told] == [3, 6, 5, 4, 5, 6, 6, 5, 6, 4]
    assert told[5] == told[6] == told[8]


def test_agreements_stand_by_source_then_reference_then_part(publisher, engine):
    publisher.register(agreement("S2"), *(agreement("S1", pence) for pence in range(11, 0, -1)))
    publisher.grants(agreement("S1"), agreement("G1"))
    [whole, _] = pages(engine, 2, 100)
    parts = [f"S1/{part}" for part in range(1, 12)]  # S1/2 before S1/10
    assert list(whole["label"]) == ["G1", "S1", *parts, "S2"]


def test_a_page_takes_up_after_an_agreement_that_has_ended_since(publisher, engine):
    publisher.grants(agreement("G1"), agreement("G2"), agreement("G3"))
    publisher.grants(agreement("G1"), agreement("G3"))
    with reading(engine) as connection:
        [after] = places_of(connection, "anytown", "G2")
        page = register_page(connection, "anytown", load_no=2, after=after, size=100)
    assert list(page["label"]) == ["G3"]


def test_a_label_has_a_place_in_each_source_that_has_it(publisher, engine):
    publisher.register(agreement("S1", 1), agreement("S1", 2), agreement("A/1"))
    publisher.grants(agreement("A/1"))
    with reading(engine) as connection:
        assert places_of(connection, "anytown", "S1/2") == [Place("register", "S1", 2)]
        assert places_of(connection, "anytown", "S1") == []  # it has parts, each with its own label
        assert [place.source for place in places_of(connection, "anytown", "A/1")] == [
            "grants",
            "register",
        ]


def test_the_summary_counts_what_has_no_route_and_what_has_no_value(publisher, engine):
    publisher.grants(
        agreement("G1", 100, instrument="grant", delivery_route="third_sector"),
        agreement("G2", 250, instrument="grant", delivery_route="third_sector"),
        agreement("G3", instrument="grant"),
        agreement("G4", 10**15),
    )
    publisher.grants(agreement("G1", 999, instrument="spot"), edition_on=JUNE, complete=False)
    with reading(engine) as connection:
        summary = summarise_register(connection, "anytown", load_no=1)
    told = summary.astype(object).where(summary.notna(), None)
    assert list(told.itertuples(index=False, name=None)) == [
        ("grant", "third_sector", 2, 2, 350),
        ("grant", None, 1, 0, 0),
        (None, None, 1, 1, 10**15),
    ]


def test_an_instrument_alone_is_paged_counted_and_summed(publisher, engine):
    publisher.grants(
        *(agreement(f"G{n}", n, instrument="grant") for n in range(1, 4)),
        *(agreement(f"S{n}", n, instrument="spot") for n in range(1, 3)),
    )
    with reading(engine) as connection:
        page = register_page(connection, "anytown", load_no=1, size=2, instrument="spot")
        summary = summarise_register(connection, "anytown", load_no=1, instrument="grant")
    assert list(page["label"]) == ["S1", "S2"]
    assert count(engine, 1, instrument="spot") == 2
    assert list(summary["value_pence"]) == [6]
