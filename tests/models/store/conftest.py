"""A database at this version's schema, which each test has for itself."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from models.store.engine import open_engine
from models.store.schema import migrate
from tests.conftest import new_database
from tests.models.store.arrivals import Publisher


@pytest.fixture(scope="session")
def migrated(
    database_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """An engine on a database that was migrated once, to be copied for each test."""
    if database_kind == "sqlite":
        address = f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'commissioning.db'}"
    else:
        address = new_database(request.getfixturevalue("postgres"))
    engine = open_engine(address)
    migrate(engine)
    engine.dispose()
    yield engine
    engine.dispose()


@pytest.fixture
def engine(migrated: Engine, make_database: Callable[..., str]) -> Iterator[Engine]:
    """An engine on a migrated database without a row in it.

    It is one engine throughout, sent to another database for each test: what SQLAlchemy has once
    compiled for it need not be compiled again.
    """
    address = make_database(like=migrated.url.render_as_string(hide_password=False))
    database = make_url(address).database

    def go_there(
        _dialect: object, _record: object, words: list[Any], named: dict[str, Any]
    ) -> None:
        if migrated.dialect.name == "sqlite":
            words[0] = database
        else:
            named["dbname"] = database

    event.listen(migrated, "do_connect", go_there)
    yield migrated
    migrated.dispose()
    event.remove(migrated, "do_connect", go_there)


@pytest.fixture
def publisher(engine: Engine) -> Publisher:
    """An authority whose files can be loaded."""
    return Publisher(engine)
