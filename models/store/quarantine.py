"""Rows set aside: which are open as known at a load, and which a correction closes."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, and_, func, literal, select

from models.ledger import Load
from models.metadata import table_of
from models.quarantine import NOT_TO_COME, QuarantineClosing, QuarantinedRow
from models.store.known import latest_load_no, read_loads
from models.store.rows import read_frame
from models.store.standing import stands

CLOSED_AT_ONCE = 500

_row = table_of(QuarantinedRow)
_closing = table_of(QuarantineClosing)
_load = table_of(Load)


def quarantined_rows(
    connection: Connection, authority: str, load_nos: Sequence[int], load_no: int
) -> pd.DataFrame:
    """Return each cell for which these loads set a row aside, with ``source``, ``closed_by`` and ``is_open``.

    A row is open as known at ``load_no`` unless a correction had closed it by then that stood then.
    """
    closed = (
        select(_closing.c.load_no, _closing.c.row_no, func.min(_closing.c.closed_by).label("by"))
        .join(
            _load,
            (_load.c.authority == _closing.c.authority) & (_load.c.load_no == _closing.c.closed_by),
        )
        .where(_closing.c.authority == authority, stands(_load.c, load_no))
        .group_by(_closing.c.load_no, _closing.c.row_no)
        .subquery()
    )
    statement = (
        select(
            _load.c.source,
            _row,
            closed.c.by.label("closed_by"),
            closed.c.by.is_(None).label("is_open"),
        )
        .join(_load, (_load.c.authority == _row.c.authority) & (_load.c.load_no == _row.c.load_no))
        .outerjoin(
            closed, and_(closed.c.load_no == _row.c.load_no, closed.c.row_no == _row.c.row_no)
        )
        .where(_row.c.authority == authority, _row.c.load_no.in_(load_nos))
        .order_by(*_row.primary_key.columns)
    )
    return read_frame(connection, statement)


def was_too_early(connection: Connection, load: Load) -> bool:
    """Return whether a load set rows aside because their day had not come."""
    statement = select(_row.c.row_no).where(
        _row.c.authority == load.authority,
        _row.c.load_no == load.load_no,
        _row.c.expectation == NOT_TO_COME,
    )
    return connection.execute(statement.limit(1)).first() is not None


def open_now(connection: Connection, authority: str) -> pd.DataFrame:
    """Return each cell for which a load in force set a row aside that nothing has closed."""
    at = latest_load_no(connection, authority)
    loads = read_loads(connection, authority, load_no=at)["load_no"].tolist()
    rows = quarantined_rows(connection, authority, loads, at)
    return rows[rows["is_open"].astype(bool)].reset_index(drop=True)


def corrections_of(connection: Connection, authority: str, load_no: int) -> pd.DataFrame:
    """Return the corrections of a load that stand, in order."""
    statement = (
        select(_load)
        .where(
            _load.c.authority == authority,
            _load.c.kind == "correction",
            _load.c.corrects == load_no,
            _load.c.undone_by.is_(None),
        )
        .order_by(_load.c.load_no)
    )
    return read_frame(connection, statement)


def close_rows(
    connection: Connection, authority: str, corrects: int, row_nos: Sequence[int], *, load_no: int
) -> None:
    """Close rows that load ``corrects`` set aside: ``load_no`` brought them back, or says they are no data.

    What the correction itself set aside is closed by it as well: the row it stands for is still open.
    """
    of_load = _row.c.load_no == corrects
    closed = [
        and_(of_load, _row.c.row_no.in_(row_nos[start : start + CLOSED_AT_ONCE]))
        for start in range(0, len(row_nos), CLOSED_AT_ONCE)
    ]
    for where in (*closed, _row.c.load_no == load_no):
        rows = select(_row.c.authority, _row.c.load_no, _row.c.row_no, literal(load_no))
        connection.execute(
            _closing.insert().from_select(
                list(_closing.columns), rows.where(_row.c.authority == authority, where).distinct()
            )
        )
