"""What did not pass a check: rows set aside, findings beside rows that were kept, and the counts."""

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from models.metadata import Table

# What is set aside for its day alone may pass when that day has come.
NOT_TO_COME = "not_to_come"


class QuarantinedRow(Table, table=True):
    """A cell for which a row was set aside: where it stands, what was expected, the likely cause."""

    __tablename__ = "quarantined_row"

    authority: str = Field(primary_key=True)
    load_no: int = Field(primary_key=True)
    row_no: int = Field(
        primary_key=True, sa_type=BigInteger, description="Record number below the header"
    )
    column: str = Field(primary_key=True)
    expectation: str = Field(primary_key=True)
    line_no: int = Field(
        sa_type=BigInteger, description="Line of the file on which the record starts"
    )
    value: str | None = Field(sa_type=Text)
    likely_cause: str = Field(sa_type=Text)
    pence: int | None = Field(
        sa_type=BigInteger, description="What the row is worth, where it could be read"
    )


class QuarantineClosing(Table, table=True):
    """A correction that closed a row set aside. The row is closed for as long as the correction stands."""

    __tablename__ = "quarantine_closing"

    authority: str = Field(primary_key=True)
    load_no: int = Field(primary_key=True, description="The load that set the row aside")
    row_no: int = Field(primary_key=True, sa_type=BigInteger)
    closed_by: int = Field(
        primary_key=True,
        description="The correction that brought the row back, or says that it is no data",
    )


class Finding(Table, table=True):
    """A doubt about a row that was kept, shown beside the number it touches."""

    authority: str = Field(primary_key=True)
    load_no: int = Field(primary_key=True)
    row_no: int = Field(primary_key=True, sa_type=BigInteger)
    column: str = Field(primary_key=True)
    expectation: str = Field(primary_key=True)
    line_no: int = Field(sa_type=BigInteger)
    value: str | None = Field(sa_type=Text)
    likely_cause: str = Field(sa_type=Text)


class CheckResult(Table, table=True):
    """How one expectation went over one load: rows asked and rows that failed."""

    __tablename__ = "check_result"

    authority: str = Field(primary_key=True)
    load_no: int = Field(primary_key=True)
    expectation: str = Field(primary_key=True)
    column: str = Field(primary_key=True)
    severity: str
    rows: int = Field(sa_type=BigInteger)
    failed: int = Field(sa_type=BigInteger)
