"""Small registers, written in sight of what is asked of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from commissioning.register import FRAMES, Register, empty
from commissioning.rules import RULES
from commissioning.rules.thresholds import Thresholds
from models.feeds import FEEDS
from models.names import folded

DEFAULTS = Thresholds()
LOADED = frozenset(FEEDS)
EMPTY = {name: empty(name) for name in FRAMES}  # made once: most frames of most registers are

Row = Mapping[str, Any]


def register_with(
    *,
    payments_by_department: Sequence[Row] = (),
    payments_by_provider: Sequence[Row] = (),
    listed_providers: Sequence[Row] = (),
    loaded_feeds: frozenset[str] = LOADED,
    financial_year_start: tuple[int, int] = (4, 1),
    area_code: str = "E10000016",
    **columns: Any,
) -> Register:
    """Return a register of the agreements that the columns give.

    A list gives each agreement its own value and anything else is the same for all; they are
    called A1, A2 and so on, and are active, unless a column says otherwise. A feed's name gives its
    rows (``listed_providers`` those of providers, which agreements have a column of the name of); one
    belongs to A1 unless it has a ``reference``. Every feed counts as loaded.
    """
    of_feeds = FRAMES.keys() & FEEDS.keys() - {"agreements", "providers"}
    feeds = {name: columns.pop(name, ()) for name in sorted(of_feeds)}
    rows = max([len(values) for values in columns.values() if isinstance(values, list)], default=1)
    columns = {
        "reference": [f"A{number}" for number in range(1, rows + 1)],
        "status": "active",
        **columns,
    }
    agreements = frame("agreements", pd.DataFrame(columns, index=range(rows)))
    agreements["agreement_id"] = range(1, rows + 1)
    agreements["provider_key"] = keys_of(agreements)
    paid = frame("payments_by_provider", pd.DataFrame(payments_by_provider))
    ids = dict(zip(agreements["reference"], agreements["agreement_id"], strict=True))
    return Register(
        "anytown",
        1,
        agreements,
        **{name: rows_of(name, given, ids) for name, given in feeds.items()},
        providers=frame("providers", pd.DataFrame(listed_providers)),
        payments_by_department=unowned_payments(payments_by_department),
        payments_by_provider=paid.assign(provider_key=keys_of(paid)),
        loaded_feeds=loaded_feeds,
        financial_year_start=financial_year_start,
        area_code=area_code,
    )


def keys_of(rows: pd.DataFrame) -> pd.Series:
    """Return what tells providers apart, where nobody has confirmed anything: identifier, or name folded."""
    return rows["provider_org_id"].fillna(folded(rows["provider_name"])).astype("str")


def rows_of(name: str, given: Sequence[Row], ids: Mapping[str, int]) -> pd.DataFrame:
    """Return a feed's rows, with what they have where they do not say: an outturn, and a column of authorities."""
    usual = {"extensions": {"has_authority_column": True}, "payments": {"basis": "outturn"}}
    own = (
        {"reference": "A1"} if "reference" in FRAMES[name] or "agreement_id" in FRAMES[name] else {}
    )
    rows = [{**own, **usual.get(name, {}), **row} for row in given]
    return frame(name, pd.DataFrame(rows), ids)


def unowned_payments(given: Sequence[Row]) -> pd.DataFrame:
    """Return payments of departments, each £1, an outturn, and paid to the name given unless it says."""
    usual = {"basis": "outturn", "amount_pence": 100}
    rows = [{"provider_key": row.get("provider_name"), **usual, **row} for row in given]
    return frame("payments_by_department", pd.DataFrame(rows))


def frame(name: str, given: pd.DataFrame, ids: Mapping[str, int] | None = None) -> pd.DataFrame:
    """Return the named frame with what was given in it and the rest empty."""
    if given.empty:
        return EMPTY[name]
    made = {
        column: typed(given[column], dtype)
        for column, dtype in FRAMES[name].items()
        if column in given
    }
    if "agreement_id" in FRAMES[name]:
        made["agreement_id"] = given["reference"].map(ids).astype("int64") if ids else 0
    row_ids = pd.Series([f"{name}:{row + 1}" for row in range(len(given))], dtype="str")
    return EMPTY[name].reindex(given.index).assign(**made, row_id=row_ids)


def typed(values: pd.Series, dtype: str) -> pd.Series:
    """Return values as a frame holds them: days, and ``yes`` and ``no``, may be given as text."""
    if dtype.startswith("datetime"):
        return pd.to_datetime(values).astype(dtype)
    if dtype == "boolean":
        return values.replace({"yes": True, "no": False}).astype("boolean")
    return values.astype(dtype)


def ask(rule: str, register: Register, on: str, thresholds: Thresholds = DEFAULTS) -> pd.DataFrame:
    """Return what the rule answers on that day, with its sentences, one row a subject."""
    found = RULES[rule](register, on=date.fromisoformat(on), thresholds=thresholds).frame()
    return found.set_index("reference", drop=False)


def answer(rule: str, register: Register, on: str, thresholds: Thresholds = DEFAULTS) -> pd.Series:
    """Return what the rule answers of the only agreement there is."""
    found = ask(rule, register, on, thresholds)
    assert len(found) == 1
    return found.iloc[0]
