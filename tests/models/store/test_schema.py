"""The database is at the schema this version was written for, or is refused."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from models import SCHEMA, Table
from models.store.engine import open_engine, publishing
from models.store.errors import WrongDatabase
from models.store.rights import drop_views
from models.store.schema import HEAD, migrate, schema_version


@pytest.fixture
def empty(database):
    engine = open_engine(database)
    yield engine
    engine.dispose()


def test_an_empty_database_is_brought_to_the_newest_schema_and_a_second_call_does_nothing(empty):
    assert schema_version(empty) is None
    migrate(empty)
    migrate(empty)
    assert schema_version(empty) == HEAD


def test_the_schema_that_reading_commands_expect_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", "models/migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_the_migrations_make_the_tables_that_the_models_describe(engine):
    with engine.connect() as connection:
        schema = SCHEMA if connection.dialect.name == "postgresql" else None
        context = MigrationContext.configure(
            connection,
            opts={
                "include_schemas": schema is not None,
                "version_table_schema": schema,
                "include_name": lambda name, kind, _parents: kind != "schema" or name == schema,
            },
        )
        differences = compare_metadata(context, Table.metadata)
    assert [change for change in differences if not _is_only_the_schema(change, schema)] == []


def test_what_stood_in_the_oldest_schema_stands_in_the_newest(empty):
    """A row closed by load 2 and open otherwise, and a file refused, there and back again."""
    in_schema = f"{SCHEMA}." if empty.dialect.name == "postgresql" else ""
    brought_to(empty, "0001", upgrade=True)
    with publishing(empty) as connection:
        connection.execute(
            text(f"""INSERT INTO {in_schema}quarantined_row (authority, load_no, row_no, "column",
            expectation, line_no, likely_cause, closed_by) VALUES ('anytown', 1, 4, 'title', 'is_known', 5,
            '', 2), ('anytown', 1, 4, 'value', 'is_known', 5, '', 2), ('anytown', 1, 6, 'title', 'is_known', 7,
            '', NULL)""")
        )
        connection.execute(
            text(
                f"INSERT INTO {in_schema}stoppage VALUES ('anytown', 'grants', 'whole', 2, 1, 'no')"
            )
        )
    migrate(empty)
    assert asked(empty, f"SELECT * FROM {in_schema}quarantine_closing") == [("anytown", 1, 4, 2)]
    assert asked(empty, f"SELECT after_load, withdrawn_after FROM {in_schema}stoppage") == [
        (1, None)
    ]
    brought_to(empty, "0001", upgrade=False)
    closed = f'SELECT row_no, closed_by FROM {in_schema}quarantined_row ORDER BY row_no, "column"'
    assert asked(empty, closed) == [(4, 2), (4, 2), (6, None)]
    assert asked(empty, f"SELECT sentence FROM {in_schema}stoppage") == [("no",)]


def test_a_case_of_the_schema_before_stands_in_this_one(empty):
    in_schema = f"{SCHEMA}." if empty.dialect.name == "postgresql" else ""
    brought_to(empty, "0004", upgrade=True)
    row = """('anytown', 1, 1, 'agreement', '7', 'G7', 'opened', 1, '2026-05-01', 'high', NULL, '["a"]')"""
    with publishing(empty) as connection:
        connection.execute(text(f"INSERT INTO {in_schema}case_event VALUES {row}"))
    migrate(empty)
    kept = f"SELECT label, rules, owner, load_no FROM {in_schema}case_event"
    assert asked(empty, kept) == [("G7", '["a"]', None, None)]
    brought_to(empty, "0004", upgrade=False)
    assert asked(empty, f"SELECT label, rules FROM {in_schema}case_event") == [("G7", '["a"]')]


def test_an_observation_of_the_schema_before_stands_in_this_one_without_a_level(empty):
    in_schema = f"{SCHEMA}." if empty.dialect.name == "postgresql" else ""
    brought_to(empty, "0005", upgrade=True)
    names = (
        "version_no, authority, source, key_hash, valid_from, known_from, retracted, row_no, row_hash, "
        "indicator, area_code, value"
    )
    row = "1, 'anytown', 'imd', 7, '2026-05-01', 1, false, 1, 9, 'imd_2025_average_score', 'E08000006', 32.3"
    with publishing(empty) as connection:
        connection.execute(
            text(f"INSERT INTO {in_schema}observation_version ({names}) VALUES ({row})")
        )
    migrate(empty)
    kept = f"SELECT area_code, value, area_level, mark FROM {in_schema}observation_version"
    assert asked(empty, kept) == [("E08000006", 32.3, None, None)]
    brought_to(empty, "0005", upgrade=False)
    assert asked(empty, f"SELECT value FROM {in_schema}observation_version") == [(32.3,)]


def brought_to(engine, revision, *, upgrade):
    config = Config()
    config.set_main_option("script_location", "models/migrations")
    with publishing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        drop_views(connection)  # as a migration does: a role of another test may have made them
        config.attributes["connection"] = connection
        (command.upgrade if upgrade else command.downgrade)(config, revision)


def asked(engine, statement):
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def _is_only_the_schema(change, schema):
    """SQLite has no schemas: it lists each table once without ours and once within it."""
    return schema is None and change[0] in (
        "add_table",
        "remove_table",
        "add_index",
        "remove_index",
    )


def test_every_table_of_the_models_is_there_with_its_columns(engine):
    with engine.connect() as connection:
        schema = SCHEMA if connection.dialect.name == "postgresql" else None
        found = inspect(connection)
        columns = {
            table.name: {column["name"] for column in found.get_columns(table.name, schema=schema)}
            for table in Table.metadata.sorted_tables
        }
    assert columns == {
        table.name: set(table.columns.keys()) for table in Table.metadata.sorted_tables
    }


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(engine):
    schema = f"{SCHEMA}." if engine.dialect.name == "postgresql" else ""
    with publishing(engine) as connection:
        connection.execute(text(f"UPDATE {schema}alembic_version SET version_num = '9001'"))
    with pytest.raises(WrongDatabase, match=f"at schema 9001 and this version knows {HEAD}"):
        migrate(engine)
    assert schema_version(engine) == "9001"


def test_a_database_that_does_not_answer_is_named_without_its_password():
    with pytest.raises(WrongDatabase, match="does not answer") as refused:
        migrate(open_engine("postgresql://clerk:hunter2@127.0.0.1:1/nowhere"))
    assert "hunter2" not in str(refused.value)
