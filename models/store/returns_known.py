"""The monitoring returns of some agreements in force, as known at a load."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, select

from models.store.keyed import KEYED
from models.store.known import latest_load_no
from models.store.rows import read_frame
from models.store.versions import known_at

FIGURES = ("value", "numerator", "denominator", "received_on")


def returns_in_force(
    connection: Connection, authority: str, references: Sequence[str], *, load_no: int | None = None
) -> pd.DataFrame:
    """Return the figures in force of each measure and period, as last known or as known at a load."""
    at = latest_load_no(connection, authority) if load_no is None else load_no
    table = KEYED["returns"].table
    where = (table.c.authority == authority, table.c.reference.in_(references))
    version = known_at(KEYED["returns"], where, load_no=at).subquery()
    names = ("reference", "measure", "starts_on", *FIGURES)
    statement = select(*(version.c[name] for name in names)).where(~version.c.retracted)
    return read_frame(connection, statement.order_by(version.c.version_no))
