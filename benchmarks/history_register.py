"""A register with a long history, written straight into a database at the product's own schema.

Every edition restates every agreement it lists, so each stores a version of each: no slower register is
to be had. Of the loads two were undone later, one by a rollback that came two loads after it; one is
an older edition that came late. In every edition some agreements are no longer listed and are retracted
by it; some are first listed halfway. The versions of a load are stored in the order of the agreements'
identifiers, which has nothing to do with that of their references.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    String,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    text,
)

from models.agreement import (
    Agreement,
    AgreementKey,
    AgreementNow,
    AgreementVersion,
    RegisterSize,
)
from models.feeds import DELIVERY_ROUTES, INSTRUMENTS
from models.ledger import Load
from models.metadata import table_of
from models.store.rows import insert_frame, insert_rows
from models.store.schema import migrate

AUTHORITY = "anytown"
SOURCE = "register"

FIRST_EDITION = date(2024, 1, 31)
LOADS = 27
UNDONE_BY = {8: 9, 16: 18}
LATE, CAME_BEFORE = 20, 18  # load 20 brought an edition older than load 19's
LATECOMERS_SINCE = 13
RESIDUES, LATECOMERS = 200, 190  # an agreement's story is told by its identifier modulo 200
VERSIONS_OF_EACH = 22.2

_agreement = table_of(Agreement)
_key = table_of(AgreementKey)
_load = table_of(Load)
_now = table_of(AgreementNow)
_size = table_of(RegisterSize)
_version = table_of(AgreementVersion)
_residue = _agreement.c.agreement_id % RESIDUES


@dataclass(frozen=True)
class Edition:
    """One load of the history: which of the agreements it lists, and what became of it."""

    load_no: int
    edition_on: date
    undone_by: int | None
    ended: int  # residues below this are no longer listed

    def lists(self, ids: np.ndarray) -> np.ndarray:
        """Return which of the agreements it lists."""
        residues = ids % RESIDUES
        latecomer = residues >= LATECOMERS
        return (residues >= self.ended) & (~latecomer | (self.load_no >= LATECOMERS_SINCE))

    def stands_at(self, load_no: int) -> bool:
        """Return whether it is loaded and not undone as known at a load."""
        undone = self.undone_by is not None and self.undone_by <= load_no
        return self.load_no <= load_no and not undone


@dataclass(frozen=True)
class History:
    """The history as it was made, which says what every reading of the database should find."""

    ids: np.ndarray  # in the order of their references
    editions: tuple[Edition, ...]

    def in_force(self, load_no: int) -> np.ndarray:
        """Return which agreements are in force as known at a load: those its newest edition lists."""
        standing = [edition for edition in self.editions if edition.stands_at(load_no)]
        newest = max(standing, key=lambda edition: (edition.edition_on, edition.load_no))
        return newest.lists(self.ids)

    def page(self, load_no: int, after: int, size: int) -> list[str]:
        """Return the references of the page after an agreement, by the agreement's place from 1."""
        found = np.flatnonzero(self.in_force(load_no)[after:])[:size]
        return [label_of(after + int(place) + 1) for place in found]


def label_of(place: int) -> str:
    """Return the reference of the agreement at this place, from 1."""
    return f"C{place:08d}"


def write_history(engine: Engine, versions: int) -> History:
    """Fill an empty database with about so many versions of agreements and return what they should say."""
    migrate(engine)
    random = np.random.default_rng(75)
    ids = np.unique(random.integers(1, 2**63, size=round(versions / VERSIONS_OF_EACH)))
    history = History(random.permutation(ids), tuple(_editions()))
    with engine.begin() as connection:
        _insert_identities(connection, history)
        insert_rows(connection, _load, [row.model_dump() for row in _ledger(history)])
    for edition in history.editions:
        with engine.begin() as connection:
            _insert_versions(connection, edition, _before(edition))
    with engine.begin() as connection:
        _insert_now(connection, history)
    _settle(engine)
    return history


def _editions() -> Iterator[Edition]:
    for load_no in range(1, LOADS + 1):
        if load_no in UNDONE_BY.values():
            continue
        told_with = CAME_BEFORE if load_no == LATE else load_no
        day = FIRST_EDITION + timedelta(days=30 * told_with)
        yield Edition(load_no, day, UNDONE_BY.get(load_no), ended=told_with)


def _before(edition: Edition) -> int:
    """Return how far agreements had ended by the edition before that was never undone."""
    earlier = (e for e in _editions() if e.undone_by is None and e.load_no < edition.load_no)
    return max((e.ended for e in earlier if e.ended < edition.ended), default=0)


def _insert_identities(connection: Connection, history: History) -> None:
    labels = [label_of(place) for place in range(1, len(history.ids) + 1)]
    whose = {"authority": AUTHORITY, "agreement_id": history.ids, "source": SOURCE}
    names = {"reference": labels, "part_no": 1, "label": labels}
    since = np.where(history.ids % RESIDUES >= LATECOMERS, LATECOMERS_SINCE, 1)
    insert_frame(connection, _agreement, pd.DataFrame(whose | names))
    insert_frame(connection, _key, pd.DataFrame(whose | {"natural_key": labels, "load_no": since}))


def _ledger(history: History) -> Iterator[Load]:
    editions = {edition.load_no: edition for edition in history.editions}
    for load_no in range(1, LOADS + 1):
        edition = editions.get(load_no)
        rows = int(edition.lists(history.ids).sum()) if edition else 0
        day = edition.edition_on if edition else editions[load_no - 1].edition_on
        yield Load(
            authority=AUTHORITY,
            load_no=load_no,
            kind="load" if edition else "rollback",
            is_by_hand=False,
            feed="agreements",
            source=SOURCE,
            slot=SOURCE,
            slot_seq=load_no,
            edition_on=day,
            complete=True,
            snapshot=f"{load_no:064x}",
            file="register.csv",
            adapter="canonical",
            loaded_on=day,
            digest=f"{load_no:064x}",
            columns="[]",
            feeds=json.dumps(["agreements"]),
            rows_in=rows,
            rows_loaded=rows,
            rows_set_aside=0,
            rows_not_data=0,
            pence_in=0,
            pence_loaded=0,
            pence_set_aside=0,
            versions=rows,
            undone_by=edition.undone_by if edition else None,
            prev_hash="",
            hash=f"{load_no:064x}",
        )


def _insert_versions(connection: Connection, edition: Edition, ended_before: int) -> None:
    """Store a version of each agreement the edition lists, and a retraction of each that it ended."""
    last = connection.execute(
        select(func.coalesce(func.max(_version.c.version_no), 0))
    ).scalar_one()
    facts = _facts(edition, last)
    statement = select(*(value.label(name) for name, value in facts.items())).where(
        _agreement.c.authority == AUTHORITY, _residue >= ended_before
    )
    if edition.load_no < LATECOMERS_SINCE:
        statement = statement.where(_residue < LATECOMERS)
    connection.execute(insert(_version).from_select(list(facts), statement))


def _facts(edition: Edition, last: int) -> dict[str, ColumnElement[Any]]:
    """Return the columns of an edition's versions, made from the agreement's own identifier."""
    by_id = _agreement.c.agreement_id
    return {
        "version_no": literal(last) + func.row_number().over(order_by=by_id),
        "authority": _agreement.c.authority,
        "agreement_id": by_id,
        "valid_from": literal(edition.edition_on),
        "known_from": literal(edition.load_no),
        "retracted": _residue < edition.ended,
        "row_no": func.row_number().over(order_by=by_id),
        "snapshot": literal(f"{edition.load_no:064x}"),
        "row_hash": by_id - edition.load_no,
        "title": literal("Services under agreement ").concat(_agreement.c.reference),
        "instrument": _one_of(INSTRUMENTS),
        "delivery_route": _one_of((*DELIVERY_ROUTES, None)),
        "department": _one_of(("Adult Social Care", "Children's Services", "Public Health")),
        "provider_name": literal("Provider ").concat(cast(by_id % 9973, String)),
        "starts_on": literal(date(2023, 4, 1)),
        "ends_on": literal(date(2027, 3, 31)),
        "value_pence": by_id % 100_000_000 + edition.load_no,
        "status": literal("live"),
    }


def _one_of(choices: tuple[str | None, ...]) -> ColumnElement[str | None]:
    at = _agreement.c.agreement_id // RESIDUES % len(choices)
    return case(*((at == place, choice) for place, choice in enumerate(choices)), else_=None)


def _insert_now(connection: Connection, history: History) -> None:
    """Keep the current register, which the last load lists whole, and the size after each load."""
    current = select(_version.c.authority, _version.c.agreement_id, _version.c.version_no).where(
        _version.c.known_from == LOADS, ~_version.c.retracted
    )
    names = ["authority", "agreement_id", "version_no"]
    connection.execute(insert(_now).from_select(names, current))
    sizes = {load_no: int(history.in_force(load_no).sum()) for load_no in range(1, LOADS + 1)}
    rows = [{"load_no": load_no, "agreements": size} for load_no, size in sizes.items()]
    insert_rows(connection, _size, [{"authority": AUTHORITY, **row} for row in rows])


def _settle(engine: Engine) -> None:
    """Let PostgreSQL do at once what its autovacuum does within minutes of so many new rows."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM (ANALYZE)"))
