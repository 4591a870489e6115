"""The kinds of decision that flags call for: what to decide, and on what authority, by hand."""

from dataclasses import dataclass

# The sentence of the second says all that the sentence of the first does.
TOLD_BY = {"expiry_within_lead_time": "extension_exhausted"}


@dataclass(frozen=True)
class Decision:
    """A kind of decision: the rules that call for it, what to decide and what authority closes it.

    ``rules`` empty takes every agreement that no kind before it took. ``act_by`` heads the day.
    """

    name: str
    title: str
    rules: tuple[str, ...]
    decide: str
    authority: str
    act_by: str


# In the order of the page. An agreement stands once, under the first kind that one of its flags calls for.
DECISIONS = (
    Decision(
        "past_end",
        "Past the end recorded",
        ("rolled_over_past_end",),
        "Is the service still being delivered? If so, extend it on recorded authority or recommission it; if "
        "not, record that it ended.",
        "an extension with its authority reference, or a recorded decision to let it lapse",
        "Ended",
    ),
    Decision(
        "unauthorised",
        "Extended without recorded authority, or again and again",
        ("extended_without_authority", "repeat_temporary_extension"),
        "Who authorised the extension? Ratify it on a recorded authority, or recommission.",
        "the reference of the decision that authorised each extension",
        "Act by",
    ),
    Decision(
        "too_late_for_notice",
        "Full notice can no longer be given",
        ("notice_window_closed", "no_successor", "service_gap"),
        "Extend, recommission or let it lapse? Decide now: providers can no longer be given full notice.",
        "a recorded decision with its authority reference and an equality assessment completed by that day",
        "Notice was due by",
    ),
    Decision(
        "extension_option",
        "An extension option to take up or let go",
        ("extension_decision_due",),
        "Take up the option, or recommission and give notice?",
        "a recorded decision with its authority reference, made by the notice day",
        "Decide by",
    ),
    Decision(
        "replacement",
        "Ends sooner than a replacement could be in place",
        (
            "latest_start_passed",
            "extension_exhausted",
            "expiry_within_lead_time",
            "cliff_edge",
            "no_exit_plan",
        ),
        "Recommission, bring in house, decommission or let it lapse? Start the timetable.",
        "a recorded decision with its authority reference and an equality assessment completed by that day",
        "Start was due by",
    ),
    Decision(
        "put_right",
        "Something to put right or to record",
        (),
        "Put right or record what each flag names, or accept it with a reason and an expiry day.",
        "the agreement's owner; a key decision where the authority's own rules make it one",
        "Act by",
    ),
)
