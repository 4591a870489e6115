"""An erasure: every place where the database names a provider, emptied in one transaction.

Rows, their digests and their amounts stay; so do the ledger and its chain, which are over digests.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, String, Table, and_, func, or_, select
from sqlmodel import AutoString

from models.agreement import Agreement, AgreementKey, AgreementProvider, AgreementVersion
from models.answer import AnswerTotal
from models.case import CaseEvent
from models.erasure import Erasure
from models.flow_run import FlowRun
from models.judgement import RuleResult
from models.ledger import Load, Run
from models.metadata import Table as Model
from models.metadata import table_of
from models.store.erased_frames import (
    ADDRESS,
    IDENTIFIER,
    IN_JSON,
    LEFT_AS_IT_IS,
    NAME,
    provider_without,
    stem_of,
)
from models.store.erased_rows import Touched
from models.store.names_in_text import Names, replacement
from models.store.rows import insert_frame, read_frame
from models.watch_told import WatchTold

AT_ONCE = 500

_agreement = table_of(Agreement)
_key = table_of(AgreementKey)
_version = table_of(AgreementVersion)

# Where a provider stands as a key or as the subject, the column that it is in.
RENAMED = {
    table_of(AgreementProvider): "provider_key",
    table_of(RuleResult): "subject_id",
    table_of(CaseEvent): "subject_id",
}
# The ledger is chained over what it says; the others hold no text about anybody, but for the keys of
# rows, which are rewritten apart.
UNTOUCHED = {
    table_of(model)
    for model in (Load, Run, FlowRun, WatchTold, Agreement, AgreementKey, AnswerTotal)
}


def next_erasure_no(connection: Connection, authority: str) -> int:
    """Return the number that the authority's next erasure gets."""
    table = table_of(Erasure)
    last = select(func.max(table.c.erasure_no)).where(table.c.authority == authority)
    return int(connection.execute(last).scalar_one() or 0) + 1


def erase_names(
    connection: Connection, authority: str, names: Names, number: int
) -> tuple[dict[str, int], set[str]]:
    """Take the names out of every table; return the rows changed by table, and the files they are of."""
    touched = Touched()
    for table in Model.metadata.sorted_tables:
        if "authority" in table.columns and table not in UNTOUCHED:
            _erase_providers(connection, table, authority, names, number, touched)
            _erase_texts(connection, table, authority, names, touched)
    _rewrite_keys(connection, authority, names, touched)
    for table, column in RENAMED.items():
        _rename(connection, table, column, authority, names, number, touched)
    return touched.rows, touched.files


def _erase_providers(
    connection: Connection,
    table: Table,
    authority: str,
    names: Names,
    number: int,
    touched: Touched,
) -> None:
    """Empty the provider of the rows whose provider it is, by name or by identifier."""
    if NAME not in table.columns or IDENTIFIER not in table.columns:
        return
    is_named = [
        table.c[column].in_(some)
        for column in (NAME, IDENTIFIER)
        for some in _batches(
            [t for t in _distinct(connection, table, column, authority) if names.whole(t)]
        )
    ]
    nothing = None if table.c[IDENTIFIER].nullable else replacement(number)
    empty = {NAME: None, IDENTIFIER: nothing, **({ADDRESS: None} if ADDRESS in table.c else {})}
    if is_named:
        where = (table.c.authority == authority) & or_(*is_named)
        touched.note(connection, table, where)
        connection.execute(table.update().where(where).values(empty))
    shared = {
        text: provider_without(text, names)
        for text in _distinct(connection, table, NAME, authority)
    }
    _replace(connection, table, table.c[NAME], authority, shared, touched)


def _erase_texts(
    connection: Connection, table: Table, authority: str, names: Names, touched: Touched
) -> None:
    """Replace the names where they stand in a text."""
    for column in table.columns:
        is_text = isinstance(column.type, (String, AutoString))
        if is_text and not column.primary_key and column.name not in LEFT_AS_IT_IS:
            texts = _distinct(connection, table, column.name, authority)
            without = names.without_in_json if column.name in IN_JSON else names.without
            changes = {text: without(text) for text in texts}
            _replace(connection, table, column, authority, changes, touched)


def _replace(
    connection: Connection,
    table: Table,
    column: ColumnElement[Any],
    authority: str,
    changes: dict[str, str | None],
    touched: Touched,
) -> None:
    for before, after in changes.items():
        if before != after:
            where = (table.c.authority == authority) & (column == before)
            touched.note(connection, table, where)
            statement = table.update().where(where).values({column.name: after})  # type: ignore[attr-defined]
            connection.execute(statement)


def _distinct(connection: Connection, table: Table, column: str, authority: str) -> list[str]:
    statement = select(table.c[column]).where(
        table.c.authority == authority, table.c[column].is_not(None)
    )
    return list(connection.execute(statement.distinct()).scalars())


def _rename(
    connection: Connection,
    table: Table,
    column: str,
    authority: str,
    names: Names,
    number: int,
    touched: Touched,
) -> None:
    """Take the names out of a key, alone or beside others'; two rows may become one."""
    of_authority = _of_authority(table, authority)
    told = [table.c[name] for name in (column, NAME) if name in table.columns]
    for row in connection.execute(select(*told).where(of_authority).distinct()).mappings().all():
        after = _renamed(row, column, names, number)
        if after == dict(row):
            continue
        where = of_authority & and_(*(table.c[name] == text for name, text in row.items()))
        touched.note(connection, table, where)
        frame = read_frame(connection, select(table).where(where))
        connection.execute(table.delete().where(where))
        label = {"label": f"provider:{after[column]}"} if "label" in frame else {}
        stands = select(*table.primary_key).where(of_authority, table.c[column] == after[column])
        standing = pd.MultiIndex.from_frame(read_frame(connection, stands))
        frame = frame.assign(**after, **label)
        keys = pd.MultiIndex.from_frame(frame[list(standing.names)])
        insert_frame(connection, table, frame[~keys.isin(standing)])


def _renamed(row: Mapping[str, str], column: str, names: Names, number: int) -> dict[str, str]:
    """Return a key and its name without the erased ones; the erasure's number where none is left."""
    if names.whole(row[column]) is not None:
        return dict.fromkeys(row, replacement(number))
    return {
        name: provider_without(text, names) or replacement(number) for name, text in row.items()
    }


def _of_authority(table: Table, authority: str) -> ColumnElement[bool]:
    """Return the condition that a row is the authority's and, where it has a subject, about a provider."""
    if "authority" not in table.columns:
        versions = select(_version.c.version_no).where(_version.c.authority == authority)
        return table.c.version_no.in_(versions)
    is_own = table.c.authority == authority
    is_provider = "subject_kind" in table.columns
    return is_own & (table.c.subject_kind == "provider") if is_provider else is_own


def _rewrite_keys(connection: Connection, authority: str, names: Names, touched: Touched) -> None:
    """Take the names out of natural keys, so that the rows are known again without them."""
    frame = read_frame(
        connection,
        select(_key, _agreement.c.reference)
        .join(
            _agreement,
            (_agreement.c.authority == _key.c.authority)
            & (_agreement.c.agreement_id == _key.c.agreement_id),
        )
        .where(_key.c.authority == authority)
        .order_by(_key.c.source, _key.c.natural_key),
    )
    taken = set(zip(frame["source"], frame["natural_key"], strict=True))
    rewritten = []
    for row in frame.to_dict("records"):
        stem = _stem_without(row["natural_key"], row["reference"], names)
        if stem is None:
            continue
        number = int(row["natural_key"].rpartition("|")[2])
        while (row["source"], f"{stem}|{number}") in taken:
            number += 1
        taken.add((row["source"], f"{stem}|{number}"))
        rewritten.append((row, f"{stem}|{number}"))
    for row, natural_key in rewritten:
        where = and_(
            _key.c.authority == authority,
            _key.c.source == row["source"],
            _key.c.natural_key == row["natural_key"],
        )
        touched.note(connection, _key, where)
        connection.execute(_key.update().where(where).values(natural_key=natural_key))


def _stem_without(natural_key: str, reference: str, names: Names) -> str | None:
    """Return the stem of a part's key without the names, or None where it holds none.

    A key is reference, provider, title, start and number; provider and title may hold the bar too.
    """
    begins, inside = f"{reference}|", natural_key.rsplit("|", 2)
    if len(inside) < 3 or not inside[0].startswith(begins):
        return None
    told = inside[0].removeprefix(begins)
    bars = [at for at, letter in enumerate(told) if letter == "|"]
    for at in bars:
        provider, title = told[:at], told[at + 1 :]
        left = stem_of(provider, names) or ""
        if left != provider or (at == bars[0] and names.first_in(title)):
            return f"{begins}{left}|{names.without(title)}|{inside[1]}"
    return None


def _batches(values: list[str]) -> Iterator[list[str]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
