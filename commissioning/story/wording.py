"""A fact as people say it."""

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.money import pounds
from models.ledger import BEFORE_EDITIONS

NOT_RECORDED = "not recorded"


def spoken(name: str, value: object) -> str:
    """Return a fact as people say it: days spoken, pence as pounds, what is missing said so."""
    if pd.isna(value):  # type: ignore[call-overload]
        return NOT_RECORDED
    if isinstance(value, pd.Timestamp):
        return "not stated" if value.date() == BEFORE_EDITIONS else spoken_day(value.date())
    return pounds(int(str(value))) if name.endswith("_pence") else str(value)


def spoken_name(name: str) -> str:
    """Return a column's name as people say it."""
    return name.removesuffix("_pence").removesuffix("_on").replace("_", " ")


def number(value: float, unit: object = None) -> str:
    """Return a measured value without needless noughts, in its unit where that is recorded."""
    written = f"{value:,.2f}".rstrip("0").rstrip(".")
    return written if pd.isna(unit) else f"{written} {unit}"  # type: ignore[call-overload]
