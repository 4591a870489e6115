"""What is known of each indicator: its values summed up inside the database, and what its publisher says it is."""

import pandas as pd
from sqlalchemy import Connection, Float, func, select

from models.feeds import INDICATORS
from models.store.keyed import KEYED
from models.store.rows import read_frame
from models.store.versions import known_at

OF_ONE_SUMMARY = ("indicator", "area_level", "sex", "age", "group", "starts_on", "ends_on")


def indicators_known(connection: Connection, authority: str, *, load_no: int) -> pd.DataFrame:
    """Return a summary of the observations in force as known at a load.

    One row for each indicator, kind of area, group of people and period, in that order: ``areas`` observed,
    ``values`` that are given, and their ``lowest``, ``mean`` (of areas, not of people) and ``highest``.
    Areas of different kinds are never taken together. Ten million observations never leave the database.
    """
    table = KEYED["observations"].table
    version = known_at(
        KEYED["observations"], (table.c.authority == authority,), load_no=load_no
    ).subquery()
    of_one = [version.c[name] for name in OF_ONE_SUMMARY]
    value = version.c.value
    statement = (
        select(
            *of_one,
            func.count().label("areas"),
            func.count(value).label("values"),
            func.min(value).label("lowest"),
            func.avg(value, type_=Float).label("mean"),
            func.max(value).label("highest"),
        )
        .where(~version.c.retracted)
        .group_by(*of_one)
        .order_by(*of_one)
    )
    return read_frame(connection, statement)


def definitions_known(connection: Connection, authority: str, *, load_no: int) -> pd.DataFrame:
    """Return what publishers say their indicators are, in force as known at a load, with source and edition."""
    where = (KEYED["indicators"].table.c.authority == authority,)
    version = known_at(KEYED["indicators"], where, load_no=load_no).subquery()
    said = [version.c[column.name] for column in INDICATORS.columns]
    statement = (
        select(*said, version.c.source, version.c.valid_from.label("edition_on"))
        .where(~version.c.retracted)
        .order_by(version.c.source, version.c.version_no)
    )
    return read_frame(connection, statement)
