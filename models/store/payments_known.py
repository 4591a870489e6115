"""Payments in force as known at a load, read for rules and answers."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    case,
    cast,
    false,
    func,
    or_,
    select,
    union,
)

from models.agreement import Agreement, AgreementVersion
from models.ledger import Load
from models.metadata import table_of
from models.payment import PaymentVersion
from models.store.row_ids import with_row_ids
from models.store.rows import read_frame
from models.store.standing import stands

_agreement = table_of(Agreement)
_load = table_of(Load)
_payment = table_of(PaymentVersion)
_version = table_of(AgreementVersion)

Year = tuple[str, date, date]


def payments_with_reference(connection: Connection, authority: str, load_no: int) -> pd.DataFrame:
    """Return the payments that name an agreement known by then, with it: ``agreement_id``, ``agreement``.

    A payment comes once for each agreement that it names, where several sources list one of the name:
    such rows are evidence of being paid, and are never summed.
    """
    names = _names_known(authority, load_no)
    called = select(names.c.name, names.c.agreement_id, names.c.label.label("agreement"))
    known = read_frame(connection, called.order_by(names.c.name, names.c.agreement_id))
    statement = in_force(authority, load_no, _payment)
    statement = statement.where(_payment.c.reference.in_(select(names.c.name)))
    payments = with_row_ids(read_frame(connection, statement))
    # Joined here, because SQLite would go through all names once for each payment.
    return payments.merge(known, left_on="reference", right_on="name").drop(columns="name")


def payments_under(
    connection: Connection, authority: str, load_no: int, source: str, reference: str
) -> pd.DataFrame:
    """Return the payments that name an agreement of a source's reference, as ``payments_with_reference`` does."""
    is_it = (_agreement.c.source == source, _agreement.c.reference == reference)
    names = _names_known(authority, load_no, *is_it)
    statement = in_force(
        authority, load_no, names.c.agreement_id, names.c.label.label("agreement"), _payment
    )
    called = select(names.c.name)
    statement = statement.join(names, names.c.name == _payment.c.reference)
    return with_row_ids(read_frame(connection, statement.where(_payment.c.reference.in_(called))))


def _names_known(authority: str, load_no: int, *where: ColumnElement[bool]) -> Subquery:
    """Return ``name``, ``agreement_id`` and ``label``: what payments may call an agreement known by then.

    Its label, or its bare reference where no other agreement of its source known by then has that: a
    label carries a number also where the agreement that had the reference before was rolled back.
    """
    told = (
        select(_version.c.version_no)
        .join(
            _load,
            (_load.c.authority == _version.c.authority)
            & (_load.c.load_no == _version.c.known_from),
        )
        .where(
            _version.c.authority == _agreement.c.authority,
            _version.c.agreement_id == _agreement.c.agreement_id,
            stands(_load.c, load_no),
        )
        .correlate(_agreement)
    )
    of_authority = (_agreement.c.authority == authority, told.exists(), *where)
    by_label = select(_agreement.c.label.label("name"), _agreement.c.agreement_id).where(
        *of_authority
    )
    alone = (
        select(_agreement.c.reference, func.min(_agreement.c.agreement_id))
        .where(*of_authority)
        .group_by(_agreement.c.source, _agreement.c.reference)
        .having(func.count() == 1)
    )
    named = union(by_label, alone).subquery()
    return (
        select(named.c.name, named.c.agreement_id, _agreement.c.label)
        .join(
            _agreement,
            (_agreement.c.authority == authority)
            & (_agreement.c.agreement_id == named.c.agreement_id),
        )
        .subquery()
    )


def payments_by_department(
    connection: Connection, authority: str, *, load_no: int, owners: pd.Series
) -> pd.DataFrame:
    """Return the payments of every department but ``owners``, which have agreements of their own.

    These may be every payment there is, so they are read apart from the facts.
    """
    departments = sorted(set(owners.dropna()))
    statement = in_force(
        authority,
        load_no,
        _payment.c.department,
        _payment.c.provider_name,
        _payment.c.provider_org_id,
        _payment.c.paid_on,
        _payment.c.financial_year,
        _payment.c.amount_pence,
        _payment.c.basis,
        _payment.c.row_no,
    ).where(_payment.c.department.is_not(None), _payment.c.department.not_in(departments))
    return with_row_ids(read_frame(connection, statement))


def payments_by_provider(
    connection: Connection, authority: str, *, load_no: int, since: date, until: date
) -> pd.DataFrame:
    """Return every sum paid (outturn) after one day and up to another, and those without a day."""
    columns = (
        *("provider_org_id", "provider_name", "service_category"),
        *("paid_on", "financial_year", "amount_pence"),
    )
    statement = in_force(
        authority, load_no, *(_payment.c[name] for name in (*columns, "row_no"))
    ).where(
        _payment.c.basis == "outturn",
        or_(
            _payment.c.paid_on.is_(None),
            (_payment.c.paid_on > since) & (_payment.c.paid_on <= until),
        ),
    )
    return with_row_ids(read_frame(connection, statement))


def payees_known(connection: Connection, authority: str, *, load_no: int) -> pd.DataFrame:
    """Return each payee as payments in force write it, with how many there are and what was paid in all."""
    columns = (_payment.c.provider_name, _payment.c.provider_org_id)
    statement = in_force(authority, load_no, *columns, _payment.c.basis, _payment.c.amount_pence)
    each = statement.order_by(None).subquery()
    paid = func.sum(case((each.c.basis == "outturn", each.c.amount_pence), else_=0))
    counted = select(
        each.c.provider_name,
        each.c.provider_org_id,
        func.count().label("payments"),
        cast(paid, BigInteger).label("paid_pence"),
    ).group_by(each.c.provider_name, each.c.provider_org_id)
    order = (each.c.provider_name, each.c.provider_org_id)
    return read_frame(connection, counted.order_by(*order))


def payments_of_years(
    connection: Connection, authority: str, *, load_no: int, years: Collection[Year]
) -> pd.DataFrame:
    """Return the payments of some financial years, each given by its name, first and last day.

    A payment is of the year it states, or else of the year its day of payment falls in, which is then
    given in ``financial_year``.
    """
    columns = (
        *("financial_year", "paid_on", "basis", "department", "service_category"),
        *("provider_name", "provider_org_id", "reference", "amount_pence", "row_no"),
        "version_no",
    )
    statement = in_force(authority, load_no, *(_payment.c[name] for name in columns))
    statement = statement.where(or_(false(), *(is_of(year) for year in years)))
    payments = with_row_ids(read_frame(connection, statement))
    for name, first, last in years:
        paid_then = payments["paid_on"].between(pd.Timestamp(first), pd.Timestamp(last))
        unsaid = payments["financial_year"].isna() & paid_then
        payments["financial_year"] = payments["financial_year"].mask(unsaid, name)
    return payments


def payments_without_a_year(connection: Connection, authority: str, *, load_no: int) -> int:
    """Return how many payments in force say neither their financial year nor their day."""
    year = _payment.c.financial_year
    says_nothing = (year.is_(None) & _payment.c.paid_on.is_(None)) | (
        year.is_not(None) & year.not_like("____/__") & year.not_like("____")
    )
    statement = in_force(authority, load_no, _payment.c.version_no).where(says_nothing)
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    return int(connection.execute(counted).scalar_one())


def is_of(year: Year) -> ColumnElement[bool]:
    """Return what a payment of that financial year is told by: what it states, or else its day."""
    name, first, last = year
    paid_then = _payment.c.paid_on.between(first, last)
    return (_payment.c.financial_year == name) | (_payment.c.financial_year.is_(None) & paid_then)


def in_force(authority: str, load_no: int, *columns: Any) -> Select[Any]:
    """Return the query for payments as known at a load: those that no later load of their slot retracts."""
    # What was retracted and stored anew is there twice once the load that retracted it is undone.
    ever_retracted = select(_payment.c.row_hash).where(
        _payment.c.authority == authority, _payment.c.retracted
    )
    retraction, its_load = _payment.alias(), _load.alias()
    retracted = (
        select(
            its_load.c.source,
            its_load.c.slot,
            retraction.c.row_hash,
            retraction.c.occurrence,
            func.max(retraction.c.known_from).label("last"),
        )
        .join(
            its_load,
            (its_load.c.authority == retraction.c.authority)
            & (its_load.c.load_no == retraction.c.known_from),
        )
        .where(
            retraction.c.authority == authority,
            retraction.c.row_hash.in_(ever_retracted),
            stands(its_load.c, load_no),
        )
        .group_by(
            its_load.c.source, its_load.c.slot, retraction.c.row_hash, retraction.c.occurrence
        )
        .subquery()
    )
    file = _load.alias()
    return (
        select(*columns, file.c.snapshot)
        .select_from(_payment)
        .join(
            _load,
            (_load.c.authority == _payment.c.authority)
            & (_load.c.load_no == _payment.c.known_from),
        )
        .join(
            file,
            (file.c.authority == _payment.c.authority)
            & (file.c.load_no == func.coalesce(_payment.c.row_of, _payment.c.known_from)),
        )
        .outerjoin(
            retracted,
            (retracted.c.source == _load.c.source)
            & (retracted.c.slot == _load.c.slot)
            & (retracted.c.row_hash == _payment.c.row_hash)
            & (retracted.c.occurrence == _payment.c.occurrence)
            & (retracted.c.last > _payment.c.known_from),
        )
        .where(
            _payment.c.authority == authority,
            ~_payment.c.retracted,
            stands(_load.c, load_no),
            retracted.c.row_hash.is_(None),
        )
        .order_by(_payment.c.version_no)
    )
