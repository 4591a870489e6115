"""What financial years cost as known at a load, added by what payments are of."""

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd
from sqlalchemy import BigInteger, Connection, Subquery, case, cast, false, func, or_, select

from models.metadata import table_of
from models.payment import PaymentVersion
from models.store.payments_known import Year, in_force, is_of
from models.store.rows import read_frame

_payment = table_of(PaymentVersion)


def spend_by_purpose(
    connection: Connection, authority: str, *, load_no: int, years: Collection[Year]
) -> pd.DataFrame:
    """Return what was spent (outturn) in some financial years by department and purpose, added."""
    spent = _of_years(authority, load_no, years, "department", "purpose")
    keys = (spent.c.financial_year, spent.c.department, spent.c.purpose)
    added = cast(func.sum(spent.c.amount_pence), BigInteger).label("amount_pence")
    statement = select(*keys, added).where(spent.c.basis == "outturn")
    return read_frame(connection, statement.group_by(*keys).order_by(*keys))


def money_by_service(
    connection: Connection,
    authority: str,
    *,
    load_no: int,
    years: Collection[Year],
    until: Mapping[str, date],
) -> pd.DataFrame:
    """Return what some financial years cost by basis, department and service category, added.

    ``paid`` tells what is of a day no later than the year's own in ``until`` (by_day) from what is
    later, and from what has no day (undated). ``payments`` counts them.
    """
    each = _of_years(authority, load_no, years, "department", "service_category", "paid_on")
    is_by_day = or_(
        false(),
        *((each.c.financial_year == year) & (each.c.paid_on <= day) for year, day in until.items()),
    )
    paid = case((each.c.paid_on.is_(None), "undated"), (is_by_day, "by_day"), else_="later")
    dated = select(each, paid.label("paid")).subquery()
    names = ("financial_year", "basis", "paid", "department", "service_category")
    keys = tuple(dated.c[name] for name in names)
    added = cast(func.sum(dated.c.amount_pence), BigInteger).label("amount_pence")
    statement = select(*keys, func.count().label("payments"), added)
    return read_frame(connection, statement.group_by(*keys).order_by(*keys))


def _of_years(authority: str, load_no: int, years: Collection[Year], *columns: str) -> Subquery:
    """Return the query for some columns of the payments of financial years, each with the year it is of."""
    named = ("financial_year", "paid_on", "basis", "amount_pence")
    wanted = dict.fromkeys((*named, *columns))
    of_years = in_force(authority, load_no, *(_payment.c[name] for name in wanted)).where(
        or_(false(), *(is_of(year) for year in years))
    )
    each = of_years.order_by(None).subquery()
    by_day = [(each.c.paid_on.between(first, last), name) for name, first, last in years]
    year = func.coalesce(each.c.financial_year, case(*by_day)).label("financial_year")
    return select(year, *(each.c[name] for name in wanted if name != "financial_year")).subquery()
