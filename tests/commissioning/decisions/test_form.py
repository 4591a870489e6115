"""A decision as it is filled in: what each outcome asks for, and what it has no place for."""

from datetime import date

import pytest

from commissioning.decisions.form import DecisionForm, must_be_whole, must_have_come
from commissioning.decisions.gate import Criterion
from commissioning.errors import RequestError

ON = date(2026, 5, 2)
WHOLE = {
    "reference": "A1",
    "outcome": "let_lapse",
    "decided_on": ON,
    "decided_by": "Cabinet",
    "authority_reference": "CAB/12",
    "reason": "No longer needed.",
}
MET = {"competed": Criterion("met", "a link")}


def test_a_whole_form_is_taken():
    must_be_whole(DecisionForm(**WHOLE), on=ON)


@pytest.mark.parametrize(
    ("filled_in", "sentence"),
    [
        ({"outcome": "shrug"}, "'shrug' is no outcome; choose one of recommission, extend"),
        ({"decided_by": " "}, "decided_by is empty"),
        ({"authority_reference": ""}, "authority_reference is empty"),
        ({"reason": "\t"}, "reason is empty"),
        ({"decided_on": date(2026, 5, 3)}, "decided_on 2026-05-03 is after 2026-05-02"),
        ({"outcome": "extend"}, "an extension needs its new last day"),
        ({"outcome": "vary"}, "a variation needs one of them"),
        ({"outcome": "vary", "value_change_pence": 0}, "a variation needs one of them"),
        ({"new_ends_on": ON}, "new_ends_on: only asked of extend, and this is let_lapse"),
        ({"term_change_days": 3}, "term_change_days: only asked of vary"),
        ({"criteria": MET}, "the four criteria: only asked of recommission"),
        ({"successor_reference": "B1"}, "only asked of recommission and insource"),
        ({"equality_assessment": "None needed"}, "equality_reason is empty"),
        ({"equality_reason": "No one is affected"}, "give it with equality_assessment"),
        (
            {"outcome": "recommission", "criteria": {"competed": Criterion("met")}},
            "competed is met and nothing shows it",
        ),
    ],
)
def test_what_is_left_out_or_out_of_place_is_refused(filled_in, sentence):
    with pytest.raises(RequestError) as refused:
        must_be_whole(DecisionForm(**{**WHOLE, **filled_in}), on=ON)
    assert sentence in str(refused.value)


def test_nothing_is_recorded_of_a_day_still_to_come():
    must_have_come(date(2026, 5, 2), date(2026, 5, 2))
    with pytest.raises(RequestError, match="on 2026-05-03 is still to come"):
        must_have_come(date(2026, 5, 3), date(2026, 5, 2))
