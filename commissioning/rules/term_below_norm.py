"""A charity or community body was given a first term shorter than the three-year norm."""

from datetime import date

from commissioning.register import Register, asked, first_extensions, initial_ends_on, lasts
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "The initial term, {starts_on} to {initial_ends_on}, is shorter than {norm_months} months, "
        "the norm for a third-sector provider."
    ),
    "clear": "The initial term is as long as the norm for a third-sector provider, or longer.",
    "not_applicable": "Not asked: the norm is for third-sector providers, and this is not one.",
    "unknown": "Whether the initial term is shorter than the norm cannot be told: {missing}.",
}


def term_below_norm(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when the provider is of the third sector and the term from ``starts_on`` to the
    initial end, both days inside, is under ``norm_months`` calendar months; extensions do not
    lengthen it. ``unknown`` when the type of provider or either day is empty; ``not_applicable``
    to other types; ``clear`` otherwise. ``act_by`` is the notice date. Basis and worked cases:
    docs/rules/term_below_norm.md.
    """
    agreements = asked(register, on)
    provider_type, starts_on = agreements["provider_type"], agreements["starts_on"]
    first = first_extensions(register, on)
    initial_end = initial_ends_on(agreements, first)
    is_extended = agreements["agreement_id"].isin(first["agreement_id"])
    unknown = provider_type.isna() | starts_on.isna() | initial_end.isna()
    return results(
        agreements,
        rule="term_below_norm",
        on=on,
        flagged=~unknown & ~lasts(starts_on, initial_end, thresholds.norm_months),
        unknown=unknown,
        not_applicable=provider_type.notna() & (provider_type != "third_sector"),
        severity="low",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "starts_on": starts_on,
            "initial_ends_on": initial_end,
            "norm_months": thresholds.norm_months,
        },
        missing={
            "provider_type": provider_type.isna(),
            "starts_on": starts_on.isna(),
            "ends_on": initial_end.isna() & ~is_extended,
            "previous_ends_on": initial_end.isna() & is_extended,
        },
        extra_row_ids=first[["agreement_id", "row_id"]],
    )
