"""Battery 8: the connection is cut before, during and after COMMIT: the load is stored once and is whole."""

import time
from threading import Thread

import psycopg
import pytest
from sqlalchemy.engine.default import DefaultDialect

from models.store import publish
from tests.battery.books import APRIL, MAY
from tests.battery.files import OURS, agreement
from tests.battery.sentences import must_be_one_sentence

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True),
]

ENDED = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
)
# A COMMIT that lasts long enough to be cut: what is deferred is done as part of it.
LASTING = """CREATE FUNCTION commissioning.last() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(20); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER last AFTER INSERT ON commissioning.load
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION commissioning.last()"""


class Cutter:
    """Cuts the connection of the transaction that stores a load, at one point of its COMMIT."""

    def __init__(self, database, monkeypatch):
        self.database, self.monkeypatch = database, monkeypatch
        self.times_left, self.cuts = 0, 0

    def cut(self, moment, times=1):
        """Cut the next loads' connections, so many times."""
        self.times_left = times
        commit = DefaultDialect.do_commit

        def do_commit(dialect, pooled):
            connection = pooled.driver_connection
            if not self.times_left or not stores_a_load(connection):
                return commit(dialect, pooled)
            self.times_left, self.cuts = self.times_left - 1, self.cuts + 1
            if moment == "before":
                self._end(connection)
            elif moment == "during":
                Thread(target=self._end_while_it_commits, args=(connection,)).start()
            commit(dialect, pooled)
            self._end(connection)
            connection.execute("SELECT 1")  # the answer that never comes
            raise AssertionError("the connection was not cut")

        self.monkeypatch.setattr(DefaultDialect, "do_commit", do_commit)

    def ask(self, statement):
        with psycopg.connect(self.database, autocommit=True) as connection:
            return connection.execute(statement).fetchall()

    def _end(self, connection):
        self.ask(f"{ENDED} pid = {connection.info.backend_pid}")

    def _end_while_it_commits(self, connection):
        until = time.monotonic() + 15
        its = f"{ENDED} pid = {connection.info.backend_pid} AND query ILIKE 'commit%'"
        while not self.ask(f"{its} AND state = 'active'") and time.monotonic() < until:
            time.sleep(0.02)
        with psycopg.connect(self.database, autocommit=True) as other:
            other.execute("DROP TRIGGER last ON commissioning.load")


def stores_a_load(connection):
    """Tell the transaction by what it has written: rows of `load` that others do not see yet."""
    mine = "SELECT count(*) FROM commissioning.load WHERE xmin = pg_current_xact_id()::xid"
    return connection.execute(mine).fetchone()[0] > 0


@pytest.fixture
def cutter(books, monkeypatch):
    """A register of one agreement, and what cuts the connection of the load after it."""
    books.load({"A1": "Day care"}, "--edition", APRIL)
    monkeypatch.setattr(publish, "PAUSES", (0.0, 0.0, 0.0))
    return Cutter(books.database, monkeypatch)


@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_a_load_whose_connection_is_cut_is_stored_once(books, cutter, moment):
    if moment == "during":
        with psycopg.connect(books.database, autocommit=True) as connection:
            connection.execute(LASTING)
    cutter.cut(moment)
    told = books.load({"A1": "Day care", "A2": "Meals"}, "--edition", MAY)
    assert cutter.cuts == 1
    assert (told["rows_loaded"], told["unchanged"]) == (2, False)
    assert books.ask("SELECT load_no, versions FROM load ORDER BY 1") == [(1, 1), (2, 1)]
    assert books.now() == {"A1": "Day care", "A2": "Meals"}


def test_a_database_that_stays_away_is_one_sentence_and_the_load_is_run_again(books, cutter):
    cutter.cut("before", times=4)
    file = books.file(OURS, agreement("A2"))
    ran = books("load", "agreements", file, "--edition", MAY)
    assert ran.status == 1
    assert "The connection to the database was lost" in must_be_one_sentence(ran.err)
    assert books.ask("SELECT count(*) FROM load") == [(1,)]
    assert books.ask("SELECT count(*) FROM stoppage") == [(0,)]  # the file was not refused
    assert books.done("load", "agreements", file, "--edition", MAY)["rows_loaded"] == 1
