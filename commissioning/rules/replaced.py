"""The answers of every rule, with those about some departments taken from another asking."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.rules.answers import FLAGGED, PROVIDER, UNKNOWN, Answers, Mask, Rows
from commissioning.rules.by_department import Owned
from commissioning.rules.events import Events
from commissioning.rules.outcomes import Outcomes

Values = npt.NDArray[np.generic]


def outcomes_replaced(found: Outcomes, again: Outcomes, owned: Owned) -> Outcomes:
    """Return the answers with those about the owned taken from what was answered again."""
    pairs = zip(found.answers, again.answers, strict=True)
    return Outcomes(tuple(answers_replaced(usual, own, owned) for usual, own in pairs))


def answers_replaced(usual: Answers, own: Answers, owned: Owned) -> Answers:
    """Return one rule's answers with those about the owned as it gave them when asked again.

    What a rule is asked of turns on no threshold, so that both are of the same subjects in one order.
    """
    if usual.subject_kind == PROVIDER:
        return usual
    every = np.arange(len(usual))
    subjects = usual.in_short(every)
    is_own = owned.among(subjects["agreement_id"], subjects["reference"]).to_numpy(dtype=bool)
    join = Joined(usual, own, is_own)
    reasons = tuple(dict.fromkeys((*usual.reasons, *own.reasons)))
    place = {reason: at for at, reason in enumerate(reasons)}
    return Answers(
        rule=usual.rule,
        on=usual.on,
        subjects=usual.subjects,
        codes=np.where(is_own, own.codes, usual.codes).astype(np.int8),
        act_by=np.where(is_own, own.act_by, usual.act_by).astype(np.int32),
        severity=join.of(FLAGGED, lambda each: pd.Series(each.severity)).to_numpy(dtype=np.int8),
        facts={name: join.of(FLAGGED, fact_of(name)) for name in usual.facts},
        lacks=join.of(
            UNKNOWN, lambda each: pd.Series(each.lacks).map(lambda at: place[each.reasons[at]])
        ).to_numpy(dtype=np.int16),
        reasons=reasons,
        events=join.events(),
    )


class Joined:
    """Two askings of one rule as one: the second counts for the subjects that it is told of."""

    def __init__(self, usual: Answers, own: Answers, is_own: Mask) -> None:
        """Keep both, and which subjects the second counts for."""
        self._parts = ((usual, ~is_own), (own, is_own))

    def of(self, code: int, column: Callable[[Answers], pd.Series]) -> pd.Series:
        """Return a column that is of the subjects with one status alone, in their order."""
        columns: list[pd.Series] = []
        places: list[Rows] = []
        for each, counts in self._parts:
            rows = each.flagged if code == FLAGGED else each.unknown
            columns.append(column(each)[counts[rows]])
            places.append(rows[counts[rows]])
        order = np.argsort(np.concatenate(places), kind="stable")
        return together(columns).take(order).reset_index(drop=True)

    def events(self) -> Events:
        """Return the rows that the answers are made from, in the order of their subjects."""
        chosen = [counts[each.events.places] for each, counts in self._parts]
        pairs = [
            (each.events, wanted) for (each, _), wanted in zip(self._parts, chosen, strict=True)
        ]
        places = np.concatenate([events.places[wanted] for events, wanted in pairs])
        order = np.argsort(places, kind="stable")
        row_ids = together([events.row_ids[wanted] for events, wanted in pairs])
        return Events(places[order], row_ids.take(order).reset_index(drop=True))


def fact_of(name: str) -> Callable[[Answers], pd.Series]:
    """Return what gives a fact of every flagged subject, also where one value is said of all."""

    def column(each: Answers) -> pd.Series:
        values = each.facts[name]
        return values if isinstance(values, pd.Series) else pd.Series([values] * len(each.flagged))

    return column


def together(columns: list[pd.Series]) -> pd.Series:
    """Return the values of columns one after another; there is one column at least."""
    filled = [column for column in columns if len(column)]
    return pd.concat(filled or columns[:1], ignore_index=True)
