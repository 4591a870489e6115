"""Agreements: who they are (never renumbered), and what each edition of a source said of them."""

from datetime import date

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.metadata import Table, VersionNumber


class AgreementFacts(SQLModel):
    """One agreement as a source describes it, checked field by field.

    Money is for the whole term, in pence, excluding recoverable VAT. Days are inclusive.
    Several values in one text are separated by ``;``.
    """

    title: str | None = Field(default=None, sa_type=Text)
    instrument: str | None = None
    regime: str | None = None
    delivery_route: str | None = None
    service_category: str | None = None
    department: str | None = None
    commissioner: str | None = None
    provider_name: str | None = Field(default=None, sa_type=Text)
    provider_org_id: str | None = None
    provider_type: str | None = None
    procurement_method: str | None = None
    direct_award_ground: str | None = None
    tenderers: int | None = Field(default=None, ge=0)
    awarded_on: date | None = None
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    latest_end_on: date | None = None
    review_on: date | None = None
    notice_months: int | None = Field(default=None, ge=0)
    value_pence: int | None = Field(default=None, ge=0, sa_type=BigInteger)
    annual_value_pence: int | None = Field(default=None, ge=0, sa_type=BigInteger)
    tier: str | None = None
    status: str | None = None
    specification: str | None = Field(default=None, sa_type=Text)
    area_codes: str | None = None
    groups: str | None = None
    policy_objectives: str | None = None
    exit_plan_on: date | None = None
    successor_reference: str | None = None
    as_published: str | None = Field(
        default=None, sa_type=Text, description="Day cells that were not plain ISO days, as JSON"
    )
    ocid: str | None = Field(default=None, description="The OCDS process it came of")
    lots: str | None = Field(
        default=None, sa_type=Text, description="The lots of its process it is of"
    )
    said_by: str | None = Field(
        default=None,
        sa_type=Text,
        description="Which OCDS release said which of these, as JSON: lists of columns by release",
    )


class Agreement(Table, table=True):
    """An agreement's identity: given at first sight, never reused and never renumbered."""

    __table_args__ = (UniqueConstraint("authority", "source", "reference", "part_no"),)

    authority: str = Field(primary_key=True)
    agreement_id: int = Field(
        primary_key=True,
        sa_type=BigInteger,
        description="63 bits of SHA-256(source | first natural key)",
    )
    source: str
    reference: str = Field(description="The commissioner's own reference, shared by its parts")
    part_no: int
    label: str = Field(description="What people call it: S1152, or S1196/3 where there are parts")


class AgreementKey(Table, table=True):
    """A natural key under which a source has listed an agreement."""

    __tablename__ = "agreement_key"

    authority: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    natural_key: str = Field(primary_key=True, sa_type=Text)
    agreement_id: int = Field(sa_type=BigInteger, index=True)
    load_no: int


class AgreementVersion(Table, AgreementFacts, table=True):
    """What an agreement said in one edition of its source, and the load that told us."""

    __tablename__ = "agreement_version"
    __table_args__ = (UniqueConstraint("authority", "agreement_id", "valid_from", "known_from"),)

    version_no: int = Field(
        primary_key=True, sa_type=VersionNumber, sa_column_kwargs={"autoincrement": False}
    )
    authority: str
    agreement_id: int = Field(sa_type=BigInteger)
    valid_from: date
    known_from: int
    retracted: bool
    row_no: int = Field(sa_type=BigInteger)
    snapshot: str
    row_hash: int = Field(sa_type=BigInteger)


class AgreementProvider(Table, table=True):
    """A provider of an agreement in one version; an award with 35 suppliers is one agreement."""

    __tablename__ = "agreement_provider"

    version_no: int = Field(primary_key=True, sa_type=BigInteger)
    provider_key: str = Field(
        primary_key=True, description="Registered identifier, or the folded name"
    )
    provider_name: str = Field(sa_type=Text)
    share: float | None = Field(
        default=None, description="Share of the value, 0 to 1, where published"
    )


class AgreementLink(Table, table=True):
    """Two agreements that a person has confirmed to be the same; totals count one."""

    __tablename__ = "agreement_link"

    authority: str = Field(primary_key=True)
    agreement_id: int = Field(primary_key=True, sa_type=BigInteger)
    same_as_id: int = Field(primary_key=True, sa_type=BigInteger)
    confirmed_by: str
    confirmed_on: date


class AgreementNow(Table, table=True):
    """The version in force of each agreement. Rebuildable; makes the current register fast."""

    __tablename__ = "agreement_now"
    __table_args__ = (Index("ix_agreement_now_version_no", "version_no"),)

    authority: str = Field(primary_key=True)
    agreement_id: int = Field(primary_key=True, sa_type=BigInteger)
    version_no: int = Field(sa_type=BigInteger)


class RegisterSize(Table, table=True):
    """How many agreements were in force after a load that may have changed it.

    Nothing that comes later changes what was known then, so the latest up to a load is its count.
    """

    __tablename__ = "register_size"

    authority: str = Field(primary_key=True)
    load_no: int = Field(primary_key=True)
    agreements: int = Field(sa_type=BigInteger)
