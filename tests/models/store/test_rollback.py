"""A load rolled back: all is as if it had never been, and what later files said stands."""

from datetime import date

import pytest
from sqlalchemy import select

from models.ledger import Load
from models.payment import PaymentVersion
from models.store.arrival import Slot
from models.store.engine import publishing, reading
from models.store.errors import CannotRollBack
from models.store.facts import read_facts
from models.store.known import stale_sources
from models.store.ledger import broken_links
from models.store.payments import live_payments
from models.store.payments_known import payments_by_department
from models.store.publish import record_stoppage
from models.store.rows import read_frame

pytestmark = pytest.mark.thorough

APRIL, MAY, JUNE = date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)


def agreement(reference, title):
    return {"reference": reference, "title": title}


PARK, PARKS = agreement("G1", "Park"), agreement("G1", "Parks")
CHOIR, CHOIRS = agreement("G2", "Choir"), agreement("G2", "Choirs")


@pytest.fixture
def titles(engine):
    """Return the title of each agreement in the register, as last known or as known at a load."""

    def read(at=None):
        with reading(engine) as connection:
            agreements = read_facts(connection, "anytown", load_no=at).agreements
        return dict(zip(agreements["reference"], agreements["title"], strict=True))

    return read


def test_the_last_load_is_taken_back_and_what_was_known_then_is_kept(publisher, titles):
    publisher.grants(PARK, edition_on=APRIL)
    publisher.grants(PARKS, CHOIR, edition_on=MAY)
    assert publisher.roll_back(2).versions == 0  # what it told is simply no longer so
    assert titles() == {"G1": "Park"}
    assert titles(at=2) == {"G1": "Parks", "G2": "Choir"}


def test_what_a_later_whole_file_repeated_stands(publisher, titles):
    publisher.grants(PARK, edition_on=APRIL)
    publisher.grants(PARKS, edition_on=MAY)
    publisher.grants(PARKS, edition_on=JUNE)  # stores nothing
    publisher.roll_back(2)
    assert titles() == {"G1": "Parks"}


def test_what_a_later_whole_file_ended_as_well_has_ended(publisher, titles):
    publisher.grants(PARK, CHOIR, edition_on=APRIL)
    publisher.grants(PARK, edition_on=MAY)
    publisher.grants(PARK, edition_on=JUNE)  # ends nothing: the choir had ended
    publisher.roll_back(2)
    assert titles() == {"G1": "Park"}


def test_what_a_later_part_repeated_stands_and_what_it_left_out_does_not(publisher, titles):
    publisher.grants(PARK, CHOIR, edition_on=APRIL, complete=False)
    publisher.grants(PARKS, CHOIRS, edition_on=MAY, complete=False)
    publisher.grants(PARKS, edition_on=JUNE, complete=False)
    publisher.roll_back(2)
    assert titles() == {"G1": "Parks", "G2": "Choir"}


def test_a_row_that_a_later_file_set_aside_is_what_it_was_before(publisher, titles):
    publisher.grants(PARK, CHOIR, edition_on=APRIL)
    publisher.grants(PARK, CHOIRS, edition_on=MAY)
    publisher.grants(PARK, edition_on=JUNE, refused=["G2"])
    assert titles()["G2"] == "Choirs"
    publisher.roll_back(2)
    assert titles() == {"G1": "Park", "G2": "Choir"}


def test_of_several_files_of_one_edition_the_last_that_stands_counts(publisher, titles):
    for row in (PARK, PARKS, PARK):
        publisher.grants(row, edition_on=APRIL)
    publisher.roll_back(3)
    assert titles() == {"G1": "Parks"}
    publisher.roll_back(2)
    assert titles() == {"G1": "Park"}
    publisher.roll_back(1)
    assert titles() == {}


def test_a_part_that_stored_nothing_goes_after_the_part_it_repeated(publisher, titles):
    publisher.grants(PARK, edition_on=JUNE)
    publisher.grants(CHOIR, edition_on=JUNE, complete=False)
    publisher.grants(CHOIR, edition_on=MAY, complete=False)  # late, and ended by the whole of June
    publisher.grants(CHOIR, edition_on=JUNE, complete=False)  # stores nothing
    publisher.roll_back(2)
    assert titles() == {"G1": "Park", "G2": "Choir"}
    publisher.roll_back(4)
    assert titles() == {"G1": "Park"}


def test_files_without_an_edition_are_taken_back_one_by_one(publisher, titles):
    publisher.grants(PARK, complete=False)
    publisher.grants(CHOIR, complete=False)
    publisher.grants(PARKS, CHOIR, complete=False)
    publisher.roll_back(2)
    assert titles() == {"G1": "Parks", "G2": "Choir"}
    publisher.roll_back(3)
    assert titles() == {"G1": "Park"}


def test_the_same_file_again_after_its_rollback_is_a_load_of_its_own(publisher, titles):
    publisher.grants(PARK, edition_on=APRIL)
    publisher.grants(PARKS, edition_on=MAY)
    publisher.roll_back(2)
    assert publisher.grants(PARKS, edition_on=MAY).versions == 1
    assert [titles(at) for at in (1, 2, 3, 4)] == [
        {"G1": "Park"},
        {"G1": "Parks"},
        {"G1": "Park"},
        {"G1": "Parks"},
    ]


def test_a_file_that_came_late_is_taken_back_with_all_it_led_to(publisher, titles):
    publisher.grants(PARK, edition_on=APRIL, complete=False)
    publisher.grants(PARK, edition_on=JUNE, complete=False)
    publisher.grants(PARKS, CHOIR, edition_on=MAY, complete=False)
    assert titles() == {"G1": "Park", "G2": "Choir"}
    publisher.roll_back(3)
    assert titles() == {"G1": "Park"}


def test_a_file_that_a_late_one_had_to_be_corrected_by_is_taken_back_too(publisher, titles):
    publisher.grants(PARK, edition_on=APRIL, complete=False)
    publisher.grants(PARK, edition_on=JUNE, complete=False)  # stores nothing
    publisher.grants(PARKS, edition_on=MAY, complete=False)  # says again what June said
    publisher.roll_back(2)
    assert titles() == {"G1": "Parks"}


def test_extensions_go_and_stay_with_the_register_that_lists_them(publisher, engine):
    def register(*notes, edition_on):
        rows = [agreement(f"S{n}", "Day care") for n in range(len(notes))]
        extensions = [
            {"reference": f"S{n}", "new_ends_on": "2028-03-31", "authority_reference": note}
            for n, note in enumerate(notes)
        ]
        feeds = {"agreements": rows, "extensions": extensions}
        return publisher.load(feeds, source="register", parts=True, edition_on=edition_on)

    def notes():
        with reading(engine) as connection:
            extensions = read_facts(connection, "anytown").of_feed["extensions"]
        return dict(zip(extensions["reference"], extensions["authority_reference"], strict=True))

    register("D1", "D2", edition_on=APRIL)
    register("D1", "D7", "D3", edition_on=MAY)
    register("D1", "D7", edition_on=JUNE)
    publisher.roll_back(2)
    assert notes() == {"S0": "D1", "S1": "D7"}
    publisher.roll_back(3)
    assert notes() == {"S0": "D1", "S1": "D2"}


def lot(title, value):
    return {"reference": "S1", "title": title, "value_pence": value}


def test_the_parts_of_a_reference_keep_their_names(publisher, titles):
    publisher.register(lot("Lot 1", 1), lot("Lot 2", 2), edition_on=APRIL)
    publisher.register(lot("Lot 1", 1), lot("Lot 2 Music", 2), edition_on=MAY)
    publisher.roll_back(2)
    assert titles() == {"S1/1": "Lot 1", "S1/2": "Lot 2"}
    both = [lot("Lot 1", 1), lot("Lot 2", 20), lot("Lot 2 Music", 2)]
    publisher.register(*both, edition_on=JUNE)  # the second lot is the one it was in April
    assert titles() == {"S1/1": "Lot 1", "S1/2": "Lot 2", "S1/3": "Lot 2 Music"}


def test_a_later_part_of_a_register_tells_by_content_which_of_the_lots_it_lists(publisher, titles):
    publisher.register(lot("Lot 1", 1), lot("Lot 2", 2), edition_on=APRIL, complete=False)
    publisher.register(lot("Lot 1", 10), lot("Lot 2", 20), edition_on=MAY, complete=False)
    publisher.register(lot("Lot 2", 20), edition_on=JUNE, complete=False)
    publisher.roll_back(2)
    with reading(publisher.engine) as connection:
        agreements = read_facts(connection, "anytown").agreements
    assert dict(zip(agreements["title"], agreements["value_pence"], strict=True)) == {
        "Lot 1": 1,
        "Lot 2": 20,
    }


MARCH = Slot("anytown", "payments", "spend", "spend 2026-03", 0)


def paid(pence, payment_id="P1"):
    fixed = {"department": "Adults", "basis": "outturn", "paid_on": "2026-03-31"}
    return {"payment_id": payment_id, "amount_pence": pence, **fixed}


@pytest.fixture
def amounts(engine):
    """Return the pence of each payment of March in force, as the slot and as the rules have it."""

    def read(at):
        live = live_payments(MARCH, load_no=at).subquery()
        statement = select(PaymentVersion.amount_pence).join(
            live, live.c.version_no == PaymentVersion.version_no
        )
        with reading(engine) as connection:
            of_slot = sorted(connection.execute(statement).scalars())
            owners = read_facts(connection, "anytown").agreements["department"]
            asked = payments_by_department(connection, "anytown", load_no=at, owners=owners)
        assert sorted(asked["amount_pence"]) == of_slot
        return of_slot

    return read


def test_payments_that_a_later_edition_repeated_stand(publisher, amounts):
    publisher.payments(paid(100), edition_on=APRIL)
    publisher.payments(paid(100), paid(250), paid(250), edition_on=MAY)
    publisher.payments(paid(250), paid(250), edition_on=JUNE)
    publisher.roll_back(2)
    assert [amounts(at) for at in (1, 2, 3, 4)] == [
        [100],
        [100, 250, 250],
        [250, 250],
        [250, 250],
    ]


def test_a_payment_that_was_dropped_and_came_back_is_there_once(publisher, amounts):
    publisher.payments(paid(100), edition_on=APRIL)
    publisher.payments(paid(250), edition_on=MAY)
    publisher.payments(paid(100), edition_on=JUNE)
    publisher.roll_back(2)
    assert amounts(4) == [100]


def test_an_edition_that_came_too_late_counts_once_the_newer_one_is_taken_back(publisher, amounts):
    publisher.payments(paid(250), edition_on=JUNE)
    publisher.payments(paid(100), edition_on=MAY)  # stores nothing
    publisher.roll_back(1)
    assert amounts(3) == [100]


def test_a_payment_restored_leads_to_the_file_that_has_it(publisher, engine):
    late = publisher.payments(paid(250), edition_on=JUNE)
    early = publisher.payments(paid(100), edition_on=MAY)
    publisher.roll_back(late)
    with reading(engine) as connection:
        owners = read_facts(connection, "anytown").agreements["department"]
        payments = payments_by_department(connection, "anytown", load_no=3, owners=owners)
    assert list(payments["row_id"]) == [f"{early.snapshot[:12]}:1"]


def test_a_correction_adds_its_payments_and_takes_them_along_when_it_goes(publisher, amounts):
    publisher.payments(paid(100), edition_on=APRIL)
    publisher.payments(paid(100), paid(250), edition_on=APRIL, complete=False, corrects=1)
    assert amounts(2) == [100, 100, 250]
    publisher.roll_back(2)
    assert amounts(3) == [100]


def test_a_corrected_load_is_not_taken_back_before_its_correction(publisher):
    publisher.payments(paid(100), edition_on=APRIL)
    publisher.payments(paid(250), edition_on=APRIL, complete=False, corrects=1)
    with pytest.raises(CannotRollBack, match="roll load 2 back first"):
        publisher.roll_back(1)


def test_a_rollback_is_a_link_of_the_chain_and_the_load_it_undid_is_unchanged(publisher, engine):
    publisher.grants(PARK)
    publisher.grants(PARKS)
    publisher.roll_back(2, reason="the wrong file")
    publisher.grants(CHOIR)
    with reading(engine) as connection:
        assert broken_links(connection, "anytown") == []
        loads = read_frame(connection, select(Load.load_no, Load.slot_seq, Load.undone_by))
    assert loads["slot_seq"].tolist() == [1, 2, 3, 4]
    with publishing(engine) as connection:
        connection.execute(Load.__table__.update().values(reason="nothing"))
    with reading(engine) as connection:
        assert 3 in broken_links(connection, "anytown")


def test_a_source_that_was_stale_is_stale_again_without_the_load_that_mended_it(publisher, engine):
    publisher.grants(PARK)
    slot = Slot("anytown", "agreements", "grants", "whole", 1)
    record_stoppage(engine, slot, "grants.csv is a web page")

    def stale():
        with reading(engine) as connection:
            return set(stale_sources(connection, "anytown", load_no=99))

    assert stale() == {"grants"}
    publisher.grants(PARKS)
    assert not stale()
    publisher.roll_back(2)
    assert stale() == {"grants"}


def test_payments_follow_the_agreement_that_stands_under_the_reference(publisher, engine):
    publisher.register(lot("Another council's", 1), edition_on=APRIL)
    publisher.roll_back(1)
    publisher.register(lot("Ours", 2), edition_on=APRIL)
    payment = {**paid(1000), "reference": "S1"}
    publisher.load({"payments": [payment]}, source="spend", slot="spend 2026-03", edition_on=APRIL)
    with reading(engine) as connection:
        facts = read_facts(connection, "anytown")
    assert list(facts.agreements["title"]) == ["Ours"]
    assert list(facts.payments["agreement_id"]) == list(facts.agreements["agreement_id"])
    assert list(facts.payments["agreement"]) == list(facts.agreements["reference"])
