"""The ledger: loads are numbered without a gap and chained, so that a changed one is found."""

import pytest
from sqlalchemy import select, update

from models.ledger import Load, Stoppage
from models.store.arrival import Slot
from models.store.engine import publishing, reading
from models.store.known import stale_sources
from models.store.ledger import broken_links
from models.store.publish import record_stoppage, withdraw_stoppage

pytestmark = pytest.mark.thorough

GRANTS = Slot("anytown", "agreements", "grants", "whole", 1)


def three_loads(publisher):
    for title in ("Choir", "Park", "Pool"):
        publisher.grants({"reference": "G1", "title": title})


def broken(engine):
    with reading(engine) as connection:
        return broken_links(connection, "anytown")


def change(engine, load_no, **values):
    with publishing(engine) as connection:
        connection.execute(update(Load).where(Load.load_no == load_no).values(**values))


def test_an_untouched_chain_is_whole_and_its_loads_are_numbered_without_a_gap(publisher, engine):
    three_loads(publisher)
    assert broken(engine) == []
    with reading(engine) as connection:
        loads = connection.execute(select(Load.load_no, Load.slot_seq).order_by(Load.load_no))
        assert loads.all() == [(1, 1), (2, 2), (3, 3)]


def test_a_changed_count_is_found(publisher, engine):
    three_loads(publisher)
    change(engine, 2, rows_in=7)
    assert broken(engine) == [2]


def test_a_load_made_anew_over_an_old_one_is_found_by_the_one_after_it(publisher, engine):
    three_loads(publisher)
    change(engine, 2, hash="0" * 64)
    assert broken(engine) == [2, 3]


def test_each_authority_has_a_chain_of_its_own(publisher, engine):
    three_loads(publisher)
    elsewhere = type(publisher)(engine, "elsewhere")
    assert elsewhere.grants({"reference": "G1", "title": "Choir"}).load_no == 1
    with reading(engine) as connection:
        assert broken_links(connection, "elsewhere") == []


def stale(engine, load_no=99):
    with reading(engine) as connection:
        return stale_sources(connection, "anytown", load_no=load_no)


def test_a_source_whose_file_was_refused_is_stale_until_the_next_good_one(publisher, engine):
    publisher.grants({"reference": "G1", "title": "Choir"})
    record_stoppage(engine, GRANTS, "grants.csv is a web page")
    record_stoppage(engine, GRANTS, "grants.csv is a web page again")  # the next night
    assert set(stale(engine)) == {"grants"}
    with reading(engine) as connection:
        assert connection.execute(select(Stoppage.sentence)).scalars().all() == [
            "grants.csv is a web page again"
        ]
    publisher.grants({"reference": "G1", "title": "Park"})
    assert not stale(engine)


def test_a_source_that_gives_its_last_good_file_again_is_no_longer_stale(publisher, engine):
    publisher.grants({"reference": "G1", "title": "Choir"})
    record_stoppage(engine, GRANTS, "grants.csv is a web page")
    withdraw_stoppage(engine, GRANTS)
    assert not stale(engine)


def test_what_was_stale_at_a_load_stays_so_whatever_became_of_it_later(publisher, engine):
    publisher.grants({"reference": "G1", "title": "Choir"})
    record_stoppage(engine, GRANTS, "grants.csv is a web page")
    publisher.register({"reference": "A1", "title": "Park"})
    record_stoppage(engine, GRANTS, "grants.csv is empty")
    publisher.register({"reference": "A1", "title": "Pool"})
    withdraw_stoppage(engine, GRANTS)
    publisher.register({"reference": "A1", "title": "Pond"})
    record_stoppage(engine, GRANTS, "grants.csv is a web page again")
    assert [stale(engine, load_no) for load_no in (1, 2, 3, 4)] == [
        {"grants": "grants.csv is a web page"},
        {"grants": "grants.csv is empty"},
        {},
        {"grants": "grants.csv is a web page again"},
    ]
