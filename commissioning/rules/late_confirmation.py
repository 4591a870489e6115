"""A charity or community body was told it has the agreement only weeks before it had to start."""

from datetime import date

from commissioning.register import Register, asked
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "Awarded on {awarded_on} to start on {starts_on}: fewer than {confirmation_days} days in "
        "which to keep or find staff."
    ),
    "clear": "The award was confirmed early enough before it started.",
    "not_applicable": (
        "Not asked: late confirmation is asked about for third-sector providers, and this is not one."
    ),
    "unknown": "Whether the award was confirmed in time cannot be told: {missing}.",
}


def late_confirmation(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when the provider is of the third sector and fewer than ``confirmation_days`` days lie
    between ``awarded_on`` and ``starts_on``; ``unknown`` when the type of provider or either day is
    empty; ``not_applicable`` to other types; ``clear`` otherwise. ``act_by`` is the notice date.
    Basis and worked cases: docs/rules/late_confirmation.md.
    """
    agreements = asked(register, on)
    provider_type = agreements["provider_type"]
    awarded_on, starts_on = agreements["awarded_on"], agreements["starts_on"]
    days = (starts_on - awarded_on).dt.days
    return results(
        agreements,
        rule="late_confirmation",
        on=on,
        flagged=provider_type.notna() & (days < thresholds.confirmation_days),
        unknown=provider_type.isna() | days.isna(),
        not_applicable=provider_type.notna() & (provider_type != "third_sector"),
        severity="medium",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "awarded_on": awarded_on,
            "starts_on": starts_on,
            "confirmation_days": thresholds.confirmation_days,
        },
        missing={
            "provider_type": provider_type.isna(),
            "awarded_on": awarded_on.isna(),
            "starts_on": starts_on.isna(),
        },
    )
