"""Answers to members' questions: one kind a file, each a figure with its coverage and the rows behind it."""

from collections.abc import Callable

from commissioning.answers.ending import ending_during, ending_on
from commissioning.answers.equality_status import equality_status
from commissioning.answers.members_question import members_question
from commissioning.answers.question import Asking, Kind, Told
from commissioning.answers.scores import scores
from commissioning.answers.spend import spend
from commissioning.answers.terms_by_year import terms_by_year
from commissioning.answers.top_contributors import top_contributors

__all__ = ["KINDS", "Asking", "Told"]

KINDS: dict[Kind, Callable[[Asking], Told]] = {
    "members-question": members_question,
    "spend": spend,
    "ending-during": ending_during,
    "ending-on": ending_on,
    "equality-status": equality_status,
    "terms-by-year": terms_by_year,
    "scores": scores,
    "top-contributors": top_contributors,
}
