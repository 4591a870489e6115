"""What a person decided of a provider's name: that it is a registered body's, or that it is not."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from models.metadata import Table

SAME, DIFFERENT = "same", "different"


class ProviderAlias(Table, table=True):
    """One decision on a name, kept for ever; the latest that stands counts.

    It counts from its load on, as what a file brought does, until that load is rolled back. Name and
    identifier are missing once the provider was erased.
    """

    __tablename__ = "provider_alias"

    authority: str = Field(primary_key=True)
    load_no: int = Field(primary_key=True, description="The ledger's row of the confirmation")
    decision_no: int = Field(primary_key=True, description="1, 2, 3 ... in one confirmation")
    provider_name: str | None = Field(
        sa_type=Text, description="The name in question, as names are compared"
    )
    provider_org_id: str | None = Field(description="The registered body in question")
    outcome: str = Field(description="same or different")
    decided_by: str
    decided_on: date
