"""Battery 60: the loader adds and takes nothing back, the pack role reads, a reader sees no small number."""

from dataclasses import replace
from urllib.parse import quote

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, UndefinedTable

from models.store.rights import ROLES
from tests.battery.books import APRIL, JUNE, MAY
from tests.battery.files import OURS, agreement
from tests.battery.sentences import must_be_one_sentence
from tests.commands import Terminal

pytestmark = [
    pytest.mark.gate,
    pytest.mark.postgres,
    pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True),
]

LOADER, PACKS, READER = ROLES
USERS = (
    "reference,starts_on,ends_on,area_code,group,users\n"
    "A1,2026-04-01,2026-06-30,,,23\n"
    "A1,2026-04-01,2026-06-30,,women,20\n"
    "A1,2026-04-01,2026-06-30,,men,3\n"
    "A2,2026-04-01,2026-06-30,,,4\n"
)
STATEMENTS = {
    "SELECT count(*) FROM load": {LOADER, PACKS},
    "SELECT count(*) FROM users_version": {LOADER, PACKS},
    "SELECT count(*) FROM quarantined_row": {LOADER, PACKS},
    "INSERT INTO watch_told VALUES ('salford', 'a', 'b', 'c', '2026-06-30')": {LOADER},
    "DELETE FROM watch_told": {LOADER},
    "UPDATE load SET undone_by = NULL": {LOADER},
    "UPDATE load SET rows_in = 0": set(),  # nobody rewrites the ledger
    "UPDATE agreement_version SET value_pence = 0": set(),
    "UPDATE pack SET digest = ''": set(),
    "UPDATE pack SET made_of = ''": {LOADER},
    "UPDATE decision SET reason = ''": set(),
    "DELETE FROM load": set(),
    "DELETE FROM payment_version": set(),
    "DELETE FROM users_version": set(),
    "DELETE FROM pack": set(),
    "INSERT INTO erasure SELECT * FROM erasure": set(),  # which is the owner's to do
    "UPDATE alembic_version SET version_num = '0001'": set(),
    "TRUNCATE watch_told": set(),
    "DROP TABLE watch_told": set(),
    "ALTER TABLE watch_told ADD COLUMN more text": set(),
    "CREATE TABLE commissioning.mine (a int)": set(),
    "CREATE VIEW commissioning_shown.mine AS SELECT 1": set(),
    "SELECT * FROM commissioning_shown.users": {READER},
    "DELETE FROM commissioning_shown.loads": set(),
    "DROP VIEW commissioning_shown.users": set(),
}


@pytest.fixture
def owners(books):
    """The books of the owner of the tables, with the roles there before the first migration."""
    for role in ROLES:
        make = f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        with psycopg.connect(books.database, autocommit=True) as connection:
            connection.execute(make)
    ran = Terminal(books.home, "")("migrate", "--database", books.database, "--json")
    assert (ran.status, ran.document["before"], ran.document["roles"]) == (0, None, True)
    return books


def working_as(books, role):
    """Return the same books as they are opened by somebody who has a role and nothing more."""
    beside = "&" if "?" in books.database else "?"
    as_role = quote(f"-c role={role}")
    return replace(books, database=f"{books.database}{beside}options={as_role}")


def may(database, role, statement):
    """Tell whether a role may do a statement; what it does is undone."""
    with psycopg.connect(database, options="-c search_path=commissioning") as connection:
        connection.execute(f"SET ROLE {role}")
        try:
            connection.execute(statement)
        except (
            InsufficientPrivilege,
            UndefinedTable,
        ):  # to whom a schema is closed, nothing is in it
            return False
        finally:
            connection.rollback()
    return True


def test_each_role_may_do_its_own_work_and_nothing_else(owners):
    allowed = {
        statement: {role for role in ROLES if may(owners.database, role, statement)}
        for statement in STATEMENTS
    }
    assert allowed == STATEMENTS


def test_the_loader_does_all_the_work_and_the_pack_role_makes_the_same_page(owners, tmp_path):
    loader, packs = working_as(owners, LOADER), working_as(owners, PACKS)
    titles = {"A1": "Choir", "A2": "Park", "A3": "Meals"}
    loader.load(titles, "--edition", APRIL, "--complete")
    loader.load({"A1": "Pool", "A3": "Meals"}, "--edition", MAY, "--complete")  # A2 has gone
    loader.done("rollback", 2, "--reason", "another council's file")
    loader.load(titles | {"A1": "Pool"}, "--edition", JUNE, "--complete")
    assert loader.done("build-packs", "--on", JUNE)["packs"]
    assert loader.done("verify")["breaks"] == []
    assert loader("watch", "--on", JUNE).status == 0

    [pack] = (owners.home / "packs" / "salford").glob("*/dmt-*.html")
    as_known = tmp_path / "pack.html"
    ran = packs("build-packs", "--on", JUNE, "--known-at", 4, "--output", as_known)
    assert ran.status == 0, ran.err
    assert as_known.read_bytes() == pack.read_bytes()
    assert packs("explain", "A3").status == 0
    refused = packs("load", OURS.feed, owners.file(OURS, agreement("A4")), "--edition", JUNE)
    assert refused.status == 2
    assert "may not" in must_be_one_sentence(refused.err)


def test_a_reader_sees_no_small_number_of_people_and_no_part_that_gives_one_away(owners, tmp_path):
    loader = working_as(owners, LOADER)
    loader.load({"A1": "Choir", "A2": "Park"}, "--edition", APRIL)
    (tmp_path / "users.csv").write_text(USERS)
    loader.done("load", "users", tmp_path / "users.csv")
    with psycopg.connect(owners.database) as connection:
        connection.execute(f"SET ROLE {READER}")
        seen = "SELECT reference, users, is_hidden FROM commissioning_shown.users ORDER BY 1"
        assert connection.execute(seen).fetchall() == [("A1", 25, False), ("A2", None, True)]
        register = "SELECT reference, title FROM commissioning_shown.register ORDER BY 1"
        assert connection.execute(register).fetchall() == [("A1", "Choir"), ("A2", "Park")]


def test_who_may_not_migrate_is_told_who_may(owners):
    owners.change("UPDATE alembic_version SET version_num = '0008'")
    loader = working_as(owners, LOADER)
    ran = loader("loads")
    assert ran.status == 2
    assert "run commissioning migrate as the owner of the tables" in must_be_one_sentence(ran.err)


def test_who_may_not_give_rights_is_told_so(owners):
    ran = replace(working_as(owners, LOADER), authority="")("migrate")
    assert ran.status == 2
    assert "may not do this" in must_be_one_sentence(ran.err)


def test_the_loader_leaves_a_killed_erasure_to_the_owner_and_says_so(owners, monkeypatch):
    import tasks.erase

    def killed(_engine: object) -> None:
        raise KeyboardInterrupt

    loader = working_as(owners, LOADER)
    loader.load({"A1": "Choir"}, "--edition", APRIL)
    monkeypatch.setattr(tasks.erase, "compact", killed)
    grounds = ("--reason", "asked", "--authority-reference", "DPO 1", "--yes")
    who = agreement("A1")["provider_name"]
    assert owners("erase", "provider", who, *grounds).status == 130
    monkeypatch.undo()
    ran = loader("loads")
    assert ran.status == 2
    assert "commissioning verify --authority salford" in must_be_one_sentence(ran.err)
    assert loader.snapshot(1).exists()
    assert owners("verify").status == 0
    assert not loader.snapshot(1).exists()
    assert loader("loads").status == 0
