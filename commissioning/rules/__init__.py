"""Every rule there is, and the asking of all of them."""

from collections.abc import Callable
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import pandas as pd

from commissioning.register import Register
from commissioning.rules.cliff_edge import cliff_edge
from commissioning.rules.expiry_within_lead_time import expiry_within_lead_time
from commissioning.rules.extension_decision_due import extension_decision_due
from commissioning.rules.extension_exhausted import extension_exhausted
from commissioning.rules.latest_start_passed import latest_start_passed
from commissioning.rules.not_competed import not_competed
from commissioning.rules.repeat_temporary_extension import repeat_temporary_extension
from commissioning.rules.rolled_over_past_end import rolled_over_past_end
from commissioning.rules.serial_annual import serial_annual
from commissioning.rules.service_gap import service_gap
from commissioning.rules.term_below_norm import term_below_norm
from commissioning.rules.thresholds import Thresholds
from commissioning.rules.unrecognised_commissioning import unrecognised_commissioning

RULES: dict[str, Callable[..., pd.DataFrame]] = {
    "expiry_within_lead_time": expiry_within_lead_time,
    "latest_start_passed": latest_start_passed,
    "extension_decision_due": extension_decision_due,
    "extension_exhausted": extension_exhausted,
    "cliff_edge": cliff_edge,
    "rolled_over_past_end": rolled_over_past_end,
    "repeat_temporary_extension": repeat_temporary_extension,
    "not_competed": not_competed,
    "term_below_norm": term_below_norm,
    "serial_annual": serial_annual,
    "service_gap": service_gap,
    "unrecognised_commissioning": unrecognised_commissioning,
}


def judge_register(register: Register, *, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return one result for each rule and what it is asked of, rule by rule.

    Most rules are asked of every live agreement; ``subject_kind`` tells those of departments apart.
    """
    return pd.concat(
        [rule(register, on=on, thresholds=thresholds) for rule in RULES.values()],
        ignore_index=True,
    )


# What rules are asked of is made by these (who a provider is, and of which sector), and the last
# three count the days that they ask about.
SHARED = (
    *("dates.py", "identifiers.py", "known_providers.py", "matching.py", "provider_names.py"),
    *("provider_types.py", "register.py", "registered_bodies.py"),
    *("working_days.py", "timetable/durations.py", "timetable/worked_back.py"),
)


@cache
def rules_digest() -> str:
    """Return the SHA-256 of the source of every rule and of what they share.

    It changes when an answer could: a judgement made with other rules is another judgement.
    """
    folder = Path(__file__).parent
    shared = [folder.parent / name for name in SHARED]
    sources = sorted(folder.glob("*.py"))
    return sha256(b"\0".join(path.read_bytes() for path in (*sources, *shared))).hexdigest()
