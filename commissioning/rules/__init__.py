"""Every rule there is, and the asking of all of them."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from commissioning.memory import memory_at_hand
from commissioning.register import Register
from commissioning.rules.answers import Answers
from commissioning.rules.by_department import NO_OWN, of_each_department
from commissioning.rules.catalogue import CATALOGUE
from commissioning.rules.outcomes import Outcomes
from commissioning.rules.replaced import outcomes_replaced
from commissioning.rules.sentences import module_of
from commissioning.rules.thresholds import Thresholds

# Each is the function of its name, in the file of its name in this folder.
RULES: dict[str, Callable[..., Answers]] = {
    rule: getattr(module_of(rule), rule) for rule in CATALOGUE
}

METHODS = ("measures", "needs")  # the rooms whose methods the rules use
# The duty to publish an assessment outlasts the agreement; every other rule is asked of live ones.
ASKED_OF_ENDED = ("eqia_unpublished",)
# What takes most memory to answer, while few answers are held beside it yet.
ASKED_FIRST = (
    *("duplicate_service", "serial_annual", "group_not_reached", "provider_concentration"),
    *("off_contract_spend", "cliff_edge", "eqia_missing", "kpi_return_late", "unit_cost_outlier"),
    *("unrecognised_commissioning", "need_volume_divergence", "spend_over_profile"),
    *("kpi_red_consecutive", "service_gap"),
)


def judge_register(
    register: Register,
    *,
    on: date,
    thresholds: Thresholds,
    own: Mapping[str, Thresholds] = NO_OWN,
) -> Outcomes:
    """Return what each rule answers of all that it is asked of, rule by rule.

    Most rules are asked of every live agreement, the others of departments or providers. ``own`` has
    the thresholds of the departments that set some themselves, by name.
    """

    def ask(by: Thresholds) -> Outcomes:
        found = {
            name: RULES[name](register, on=on, thresholds=by)
            for name in dict.fromkeys((*ASKED_FIRST, *RULES))
        }
        return Outcomes(tuple(found[name] for name in RULES))

    with memory_at_hand():
        found = of_each_department(
            ask, register, thresholds=thresholds, own=own, replaced=outcomes_replaced
        )
        register.made.clear()  # the live agreements of the day are as large as all of them
    return found


# What rules are asked of is made by these (who a provider is, and of which sector), the next count
# the days and the money that they ask about, and the last choose the facts that they see.
SHARED = (
    *("dates.py", "identifiers.py", "folded_names.py", "known_providers.py", "matching.py"),
    *("provider_names.py", "provider_types.py", "register.py", "registered_bodies.py"),
    *("related_names.py", "organisation.py", "../models/names.py", "../models/feeds.py"),
    *("working_days.py", "timetable/durations.py", "timetable/worked_back.py"),
    *("profile_timetable.py", "money.py", "small_numbers/published.py"),
    "small_numbers/bounds.py",
    *(
        f"../models/store/{name}.py"
        for name in (
            *("facts", "known", "payments_known", "providers_known", "decisions"),
            *("keyed", "versions", "standing", "row_ids", "rows"),
        )
    ),
)


@cache
def rules_digest() -> str:
    """Return the SHA-256 of the source of every rule and of what they share.

    It changes when an answer could: a judgement made with other rules is another judgement.
    """
    return sha256(b"\0".join(path.read_bytes() for path in judged_by())).hexdigest()


def judged_by() -> tuple[Path, ...]:
    """Return the files that an answer can turn on: every rule's, and those of what they share."""
    folder = Path(__file__).resolve().parent
    shared = [(folder.parent / name).resolve() for name in SHARED]
    methods = [path for room in METHODS for path in sorted((folder.parent / room).glob("*.py"))]
    return (*sorted(folder.glob("*.py")), *shared, *methods)
