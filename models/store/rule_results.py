"""The rows of results: those that changed are stored, those of a judgement can be read again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
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
    of_agreements = sorted((each for each in told if len(each.ids)), key=lambda each: each.rule)
    for some in _some_at_once(of_agreements):
        now = _rows_of(some, of_agreements, shared)
        if not is_first:
            between = (AGREEMENT, some.first, some.last)
            now = _changed(now, rows_at(connection, authority, number, rules, between))
        _insert(connection, authority, number, now)
    others = [each for each in told if not len(each.ids)]
    if others:
        now = _together(
            others,
            [each.kept(np.arange(len(each.letters)), shared[each.rule]) for each in others],
        )
        before = rows_at(connection, authority, number, [each.rule for each in others])
        before = before[~is_agreement(before) & (before["subject_kind"] != EVERY)]
        changed = pd.concat([_changed(now, before), _gone(before, now)], ignore_index=True)
        _insert(connection, authority, number, changed.sort_values(KEY))


@dataclass(frozen=True)
class Some:
    """Some thousand agreements, in the order of their numbers as text from the ``first`` to the ``last``.

    ``of_each`` rule has their places in what it was asked, the lowest first because values that lie
    together are looked up much faster, and of each place the rank of its agreement in that order.
    """

    first: str
    last: str
    of_each: list[tuple[Places, Places]]


def _some_at_once(told: Sequence[Told]) -> Iterator[Some]:
    """Yield the agreements that rules were asked of, some thousand after the others."""
    asked = lists_of([each.ids for each in told])
    every = asked.every
    texts = pd.Series(every).astype("str")
    order = texts.argsort(kind="stable").to_numpy()
    rank = np.empty(len(every), dtype=np.intp)
    rank[order] = np.arange(len(every))
    ranks = [rank[np.searchsorted(every, ids)] for ids in asked.different]
    for begin in range(0, len(every), AT_ONCE):
        end = min(begin + AT_ONCE, len(every))
        places = [np.flatnonzero((begin <= own) & (own < end)) for own in ranks]
        of_lists = [(each, own[each]) for each, own in zip(places, ranks, strict=True)]
        first, last = (str(texts.iloc[order[at]]) for at in (begin, end - 1))
        yield Some(first, last, [of_lists[at] for at in asked.which])


def _rows_of(some: Some, told: Sequence[Told], shared: Mapping[str, Mask]) -> pd.DataFrame:
    """Return what rules, in their own order, say of some agreements, in the order of the table's key."""
    frames, ranks = [], []
    for each, (places, rank) in zip(told, some.of_each, strict=True):
        frame = each.kept(places, shared[each.rule])
        frames.append(frame)
        ranks.append(rank[np.searchsorted(places, frame.index)])
    # What is said of one agreement stays in the order of the rules, because the sort is stable.
    order = np.argsort(np.concatenate(ranks), kind="stable")
    return _together(told, frames).take(order)


def _together(told: Sequence[Told], frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return what each rule says of some subjects as one frame, with their kind and its name."""
    which = np.repeat(np.arange(len(told)), [len(frame) for frame in frames])
    kinds, rules = (
        pd.array([getattr(each, name) for each in told], dtype="str").take(which)
        for name in ("subject_kind", "rule")
    )
    return pd.concat(frames, ignore_index=True).assign(subject_kind=kinds, rule=rules)


def _insert(connection: Connection, authority: str, number: int, rows: pd.DataFrame) -> None:
    own = {"authority": authority, "from_judgement": number}
    insert_frame(connection, _result, rows, own)


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
