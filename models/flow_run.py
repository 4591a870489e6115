"""Which process works on which of Prefect's runs: a run whose process is gone was interrupted."""

from sqlalchemy import BigInteger
from sqlmodel import Field

from models.metadata import Table


class FlowRun(Table, table=True):
    """A run as its process wrote it down before any work. Not part of any dump or page."""

    __tablename__ = "flow_run"

    authority: str = Field(primary_key=True)
    flow_run: str = Field(primary_key=True, description="Prefect's number of the run")
    owner: str = Field(description="host:process:start of the process that works on it")
    began_at: int = Field(
        sa_type=BigInteger, description="Seconds since 1970, the database's clock"
    )
