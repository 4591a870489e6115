"""The agreement was put out to competition, and only one body tendered."""

from datetime import date

from commissioning.register import Register, asked
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

NOT_OPENED = ("direct", "limited")

SENTENCES = {
    "flagged": "Put out to {procurement_method} competition, and one body tendered.",
    "clear": "It was put out to competition, and the tenders recorded are not one alone.",
    "not_applicable": "Not asked: it was let without an open or selective competition.",
    "unknown": "Whether more than one body tendered cannot be told: {missing}.",
}


def single_bidder(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when one body tendered under an open or selective procedure; ``unknown`` when the
    procedure or the number of tenders is empty; ``not_applicable`` to direct and limited awards;
    ``clear`` otherwise. ``act_by`` is the notice date. No threshold is used but that of notice.
    Basis and worked cases: docs/rules/single_bidder.md.
    """
    agreements = asked(register, on)
    method, tenderers = agreements["procurement_method"], agreements["tenderers"]
    return results(
        agreements,
        rule="single_bidder",
        on=on,
        flagged=method.notna() & tenderers.eq(1).fillna(False),
        unknown=method.isna() | tenderers.isna(),
        not_applicable=method.isin(NOT_OPENED),
        severity="medium",
        act_by=notice_on_asked(register, on, thresholds),
        facts={"procurement_method": method},
        missing={"procurement_method": method.isna(), "tenderers": tenderers.isna()},
    )
