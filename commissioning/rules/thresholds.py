"""Every number a rule compares with, its default, and how far an authority may move it.

The page of each rule gives the source of its defaults. An authority overrides them by the same
names in the ``[thresholds]`` table of its profile; a name that is not here is refused.
"""

import hashlib
import json
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Months = Annotated[int, Field(ge=1, le=1200)]
Days = Annotated[int, Field(ge=1, le=3660)]
Count = Annotated[int, Field(ge=1)]
Pounds = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
Ratio = Annotated[float, Field(gt=0, allow_inf_nan=False)]

# Law, so an authority may only tighten them: Procurement Act 2023, section 75, and the Health Care
# Services (Provider Selection Regime) Regulations 2023, regulation 13.
MODIFICATION_SHARE = 0.10
MODIFICATION_SHARE_WORKS = 0.15
PSR_CHANGE_GBP = 500_000
PSR_CHANGE_SHARE = 0.25


class TierMonths(BaseModel):
    """Months for each tier. An agreement with no tier recorded is held to silver's."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    gold: Months
    silver: Months
    bronze: Months


class LeadMonths(TierMonths):
    """Months before the end at which work on a replacement has to begin."""

    gold: Months = 24
    silver: Months = 18
    bronze: Months = 9


class ReviewMonths(TierMonths):
    """Months that may pass between two reviews."""

    gold: Months = 1
    silver: Months = 3
    bronze: Months = 12


class RedQuarters(BaseModel):
    """Quarters running with a red measure at which each severity is reached."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    medium: Count = 2
    high: Count = 3
    critical: Count = 4

    @model_validator(mode="after")
    def rise_with_severity(self) -> Self:
        """Refuse a severer flag that fewer quarters would reach."""
        if not self.medium <= self.high <= self.critical:
            raise ValueError("red_quarters must not fall from medium to high to critical")
        return self


class Thresholds(BaseModel):
    """The thresholds of every rule, as one authority uses them; months are calendar months."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    lead_months: LeadMonths = Field(LeadMonths(), strict=False)
    lead_high_months: Months = 12
    lead_critical_months: Months = 6
    notice_months: Months = 3
    extension_decision_months: Months = 6
    cliff_agreements: Count = 10
    cliff_share: Share = 0.25
    cliff_days: Days = 7
    temporary_extensions: Count = 2
    temporary_share: Share = 0.25
    eqia_publish_months: Months = 3
    eqia_stale_months: Months = 36
    red_quarters: RedQuarters = Field(RedQuarters(), strict=False)
    return_late_days: Days = 14
    returns_late_in_a_row: Count = 2
    burn_medium: Ratio = 1.10
    burn_high: Ratio = 1.25
    modification_share: Ratio = Field(MODIFICATION_SHARE, le=MODIFICATION_SHARE)
    modification_share_works: Ratio = Field(MODIFICATION_SHARE_WORKS, le=MODIFICATION_SHARE_WORKS)
    works_categories: tuple[str, ...] = Field((), strict=False)
    psr_change_gbp: Pounds = Field(PSR_CHANGE_GBP, le=PSR_CHANGE_GBP)
    psr_change_share: Ratio = Field(PSR_CHANGE_SHARE, le=PSR_CHANGE_SHARE)
    outlier_agreements: Count = 8
    outlier_iqr: Ratio = 1.5
    off_contract_gbp: Pounds = 5_000
    social_value_gbp: Pounds = 100_000
    social_value_regimes: tuple[str, ...] = Field((), strict=False)
    repeat_awards: Count = 2
    need_gap_points: Ratio = 10
    need_years: Count = 3
    need_indicators: dict[str, str] = Field(default={})
    reach_ratio: Ratio = 0.8
    reach_need: Count = 30
    hhi: Ratio = 2_500
    provider_share: Share = 0.5
    norm_months: Months = 36
    annual_awards: Count = 3
    confirmation_days: Days = 90
    review_months: ReviewMonths = Field(ReviewMonths(), strict=False)
    needs_stale_months: Months = 36
    exit_plan_months: Months = 12
    gap_days: Days = 1

    @model_validator(mode="after")
    def rise_with_severity(self) -> Self:
        """Refuse a severer flag that would be reached before the milder one."""
        if self.lead_critical_months > self.lead_high_months:
            raise ValueError("lead_critical_months must not be more than lead_high_months")
        if self.burn_medium > self.burn_high:
            raise ValueError("burn_medium must not be more than burn_high")
        return self

    def digest(self) -> str:
        """Return the SHA-256 of these thresholds, the same however equal values were written."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
