"""Payments: what was paid, promised or allowed; the three bases are never added."""

from datetime import date

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from models.metadata import Table, VersionNumber

HAS_REFERENCE = text("reference IS NOT NULL")  # few payments name their contract


class PaymentVersion(Table, table=True):
    """One line of a publisher's payments. Repeats are kept and told apart by ``occurrence``.

    The load named by ``known_from`` tells source and slot. A newer edition of a slot replaces the
    older by multiset difference: what is gone is written once more with ``retracted``. ``row_no`` is
    a row of the file of ``row_of``, or of the load's own where that is not given.
    """

    __tablename__ = "payment_version"
    __table_args__ = (
        UniqueConstraint("authority", "known_from", "row_hash", "occurrence"),
        Index(
            "ix_payment_version_reference",
            "authority",
            "reference",
            sqlite_where=HAS_REFERENCE,
            postgresql_where=HAS_REFERENCE,
        ),
    )

    version_no: int = Field(
        primary_key=True, sa_type=VersionNumber, sa_column_kwargs={"autoincrement": False}
    )
    authority: str
    known_from: int
    retracted: bool
    row_no: int = Field(sa_type=BigInteger)
    row_of: int | None = Field(
        default=None, description="The earlier load whose row a rollback, or a late file, restates"
    )
    row_hash: int = Field(sa_type=BigInteger)
    occurrence: int
    payment_id: str | None
    paid_on: date | None
    department: str | None
    provider_name: str | None = Field(sa_type=Text)
    provider_org_id: str | None
    reference: str | None
    service_category: str | None
    purpose: str | None = Field(sa_type=Text)
    basis: str
    financial_year: str | None
    amount_pence: int = Field(sa_type=BigInteger)
