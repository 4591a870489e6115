"""A decision as a person fills it in: what each outcome asks for, and what it has no place for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commissioning.decisions.gate import ASKED_OF, Criterion, must_be_shown
from commissioning.errors import RequestError, shown
from models.feeds import OUTCOMES

NONE_NEEDED = "none needed"
MOST_DAYS = 36_525  # a hundred years: what changes a term by more is a slip of the pen


@dataclass(frozen=True)
class DecisionForm:
    """What a person decided of one agreement, on what authority and why.

    ``equality_assessment`` is the reference under which the register lists the assessment, the
    agreement's own when empty, or ``none needed`` with its reason. ``expected_version`` is the load
    that had last told something of the agreement when the form was made; 0 where nobody says.
    """

    reference: str
    outcome: str
    decided_on: date
    decided_by: str
    authority_reference: str
    reason: str
    successor_reference: str = ""
    equality_assessment: str = ""
    equality_reason: str = ""
    new_ends_on: date | None = None
    value_change_pence: int | None = None
    term_change_days: int | None = None
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    supersedes: int = 0
    expected_version: int = 0
    entered_by: str = ""

    @property
    def needs_no_assessment(self) -> bool:
        """Whether it says that no equality impact assessment is needed."""
        return self.equality_assessment.strip().casefold() == NONE_NEEDED


def must_have_come(on: date, recorded_on: date) -> None:
    """Refuse an act of a day still to come: nothing before that day would move its case any more."""
    if on > recorded_on:
        raise RequestError(
            f"on {on} is still to come: where the authority is (its profile's timezone) it is "
            f"{recorded_on}; give that day or one before."
        )


def must_be_whole(form: DecisionForm, *, on: date) -> None:
    """Refuse a form that leaves out what its outcome asks for, or says what it has no place for."""
    if form.outcome not in OUTCOMES:
        raise RequestError(
            f"{shown(form.outcome)} is no outcome; choose one of {', '.join(OUTCOMES)}."
        )
    for name, value, remedy in (
        ("decided_by", form.decided_by, "say who decided"),
        ("authority_reference", form.authority_reference, "name the decision's own reference"),
        ("reason", form.reason, "say why it was decided"),
    ):
        if not value.strip():
            raise RequestError(f"{name} is empty; {remedy}.")
    if form.decided_on > on:
        raise RequestError(
            f"decided_on {form.decided_on} is after {on}; a decision is recorded once it is taken."
        )
    _must_fit_its_outcome(form)
    if form.needs_no_assessment and not form.equality_reason.strip():
        raise RequestError(
            "equality_reason is empty; say why no equality impact assessment is needed, for the "
            "duty of section 149 of the Equality Act 2010 is the commissioner's to show."
        )
    if form.equality_reason.strip() and not form.needs_no_assessment:
        raise RequestError(
            f"equality_reason says why none is needed; give it with equality_assessment {NONE_NEEDED!r}."
        )
    must_be_shown(form.criteria)


def _must_fit_its_outcome(form: DecisionForm) -> None:
    changes = (form.value_change_pence, form.term_change_days)
    if form.outcome == "extend" and form.new_ends_on is None:
        raise RequestError("new_ends_on is empty; an extension needs its new last day.")
    if form.outcome == "vary" and not any(changes):
        raise RequestError(
            "Neither value_change_gbp nor term_change_days is given, other than 0; a variation needs "
            "one of them."
        )
    if abs(changes[1] or 0) > MOST_DAYS:
        raise RequestError(
            f"term_change_days {changes[1]} is more than a hundred years; give the days by which the "
            "term changes."
        )
    for name, is_given, outcomes in (
        ("new_ends_on", form.new_ends_on is not None, ("extend",)),
        ("value_change_gbp", changes[0] is not None, ("vary",)),
        ("term_change_days", changes[1] is not None, ("vary",)),
        ("the four criteria", any(c.is_given for c in form.criteria.values()), ASKED_OF),
        ("successor_reference", bool(form.successor_reference), ("recommission", "insource")),
    ):
        if is_given and form.outcome not in outcomes:
            raise RequestError(
                f"{name}: only asked of {' and '.join(outcomes)}, and this is {form.outcome}; "
                "leave it out."
            )
