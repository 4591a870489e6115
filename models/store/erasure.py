"""An erasure: every place where the database names a provider, emptied in one transaction.

Rows, their digests and their amounts stay; so do the ledger and its chain, which are over digests.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, Table, func, or_, select
from sqlmodel import AutoString

from models.agreement import Agreement, AgreementKey, AgreementProvider, AgreementVersion
from models.answer import AnswerTotal
from models.case import CaseEvent
from models.erasure import Erasure
from models.judgement import RuleResult
from models.ledger import Load, Run
from models.metadata import Table as Model
from models.metadata import table_of
from models.store.erased_frames import (
    ADDRESS,
    IDENTIFIER,
    LEFT_AS_IT_IS,
    NAME,
    provider_without,
    stem_of,
)
from models.store.names_in_text import Names, replacement
from models.store.rows import insert_frame, read_frame

AT_ONCE = 500

_agreement = table_of(Agreement)
_key = table_of(AgreementKey)
_load = table_of(Load)
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
    table_of(model) for model in (Load, Run, Erasure, Agreement, AgreementKey, AnswerTotal)
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
    changed: dict[str, int] = {}
    files: set[str] = set()
    for table in Model.metadata.sorted_tables:
        if "authority" in table.columns and table not in UNTOUCHED:
            rows = _erase_providers(connection, table, authority, names, number, files)
            rows += _erase_texts(connection, table, authority, names, files)
            changed[table.name] = rows
    changed[_key.name] = _rewrite_keys(connection, authority, names)
    for table, column in RENAMED.items():
        rows = _rename(connection, table, column, authority, names, number)
        changed[table.name] = changed.get(table.name, 0) + rows
    return {name: rows for name, rows in changed.items() if rows}, files


def _erase_providers(
    connection: Connection,
    table: Table,
    authority: str,
    names: Names,
    number: int,
    files: set[str],
) -> int:
    """Empty the provider of the rows whose provider it is, by name or by identifier."""
    if NAME not in table.columns or IDENTIFIER not in table.columns:
        return 0
    is_named = [
        table.c[column].in_(some)
        for column in (NAME, IDENTIFIER)
        for some in _batches(
            [t for t in _distinct(connection, table, column, authority) if names.whole(t)]
        )
    ]
    rows = 0
    nothing = None if table.c[IDENTIFIER].nullable else replacement(number)
    empty = {NAME: None, IDENTIFIER: nothing, **({ADDRESS: None} if ADDRESS in table.c else {})}
    for condition in [or_(*is_named)] if is_named else []:
        where = (table.c.authority == authority) & condition
        files |= _files_of(connection, table, where)
        rows += connection.execute(table.update().where(where).values(empty)).rowcount
    shared = {
        text: provider_without(text, names)
        for text in _distinct(connection, table, NAME, authority)
    }
    return rows + _replace(connection, table, table.c[NAME], authority, shared, files)


def _erase_texts(
    connection: Connection, table: Table, authority: str, names: Names, files: set[str]
) -> int:
    """Replace the names where they stand in a text."""
    rows = 0
    for column in table.columns:
        is_text = isinstance(column.type, (String, AutoString))
        if is_text and not column.primary_key and column.name not in LEFT_AS_IT_IS:
            texts = _distinct(connection, table, column.name, authority)
            changes = {text: names.without(text) for text in texts}
            rows += _replace(connection, table, column, authority, changes, files)
    return rows


def _replace(
    connection: Connection,
    table: Table,
    column: ColumnElement[Any],
    authority: str,
    changes: dict[str, str | None],
    files: set[str],
) -> int:
    rows = 0
    for before, after in changes.items():
        if before != after:
            where = (table.c.authority == authority) & (column == before)
            files |= _files_of(connection, table, where)
            statement = table.update().where(where).values({column.name: after})  # type: ignore[attr-defined]
            rows += connection.execute(statement).rowcount
    return rows


def _distinct(connection: Connection, table: Table, column: str, authority: str) -> list[str]:
    statement = select(table.c[column]).where(
        table.c.authority == authority, table.c[column].is_not(None)
    )
    return list(connection.execute(statement.distinct()).scalars())


def _files_of(connection: Connection, table: Table, where: ColumnElement[bool]) -> set[str]:
    """Return the digests of the files that some rows came from."""
    if "snapshot" in table.columns:
        statement = select(table.c.snapshot).where(where)
    elif "row_no" in table.columns:
        load_no = table.c.load_no if "load_no" in table.columns else _load_of_row(table)
        statement = (
            select(_load.c.snapshot)
            .join(table, (_load.c.authority == table.c.authority) & (_load.c.load_no == load_no))
            .where(where)
        )
    else:
        return set()
    return set(connection.execute(statement.distinct()).scalars())


def _load_of_row(table: Table) -> ColumnElement[int]:
    return func.coalesce(table.c.row_of, table.c.known_from)


def _rename(
    connection: Connection, table: Table, column: str, authority: str, names: Names, number: int
) -> int:
    """Put the erasure's number in place of a provider that is part of a key; two rows may become one."""
    where = _of_authority(table, authority)
    known = connection.execute(select(table.c[column]).where(where).distinct()).scalars()
    rows = 0
    for some in _batches([key for key in known if names.whole(key)]):
        of_it = where & table.c[column].in_(some)
        frame = read_frame(connection, select(table).where(of_it))
        connection.execute(table.delete().where(of_it))
        named = {name: replacement(number) for name in (column, NAME) if name in frame}
        label = {"label": f"provider:{replacement(number)}"} if "label" in frame else {}
        key = [part.name for part in table.primary_key]
        insert_frame(connection, table, frame.assign(**named, **label).drop_duplicates(key))
        rows += len(frame)
    return rows


def _of_authority(table: Table, authority: str) -> ColumnElement[bool]:
    """Return the condition that a row is the authority's and, where it has a subject, about a provider."""
    if "authority" not in table.columns:
        versions = select(_version.c.version_no).where(_version.c.authority == authority)
        return table.c.version_no.in_(versions)
    is_own = table.c.authority == authority
    is_provider = "subject_kind" in table.columns
    return is_own & (table.c.subject_kind == "provider") if is_provider else is_own


def _rewrite_keys(connection: Connection, authority: str, names: Names) -> int:
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
        connection.execute(
            _key.update()
            .where(
                _key.c.authority == authority,
                _key.c.source == row["source"],
                _key.c.natural_key == row["natural_key"],
            )
            .values(natural_key=natural_key)
        )
    return len(rewritten)


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
