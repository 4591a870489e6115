"""Battery 16: what was known then is what was read then, and the pack of then is the pack issued then."""

from dataclasses import fields
from datetime import date
from itertools import count
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.store.engine import open_engine, reading
from models.store.facts import read_facts
from models.store.known import latest_load_no, read_loads
from models.store.schema import migrate
from tests.battery.books import JUNE, MAY, Books
from tests.battery.dump import dump
from tests.battery.files import OURS, agreement
from tests.models.store.arrivals import Publisher

EXAMPLES = 3
EDITIONS = [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), None]
REFERENCES = ["A1", "A2", "A3"]

numbers = st.integers(1, 2)
registers = st.tuples(
    st.just("register"),
    st.lists(st.tuples(st.sampled_from(REFERENCES), numbers), min_size=1, max_size=4),
    st.sampled_from(EDITIONS),
    st.booleans(),
)
payments = st.tuples(
    st.just("payments"),
    st.lists(st.tuples(st.sampled_from(REFERENCES), numbers), min_size=1, max_size=4),
    st.sampled_from(EDITIONS),
    st.just(True),
)
rollbacks = st.tuples(st.just("rollback"), st.integers(0, 4))
histories = st.lists(st.one_of(registers, registers, payments, rollbacks), min_size=2, max_size=6)

town = count(1)


@pytest.fixture
def engine(database):
    """An engine on a database in which each history is another authority's."""
    made = open_engine(database)
    migrate(made)
    yield made
    made.dispose()


def happen(publisher: Publisher, event: tuple) -> None:
    """Load what the event brings, or roll a load back."""
    kind, what = event[0], event[1]
    if kind == "rollback":
        roll_one_back(publisher, what)
    elif kind == "register":
        rows = [{"reference": r, "title": f"Service {n}", "value_pence": n} for r, n in what]
        publisher.register(*rows, edition_on=event[2], complete=event[3])
    else:
        rows = [{"reference": r, "basis": "outturn", "amount_pence": n} for r, n in what]
        publisher.payments(*rows, edition_on=event[2])


def roll_one_back(publisher: Publisher, which: int) -> None:
    with reading(publisher.engine) as connection:
        standing = read_loads(connection, publisher.authority, load_no=10_000)["load_no"].tolist()
    if standing:
        publisher.roll_back(int(standing[which % len(standing)]))


def read_at(publisher: Publisher, load_no: int) -> dict[str, pd.DataFrame]:
    """Return every frame of the register as known at a load."""
    with reading(publisher.engine) as connection:
        facts = read_facts(connection, publisher.authority, load_no=load_no)
        loads = read_loads(connection, publisher.authority, load_no=load_no)
    frames = {field.name: getattr(facts, field.name) for field in fields(facts)}
    known = {name: frame for name, frame in frames.items() if isinstance(frame, pd.DataFrame)}
    loads = loads.drop(columns="undone_by")  # told in the ledger, of which a later load is part
    return {**known, **facts.of_feed, "loads": loads}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a failing history is short as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories)
def test_what_is_read_as_known_then_is_what_was_read_then(engine, history):
    publisher = Publisher(engine, f"town{next(town)}")
    read_then = {}
    for event in history:
        happen(publisher, event)
        with reading(engine) as connection:
            load_no = latest_load_no(connection, publisher.authority)
        read_then.setdefault(load_no, read_at(publisher, load_no))
    for load_no, then in read_then.items():
        now = read_at(publisher, load_no)
        for name, frame in then.items():
            pd.testing.assert_frame_equal(now[name], frame, obj=f"{name} at load {load_no}")


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_pack_as_known_then_is_the_pack_issued_then(books: Books, tmp_path: Path):
    issued = {}
    for load_no, (edition, value) in enumerate(
        [(MAY, "10.00"), (JUNE, "20.00"), (MAY, "30.00")], start=1
    ):
        rows = [agreement("A1", value_gbp=value), agreement(f"B{load_no}")]
        books.done("load", OURS.feed, books.file(OURS, *rows), "--edition", edition)
        [pack] = books.done("build-packs", "--on", JUNE)["packs"]
        issued[load_no] = Path(pack["html"]).read_bytes()
    for load_no, then in issued.items():
        path = tmp_path / f"{load_no}.html"
        words = ("--on", JUNE, "--known-at", load_no, "--output", path)
        assert books.done("build-packs", *words)["packs"][0]["html"] == str(path)
        assert path.read_bytes() == then
    assert len(set(issued.values())) == len(issued)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_second_correction_leaves_what_was_known_at_the_first(books: Books, tmp_path: Path):
    rows = (agreement("A1"), agreement("A2", value_gbp="1e9"), agreement("A3", value_gbp="x"))
    books.done("load", OURS.feed, books.file(OURS, *rows), "--edition", MAY)
    file = tmp_path / "rows.csv"
    assert books("quarantine", "export", "--output", file).status == 0
    heading, first, second = file.read_text(encoding="utf-8-sig").splitlines()
    only_first = [heading, first.replace("1e9", "5.00")]
    both = [*only_first, second.removesuffix("x") + "7.00"]

    def correct(lines: list[str]) -> bytes:
        file.write_text("\n".join(lines), encoding="utf-8")
        books.done("quarantine", "load", file)
        [pack] = books.done("build-packs", "--on", JUNE)["packs"]
        return Path(pack["html"]).read_bytes()

    issued = {2: correct(only_first)}
    books.done("rollback", 2, "--reason", "both can be corrected")
    issued[4] = correct(both)
    assert books.ask("SELECT row_no, closed_by FROM quarantine_closing ORDER BY 2, 1") == [
        (2, 2),
        (2, 4),
        (3, 4),
    ]
    for load_no, then in issued.items():
        path = tmp_path / f"{load_no}.html"
        books.done("build-packs", "--on", JUNE, "--known-at", load_no, "--output", path)
        assert path.read_bytes() == then


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_question_about_the_past_changes_nothing(books: Books):
    for value in ("10.00", "20.00"):
        file = books.file(OURS, agreement("A1", value_gbp=value))
        books.done("load", OURS.feed, file)
        books.done("flag-contracts", "--on", JUNE)
    before = dump(books.database)
    then = books.done("flag-contracts", "--on", JUNE, "--known-at", "1")
    assert set(then) == {"authority", "on", "agreements", "results", "cases"}
    assert (then["cases"]["opened"], then["cases"]["closed"]) == (0, 0)
    told = books.done("explain", "A1", "--known-at", "1")["agreements"][0]
    assert [version["value_pence"] for version in told["versions"]] == [1000]
    assert dump(books.database) == before


@pytest.mark.parametrize(
    ("known_at", "said"),
    [
        ("7", "salford has no load 7: its loads are 1 to 1; choose one of them."),
        ("0", "salford has no load 0: its loads are 1 to 1; choose one of them."),
        ("soon", "'soon' is neither a load nor a day; write a load as 12 or a day as 2026-05-01."),
    ],
)
def test_a_past_that_never_was_is_refused_in_a_sentence(books: Books, known_at, said):
    books.load({"A1": "Day care"})
    ran = books("explain", "A1", "--known-at", known_at)
    assert (ran.status, ran.err.strip()) == (2, said)


def test_before_the_first_load_nothing_was_known(books: Books):
    books.load({"A1": "Day care"})
    ran = books("flag-contracts", "--known-at", "2001-01-01")
    assert ran.status == 2
    assert ran.err.startswith("Nothing of salford was known on 2001-01-01: its first load")


def test_a_rollback_that_came_later_had_not_happened_yet(books: Books):
    books.load({"A1": "Day care"}, "--edition", MAY)
    books.load({"A1": "Somebody else's"}, "--edition", JUNE)
    books.done("rollback", 2, "--reason", "another council's file")
    assert (
        "load 2 (agreements, edition 30 June 2026), undone by load 3" in books("explain", "A1").out
    )
    then = books("explain", "A1", "--known-at", 2).out
    assert "undone" not in then
    assert "  title: Somebody else's\n" in then
