"""Every rule there is, and the asking of all of them."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from importlib import import_module

import pandas as pd

from commissioning.register import Register
from commissioning.rules.cliff_edge import cliff_edge
from commissioning.rules.expiry_within_lead_time import expiry_within_lead_time
from commissioning.rules.extension_decision_due import extension_decision_due
from commissioning.rules.extension_exhausted import extension_exhausted
from commissioning.rules.not_competed import not_competed
from commissioning.rules.repeat_temporary_extension import repeat_temporary_extension
from commissioning.rules.rolled_over_past_end import rolled_over_past_end
from commissioning.rules.term_below_norm import term_below_norm
from commissioning.rules.thresholds import Thresholds

RULES: dict[str, Callable[..., pd.DataFrame]] = {
    "expiry_within_lead_time": expiry_within_lead_time,
    "extension_decision_due": extension_decision_due,
    "extension_exhausted": extension_exhausted,
    "cliff_edge": cliff_edge,
    "rolled_over_past_end": rolled_over_past_end,
    "repeat_temporary_extension": repeat_temporary_extension,
    "not_competed": not_competed,
    "term_below_norm": term_below_norm,
}


def judge_register(register: Register, *, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return one result for each live agreement and rule, rule by rule."""
    return pd.concat(
        [rule(register, on=on, thresholds=thresholds) for rule in RULES.values()],
        ignore_index=True,
    )


def rules_digest() -> str:
    """Return the SHA-256 of every rule's name and version: it changes when an answer could."""
    versions = {name: import_module(f"commissioning.rules.{name}").VERSION for name in RULES}
    return hashlib.sha256(json.dumps(versions, sort_keys=True).encode()).hexdigest()
