"""Frames into tables and back, quickly: the driver's own bulk insert, typed columns out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, repeat
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Boolean, Connection, Date, Float, Integer, Select, Table, insert
from sqlalchemy.types import TypeEngine

from models.store.engine import is_sqlite

BATCH = 20_000  # rows of a query that are plain Python values at once
INSERTED_AT_ONCE = 4_000  # and of a frame: a release's text is larger there than in the frame

Rows = Iterator[tuple[Any, ...]]


def insert_frame(
    connection: Connection, table: Table, frame: pd.DataFrame, alike: Mapping[str, Any] = {}
) -> int:
    """Insert every row of ``frame``, whose columns are the table's, and return how many there were.

    ``alike`` has the plain values of the columns that are the same in every row.
    """
    if frame.empty:
        return 0
    filled = frame.dropna(axis="columns", how="all")  # what is left out is NULL, and costs nothing
    # Identifiers of our own tables only.
    names = [table.c[str(name)].name for name in (*filled.columns, *alike)]
    rows = tuples(filled, tuple(alike.values()))
    if is_sqlite(connection):
        _insert(connection, table, names, rows)
    else:
        _copy(connection, table, names, rows)
    return len(frame)


def _insert(connection: Connection, table: Table, names: Sequence[str], rows: Rows) -> None:
    places = ", ".join("?" * len(names))
    # Straight to the driver, which takes the rows one by one; SQLAlchemy would want them in a list.
    with closing(connection.connection.cursor()) as cursor:
        statement = f'INSERT INTO "{table.name}" ({_quoted(names)}) VALUES ({places})'
        cursor.executemany(statement, rows)


def _copy(connection: Connection, table: Table, names: Sequence[str], rows: Rows) -> None:
    with connection.connection.cursor() as cursor:
        statement = f'COPY "{table.schema}"."{table.name}" ({_quoted(names)}) FROM STDIN'
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def tuples(frame: pd.DataFrame, alike: Sequence[Any] = ()) -> Rows:
    """Yield the rows as plain Python values, those that are alike in all last: days as ISO text, what is missing as None."""
    batches = (
        frame.iloc[start : start + INSERTED_AT_ONCE]
        for start in range(0, len(frame), INSERTED_AT_ONCE)
    )
    return chain.from_iterable(
        zip(
            *(plain(batch[name]) for name in batch.columns),
            *(repeat(value, len(batch)) for value in alike),
            strict=True,
        )
        for batch in batches
    )


def plain(column: pd.Series) -> list[Any]:
    """Return a column as plain Python values: days as ISO text, what is missing as None."""
    if column.dtype.kind == "M":
        codes, days = pd.factorize(column)
        texts = np.datetime_as_string(np.asarray(days, dtype="datetime64[D]"))
        return np.append(texts.astype(object), None)[codes].tolist()
    if column.dtype.kind in "iub" and not column.hasnans:
        return column.to_numpy().tolist()
    return column.to_numpy(dtype=object, na_value=None).tolist()


def read_frame(connection: Connection, statement: Select[Any]) -> pd.DataFrame:
    """Return the rows of a query as a frame with the dtypes of its columns.

    Text is ``str``, days ``datetime64[s]``, whole numbers ``Int64`` (``int64`` where never missing),
    numbers ``float64``, yes or no ``boolean``.
    """
    result = connection.execute(statement)
    columns = dict(zip(result.keys(), statement.selected_columns, strict=True))
    # In batches: a million rows as tuples are many times what they are as columns.
    frames = [_frame_of(rows, columns) for rows in result.partitions(BATCH)]
    return pd.concat(frames, ignore_index=True) if frames else _frame_of([], columns)


def _frame_of(rows: Sequence[Any], columns: Mapping[str, Any]) -> pd.DataFrame:
    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    return pd.DataFrame(
        {
            name: typed(cells, column.type, getattr(column, "nullable", True))
            for cells, (name, column) in zip(values, columns.items(), strict=True)
        }
    )


def typed(values: Sequence[Any], kind: TypeEngine[Any], nullable: bool) -> pd.Series:
    """Return database values as a column of the dtype that goes with their SQL type."""
    if isinstance(kind, Date):
        return pd.Series(np.array(values, dtype="datetime64[s]"))
    if isinstance(kind, Boolean):
        return pd.Series(values, dtype="boolean")
    if isinstance(kind, Integer):
        return pd.Series(values, dtype="Int64" if nullable else "int64")
    if isinstance(kind, Float):
        return pd.Series(values, dtype="float64")
    return pd.Series(values, dtype="str")


def indexed_by(frame: pd.DataFrame, ids: str) -> pd.DataFrame:
    """Return a frame with a column of 63-bit ids as its index.

    ``set_index`` takes two of them for a range, which overflows when it is reindexed by one that lies
    beyond (pandas 3.1).
    """
    return frame.drop(columns=ids).set_axis(pd.Index(frame[ids], name=ids), axis="index")


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert a few rows given by column name."""
    if rows:
        connection.execute(insert(table), list(rows))
