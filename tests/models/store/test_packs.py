"""Pack rows: one version in force, each naming the cut it was made from."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from models.pack import Pack
from models.store.engine import publishing, reading
from models.store.packs import issued_packs, pack_before, packs_of, packs_on_record, record_pack

DMT = ("dmt", "authority")


def pack(period, version, **changes):
    return Pack(
        **{
            "authority": "anytown",
            "period": period,
            "audience": "dmt",
            "scope": "authority",
            "version": version,
            "title": "Anytown Council",
            "period_label": "2026/27 Q1",
            "starts_on": date(2026, 4, 1),
            "ends_on": date(2026, 6, 30),
            "on_day": date(2026, 6, 30),
            "load_no": 3,
            "judgement_no": 2,
            "previous_period": None,
            "previous_version": None,
            "digest": f"{version}" * 64,
            "path": f"anytown/{period}/dmt-authority-v{version}.html",
            "headline": "2 of 9 live agreements need a decision.",
            **changes,
        }
    )


def issued(engine, *packs):
    for one in packs:
        with publishing(engine) as connection:
            record_pack(connection, one)


def test_a_pack_is_read_back_as_it_was_issued(engine):
    issued(engine, pack("2026-27-q1", 1))
    with reading(engine) as connection:
        [found] = packs_of(connection, "anytown", "2026-27-q1")
    assert found.model_dump() == pack("2026-27-q1", 1).model_dump()


def test_a_new_version_withdraws_the_one_before_it_and_keeps_its_row(engine):
    issued(engine, *(pack("2026-27-q1", version) for version in (1, 2, 3)))
    with reading(engine) as connection:
        rows = packs_on_record(connection, "anytown")
        assert [row.version for row in issued_packs(connection)] == [3]
    assert [(row.version, row.withdrawn_by) for row in rows] == [(1, 2), (2, 3), (3, None)]


def test_one_version_of_a_pack_is_issued_once(engine):
    issued(engine, pack("2026-27-q1", 1))
    with pytest.raises(IntegrityError):
        issued(engine, pack("2026-27-q1", 1, digest="f" * 64))


def test_the_pack_compared_with_is_the_newest_of_an_earlier_period(engine):
    issued(
        engine,
        pack("2025-26-q3", 1),
        pack("2025-26-q4", 1),
        pack("2025-26-q4", 2),
        pack("2026-27-q2", 1),
        pack("2025-26-q4", 1, authority="elsewhere"),
    )
    with reading(engine) as connection:
        before = pack_before(connection, "anytown", "2026-27-q1", *DMT)
        assert (before.period, before.version) == ("2025-26-q4", 2)
        assert pack_before(connection, "anytown", "2025-26-q3", *DMT) is None


def test_the_pack_compared_with_then_is_one_that_was_made_of_what_was_known_then(engine):
    issued(engine, pack("2025-26-q4", 1, load_no=3), pack("2025-26-q4", 2, load_no=5))
    with reading(engine) as connection:
        before = pack_before(connection, "anytown", "2026-27-q1", *DMT, load_no=4)
        assert before.version == 1
