"""The profile's ``[[departments]]``: what the organisation was and became, and what a department decides itself."""

from datetime import date
from typing import Self

from pydantic import Field, field_validator, model_validator

from commissioning.profile_tables import Settings, refused
from commissioning.rules.thresholds import Thresholds

# What is about a provider is judged by the authority's.
OF_PROVIDERS = ("off_contract_gbp",)


class Department(Settings):
    """A part of the authority that owns agreements, with the days between which it existed.

    ``thresholds`` has those that it sets itself; the others are the authority's.
    """

    name: str = Field(min_length=1)
    from_on: date | None = None
    to_on: date | None = None
    replaced_by: str | None = None
    signed_up_on: date | None = None
    thresholds: Thresholds | None = None

    @field_validator("thresholds")
    @classmethod
    def thresholds_are_of_agreements(cls, own: Thresholds | None) -> Thresholds | None:
        """Refuse a threshold that no result about a department or its agreements turns on."""
        of_providers = [name for name in OF_PROVIDERS if own and name in own.model_fields_set]
        if of_providers:
            raise refused(
                f"sets {of_providers[0]}, by which only providers are judged, and they are of no department",
                "move it to [thresholds]",
            )
        return own

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> Self:
        """Refuse a department that closed before it opened, or was replaced while it lived."""
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise refused(
                f"has to_on {self.to_on} before from_on {self.from_on}",
                "both days are inclusive, so put the earlier one in from_on",
            )
        if self.replaced_by and not self.to_on:
            raise refused("has replaced_by but no to_on", "add to_on, the department's last day")
        return self
