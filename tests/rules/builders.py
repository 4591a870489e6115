"""Small registers, written in sight of what is asked of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from commissioning.register import FRAMES, Register, empty
from commissioning.rules import RULES
from commissioning.rules.result import with_sentences
from commissioning.rules.thresholds import Thresholds
from models.names import folded

DEFAULTS = Thresholds()
FEEDS = frozenset({"agreements", "extensions", "decisions", "payments"})

Row = Mapping[str, Any]


def register_with(
    *,
    extensions: Sequence[Row] = (),
    decisions: Sequence[Row] = (),
    payments: Sequence[Row] = (),
    payments_by_department: Sequence[Row] = (),
    loaded_feeds: frozenset[str] = FEEDS,
    financial_year_start: tuple[int, int] = (4, 1),
    **columns: Any,
) -> Register:
    """Return a register of the agreements that the columns give.

    A list gives each agreement its own value and anything else is the same for all; they are
    called A1, A2 and so on, and are active, unless a column says otherwise. An event belongs to
    A1 unless it has a ``reference``.
    """
    rows = max([len(values) for values in columns.values() if isinstance(values, list)], default=1)
    columns = {
        "reference": [f"A{number}" for number in range(1, rows + 1)],
        "status": "active",
        **columns,
    }
    agreements = frame("agreements", pd.DataFrame(columns, index=range(rows)))
    agreements["agreement_id"] = range(1, rows + 1)
    agreements["provider_key"] = agreements["provider_org_id"].fillna(
        folded(agreements["provider_name"])
    )
    ids = dict(zip(agreements["reference"], agreements["agreement_id"], strict=True))
    events = {
        name: frame(name, pd.DataFrame([{"reference": "A1", **row} for row in given]), ids)
        for name, given in (
            ("extensions", extensions),
            ("modifications", ()),
            ("decisions", decisions),
            ("payments", payments),
        )
    }
    return Register(
        "anytown",
        1,
        agreements,
        **events,
        payments_by_department=unowned_payments(payments_by_department),
        loaded_feeds=loaded_feeds,
        financial_year_start=financial_year_start,
    )


def unowned_payments(given: Sequence[Row]) -> pd.DataFrame:
    """Return payments of departments, each £1, an outturn, and paid to the name given unless it says."""
    usual = {"basis": "outturn", "amount_pence": 100}
    rows = [{"provider_key": row.get("provider_name"), **usual, **row} for row in given]
    return frame("payments_by_department", pd.DataFrame(rows))


def frame(name: str, given: pd.DataFrame, ids: Mapping[str, int] | None = None) -> pd.DataFrame:
    """Return the named frame with what was given in it and the rest empty."""
    if given.empty:
        return empty(name)
    made = {
        column: pd.to_datetime(given[column]).astype(dtype)
        if dtype.startswith("datetime")
        else given[column].astype(dtype)
        for column, dtype in FRAMES[name].items()
        if column in given
    }
    if "agreement_id" in FRAMES[name]:
        made["agreement_id"] = given["reference"].map(ids).astype("int64") if ids else 0
    row_ids = pd.Series([f"{name}:{row + 1}" for row in range(len(given))], dtype="str")
    return empty(name).reindex(given.index).assign(**made, row_id=row_ids)


def ask(rule: str, register: Register, on: str, thresholds: Thresholds = DEFAULTS) -> pd.DataFrame:
    """Return what the rule answers on that day, with its sentences, one row a subject."""
    found = RULES[rule](register, on=date.fromisoformat(on), thresholds=thresholds)
    return with_sentences(found).set_index("reference", drop=False)


def answer(rule: str, register: Register, on: str, thresholds: Thresholds = DEFAULTS) -> pd.Series:
    """Return what the rule answers of the only agreement there is."""
    found = ask(rule, register, on, thresholds)
    assert len(found) == 1
    return found.iloc[0]
