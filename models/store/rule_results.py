"""The rows of results: those that changed are stored, those of a judgement can be read again."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, func, select

from models.judgement import RuleResult
from models.metadata import table_of
from models.store.alike import lists_of
from models.store.rows import insert_frame, read_frame
from models.store.subjects import AGREEMENT, is_agreement
from models.store.told import Mask, Places, Told

EVERY = "every agreement"  # the kind of what is said of many at once
NO_LONGER_ASKED = ""
KEY = ["subject_kind", "subject_id", "rule"]
SAID = ["status", "severity", "act_by", "facts", "row_ids"]
AT_ONCE = 50_000  # agreements whose results are rows at once

_result = table_of(RuleResult)


def save_rows(
    connection: Connection,
    authority: str,
    number: int,
    told: Sequence[Told],
    shared: Mapping[str, Mask],
    *,
    is_first: bool,
) -> None:
    """Store the rows of some rules that are other than before; of a first judgement all are.

    ``shared`` tells of each rule which of its reasons are kept once for many.
    They are written in the order of the table's key, which is much faster, and so agreements of all
    rules together, some thousands at a time.
    """
    rules = [each.rule for each in told]
    for (first, last), places in _some_at_once([each for each in told if len(each.ids)]):
        now = pd.concat(
            [each.kept(where, shared[each.rule]) for each, where in places], ignore_index=True
        )
        if is_first:
            changed = now
        else:
            between = (AGREEMENT, first, last)
            changed = _changed(now, rows_at(connection, authority, number, rules, between))
        _insert(connection, authority, number, changed)
    others = [each for each in told if not len(each.ids)]
    if others:
        now = pd.concat(
            [each.kept(np.arange(len(each.letters)), shared[each.rule]) for each in others],
            ignore_index=True,
        )
        before = rows_at(connection, authority, number, [each.rule for each in others])
        before = before[~is_agreement(before) & (before["subject_kind"] != EVERY)]
        changed = pd.concat([_changed(now, before), _gone(before, now)], ignore_index=True)
        _insert(connection, authority, number, changed)


def _some_at_once(
    told: Sequence[Told],
) -> Iterator[tuple[tuple[str, str], list[tuple[Told, Places]]]]:
    """Yield some thousand agreements after the others: the first and last, and their place in each rule."""
    asked = lists_of([each.ids for each in told])
    orders: list[tuple[Places, npt.NDArray[np.str_]]] = []
    for ids in asked.different:
        written = ids.astype("str")
        order = np.argsort(written, kind="stable")
        orders.append((order, written[order]))
    of_each = [(each, orders[at]) for each, at in zip(told, asked.which, strict=True)]
    texts = np.sort(asked.every.astype("str"))
    for begin in range(0, len(texts), AT_ONCE):
        first, last = texts[begin], texts[min(begin + AT_ONCE, len(texts)) - 1]
        places = [
            (each, order[np.searchsorted(own, first) : np.searchsorted(own, last, side="right")])
            for each, (order, own) in of_each
        ]
        yield (str(first), str(last)), places


def _insert(connection: Connection, authority: str, number: int, rows: pd.DataFrame) -> None:
    ordered = rows.sort_values(KEY)
    insert_frame(connection, _result, ordered.assign(authority=authority, from_judgement=number))


def _changed(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that say something else than before, or are new."""
    old = before.set_index(KEY)[SAID].reindex(pd.MultiIndex.from_frame(now[KEY]))
    old, new = old.reset_index(drop=True), now[SAID].reset_index(drop=True)
    same = ((new == old) | (new.isna() & old.isna())).all(axis=1).to_numpy()
    return now[~(same & old["status"].notna().to_numpy())]


def _gone(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that say of which departments and providers a rule was no longer asked."""
    asked_before = before[before["status"] != NO_LONGER_ASKED]
    is_asked = pd.MultiIndex.from_frame(asked_before[KEY]).isin(pd.MultiIndex.from_frame(now[KEY]))
    return asked_before.loc[~is_asked, KEY].assign(
        status=NO_LONGER_ASKED, severity="", act_by=pd.NaT, facts="{}", row_ids="[]"
    )


def rows_at(
    connection: Connection,
    authority: str,
    number: int,
    rules: Sequence[str] | None = None,
    between: tuple[str, str, str] | None = None,
) -> pd.DataFrame:
    """Return the rows as last written before or by a judgement: of all rules or of some.

    ``between`` names a kind of subjects and the first and last of them to be read.
    """
    statement = select(
        _result,
        func.row_number()
        .over(
            partition_by=[_result.c[name] for name in KEY],
            order_by=_result.c.from_judgement.desc(),
        )
        .label("newest"),
    ).where(_result.c.authority == authority, _result.c.from_judgement <= number)
    if rules is not None:
        statement = statement.where(_result.c.rule.in_(rules))
    if between is not None:
        kind, first, last = between
        whose = _result.c.subject_id.between(first, last)
        statement = statement.where(_result.c.subject_kind == kind, whose)
    ranked = statement.subquery()
    columns = [ranked.c[c.name] for c in _result.columns if c.name != "authority"]
    return read_frame(connection, select(*columns).where(ranked.c.newest == 1))
