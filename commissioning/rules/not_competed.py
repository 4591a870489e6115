"""The agreement was awarded directly, and nothing says why nobody else was asked."""

from datetime import date

from commissioning.register import Register, asked
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

NEVER_COMPETED = ("grant", "in_house")

SENTENCES = {
    "flagged": "Awarded directly, with no ground recorded for not asking anyone else.",
    "clear": "It was competed, or the ground for awarding it directly is recorded.",
    "not_applicable": "Not asked: a grant or a service run in house is not put out to competition.",
    "unknown": "Whether it was competed cannot be told: {missing}.",
}


def not_competed(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when the procurement method is direct and no ground for it is recorded; ``unknown``
    when there is no method; ``not_applicable`` to grants and services in house; ``clear``
    otherwise. ``act_by`` is the notice date. Basis and worked cases: docs/rules/not_competed.md.
    """
    agreements = asked(register, on)
    method = agreements["procurement_method"]
    return results(
        agreements,
        rule="not_competed",
        on=on,
        flagged=(method == "direct") & agreements["direct_award_ground"].isna(),
        unknown=method.isna(),
        not_applicable=agreements["instrument"].isin(NEVER_COMPETED),
        severity="high",
        act_by=notice_on_asked(register, on, thresholds),
        facts={"procurement_method": method},
        missing={"procurement_method": method.isna()},
    )
