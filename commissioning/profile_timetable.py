"""The profile's ``[timetable]``: how many days each stage of replacing an agreement takes.

The defaults are those of docs/explanation/timetable.md, which says where each comes from.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from commissioning.profile_tables import Settings, refused

Days = Annotated[int, Field(ge=0, le=3660)]


class StageDays(Settings):
    """Days that each stage takes, first stage first."""

    needs_review: Days = 60
    design: Days = 60
    consult: Days = 84
    key_decision_notice: Days = 28
    tender: Days = 30
    evaluate: Days = 42
    standstill: Days = 12
    mobilise: Days = 90


class ChangedStageDays(Settings):
    """Days of the stages that take another time than usual; the others keep theirs."""

    needs_review: Days | None = None
    design: Days | None = None
    consult: Days | None = None
    key_decision_notice: Days | None = None
    tender: Days | None = None
    evaluate: Days | None = None
    standstill: Days | None = None
    mobilise: Days | None = None


class TierStageDays(Settings):
    """What takes another time for a tier. An agreement with no tier recorded is held to silver's."""

    gold: ChangedStageDays = Field(default_factory=ChangedStageDays)
    silver: ChangedStageDays = Field(default_factory=ChangedStageDays)
    bronze: ChangedStageDays = Field(default_factory=ChangedStageDays)


class MethodStageDays(Settings):
    """What takes another time for the way an agreement was let; no way recorded changes nothing."""

    open: ChangedStageDays = Field(default_factory=ChangedStageDays)
    selective: ChangedStageDays = Field(default_factory=ChangedStageDays)
    limited: ChangedStageDays = Field(default_factory=ChangedStageDays)
    direct: ChangedStageDays = Field(default_factory=ChangedStageDays)


class TimetableSettings(Settings):
    """The days of each stage, and whether they are calendar or working days.

    A stage takes what ``method_days`` says for the agreement, otherwise ``tier_days``, otherwise
    ``stage_days``.
    """

    days: Literal["calendar", "working"] = "calendar"
    stage_days: StageDays = Field(default_factory=StageDays)
    tier_days: TierStageDays = Field(default_factory=TierStageDays)
    method_days: MethodStageDays = Field(default_factory=MethodStageDays)

    @model_validator(mode="after")
    def working_days_are_all_given(self) -> Self:
        """Refuse to read a default, which is in calendar days, as working days."""
        left_out = [
            stage
            for stage in StageDays.model_fields
            if stage not in self.stage_days.model_fields_set
        ]
        if self.days == "working" and left_out:
            raise refused(
                f"counts working days, and its stage_days leaves out {', '.join(left_out)}",
                "give every stage its working days: the defaults are calendar days",
            )
        return self
