"""What an edition changed is kept beside what earlier ones said, and either can be asked for."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from sqlalchemy import select

from models.agreement import AgreementNow
from models.metadata import table_of
from models.store.agreements import AGREEMENTS
from models.store.engine import publishing, reading
from models.store.facts import read_facts
from models.store.known import read_observations
from models.store.rows import indexed_by, read_frame
from models.store.versions import FAR_FUTURE, known_at

pytestmark = pytest.mark.thorough

APRIL, MAY, JUNE = date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)


def agreement(reference, ends_on="2027-03-31", **facts):
    title = f"Service {reference}"
    return {"reference": reference, "title": title, "ends_on": ends_on, **facts}


@pytest.fixture
def ends(engine):
    """Return the last day of each agreement in force, as last known or as known at a load."""

    def read(at=None):
        with reading(engine) as connection:
            agreements = read_facts(connection, "anytown", load_no=at).agreements
        days = agreements["ends_on"].dt.strftime("%Y-%m-%d")
        return dict(zip(agreements["reference"], days, strict=True))

    return read


@pytest.fixture
def ends_as_known(engine):
    """Return what was known at a load about a day, by the append-only versions alone."""

    def read(at, about=FAR_FUTURE):
        version = known_at(AGREEMENTS, (), load_no=at, day=about).subquery()
        with reading(engine) as connection:
            frame = read_frame(
                connection, select(version.c.title, version.c.ends_on).where(~version.c.retracted)
            )
        days = frame["ends_on"].dt.strftime("%Y-%m-%d")
        return dict(zip(frame["title"].str.removeprefix("Service "), days, strict=True))

    return read


def versions(engine):
    with reading(engine) as connection:
        table = AGREEMENTS.table
        return read_frame(connection, select(table).order_by(table.c.version_no))


def test_the_same_file_again_stores_no_version(publisher, engine):
    publisher.grants(agreement("G1"), agreement("G2"))
    assert publisher.grants(agreement("G1"), agreement("G2")).versions == 0
    assert len(versions(engine)) == 2


def test_only_what_changed_is_stored_again(publisher, ends):
    publisher.grants(agreement("G1"), agreement("G2"))
    assert publisher.grants(agreement("G1"), agreement("G2", "2028-03-31")).versions == 1
    assert ends() == {"G1": "2027-03-31", "G2": "2028-03-31"}


def test_a_file_that_returns_to_what_it_first_said_is_a_change(publisher, ends):
    first = publisher.grants(agreement("G1", "2027-03-31"), edition_on=APRIL)
    second = publisher.grants(agreement("G1", "2028-03-31"), edition_on=MAY)
    third = publisher.grants(agreement("G1", "2027-03-31"), edition_on=JUNE)
    assert [load.load_no for load in (first, second, third)] == [1, 2, 3]
    assert (third.digest, third.versions) == (first.digest, 1)
    assert [ends(at=load_no)["G1"] for load_no in (1, 2, 3)] == [
        "2027-03-31",
        "2028-03-31",
        "2027-03-31",
    ]


def test_what_was_stored_once_is_never_written_over(publisher, engine):
    publisher.grants(agreement("G1"), agreement("G2"), edition_on=APRIL)
    before = versions(engine)
    publisher.grants(agreement("G1", "2028-03-31"), edition_on=MAY)
    publisher.grants(agreement("G3"), edition_on=JUNE)
    after = versions(engine)
    assert after.head(len(before)).equals(before)
    assert list(after["version_no"]) == list(range(1, len(after) + 1))
    assert all(a <= b for a, b in pairwise(after["known_from"]))


def test_what_a_whole_file_no_longer_lists_has_ended_and_is_still_known(publisher, ends, engine):
    publisher.grants(agreement("G1"), agreement("G2"), edition_on=APRIL)
    assert publisher.grants(agreement("G1"), edition_on=MAY).versions == 1
    assert ends() == {"G1": "2027-03-31"}
    assert ends(at=1) == {"G1": "2027-03-31", "G2": "2027-03-31"}
    assert list(versions(engine)["retracted"]) == [False, False, True]


def test_what_has_ended_and_is_listed_again_is_in_force_again(publisher, ends):
    publisher.grants(agreement("G1"), agreement("G2"), edition_on=APRIL)
    publisher.grants(agreement("G1"), edition_on=MAY)
    assert publisher.grants(agreement("G1"), agreement("G2"), edition_on=JUNE).versions == 1
    assert set(ends()) == {"G1", "G2"}


def test_a_file_that_is_only_a_part_ends_nothing(publisher, ends):
    publisher.grants(agreement("G1"), agreement("G2"))
    publisher.grants(agreement("G2", "2028-03-31"), agreement("G3"), complete=False)
    assert ends() == {"G1": "2027-03-31", "G2": "2028-03-31", "G3": "2027-03-31"}


def test_one_source_says_nothing_of_anothers_agreements(publisher, ends):
    publisher.register(agreement("S1"))
    publisher.grants(agreement("G1"))
    assert set(ends()) == {"S1", "G1"}


def test_an_older_edition_that_comes_late_leaves_the_newer_in_force(publisher, ends, ends_as_known):
    publisher.grants(agreement("G1", "2027-03-31"), edition_on=APRIL)
    publisher.grants(agreement("G1", "2029-03-31"), edition_on=JUNE)
    publisher.grants(agreement("G1", "2028-03-31"), edition_on=MAY)
    assert ends() == {"G1": "2029-03-31"}
    assert ends_as_known(3, about=APRIL) == {"G1": "2027-03-31"}
    assert ends_as_known(3, about=MAY) == {"G1": "2028-03-31"}
    assert ends_as_known(3, about=JUNE) == {"G1": "2029-03-31"}
    assert ends_as_known(2, about=MAY) == {"G1": "2027-03-31"}  # before the late one was known


def test_what_the_newer_edition_left_as_it_was_stays_so_when_an_older_one_comes_late(
    publisher, ends, ends_as_known
):
    publisher.grants(agreement("G1", "2027-03-31"), edition_on=APRIL)
    publisher.grants(agreement("G1", "2027-03-31"), edition_on=JUNE)  # stores nothing
    publisher.grants(agreement("G1", "2028-03-31"), edition_on=MAY)
    assert ends() == {"G1": "2027-03-31"}
    assert ends_as_known(3, about=MAY) == {"G1": "2028-03-31"}


def test_what_only_a_late_edition_lists_was_gone_by_the_newer_one(publisher, ends, ends_as_known):
    publisher.grants(agreement("G1"), edition_on=APRIL)
    publisher.grants(agreement("G1"), edition_on=JUNE)
    publisher.grants(agreement("G1"), agreement("G2"), edition_on=MAY)
    assert set(ends()) == {"G1"}
    assert set(ends_as_known(3, about=MAY)) == {"G1", "G2"}


def test_what_only_a_late_edition_lacks_is_in_force_by_the_newer_one(
    publisher, ends, ends_as_known
):
    publisher.grants(agreement("G1"), agreement("G2"), edition_on=APRIL)
    publisher.grants(agreement("G1"), agreement("G2"), edition_on=JUNE)
    publisher.grants(agreement("G1"), edition_on=MAY)
    assert set(ends()) == {"G1", "G2"}
    assert set(ends_as_known(3, about=MAY)) == {"G1"}


def test_a_newer_edition_that_was_only_a_part_does_not_end_what_a_late_one_brings(publisher, ends):
    publisher.grants(agreement("G1"), edition_on=APRIL, complete=False)
    publisher.grants(agreement("G3"), edition_on=JUNE, complete=False)
    publisher.grants(agreement("G2"), edition_on=MAY, complete=False)
    assert set(ends()) == {"G1", "G2", "G3"}


def test_a_newer_edition_that_was_only_a_part_does_not_undo_what_a_late_one_changes(
    publisher, ends
):
    publisher.grants(agreement("G1", "2027-03-31"), edition_on=APRIL, complete=False)
    publisher.grants(agreement("G3"), edition_on=JUNE, complete=False)
    publisher.grants(agreement("G1", "2028-03-31"), edition_on=MAY, complete=False)
    assert ends()["G1"] == "2028-03-31"


def test_the_current_register_is_the_one_that_the_versions_give(publisher, engine):
    publisher.grants(agreement("G1"), agreement("G2"), agreement("G3"), edition_on=APRIL)
    publisher.grants(agreement("G1", "2028-03-31"), agreement("G4"), edition_on=JUNE)
    publisher.grants(agreement("G2", "2029-03-31"), agreement("G3"), edition_on=MAY)
    now, version = table_of(AgreementNow), known_at(AGREEMENTS, (), load_no=3).subquery()
    in_force = select(version.c.agreement_id, version.c.version_no).where(~version.c.retracted)
    with publishing(engine) as connection:
        kept = sorted(connection.execute(select(now.c.agreement_id, now.c.version_no)))
        assert kept == sorted(connection.execute(in_force))
        assert len(kept) == 2  # G1 and G4


def test_a_large_file_is_read_in_pieces_and_is_one_file_all_the_same(publisher, ends):
    rows = [agreement("S1"), agreement("S1", title="Transport"), agreement("S2")]
    publisher.load({"agreements": rows}, source="register", parts=True, pieces=2)
    assert set(ends()) == {"S1/1", "S1/2", "S2"}


def test_where_a_reference_is_one_agreement_its_pieces_are_stored_one_by_one(publisher, ends):
    publisher.load({"agreements": [agreement("S2"), agreement("S4")]}, source="register")
    rows = [agreement(f"S{number}", title="Transport") for number in range(1, 4)]
    publisher.load({"agreements": rows}, source="register", pieces=2, complete=True)
    assert set(ends()) == {"S1", "S2", "S3"}  # S2 is the one that was known, and S4 has ended


def observation(value, area="E08000006"):
    return {"indicator": "imd", "area_code": area, "starts_on": "2025-01-01", "value": value}


def test_observations_are_replaced_by_a_newer_edition_and_kept_in_the_old_one(publisher, engine):
    publisher.load({"observations": [observation(34.2)]}, source="imd", edition_on=APRIL)
    publisher.load({"observations": [observation(33.9)]}, source="imd", edition_on=MAY)
    with reading(engine) as connection:
        known = [
            read_observations(connection, "anytown", load_no=at)["value"].tolist() for at in (1, 2)
        ]
    assert known == [[34.2], [33.9]]


def test_an_id_that_is_new_beside_two_others_is_looked_up_however_large_it_is():
    # Two ids are evenly spaced, which pandas keeps as a range; what lies beyond overflowed it.
    first, second, third = 2**61, 2**62, 2**63 - 1
    state = indexed_by(pd.DataFrame({"id": [first, second], "said": ["a", "b"]}), "id")
    assert state.reindex(pd.Index([third]))["said"].isna().tolist() == [True]
