"""What a decision settles of a case: the rules flagged when it was taken, while the end stays as it was.

A case that a decision closed opens again only when a rule is flagged that was not at the decision, or
the agreement's end is another.
"""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from sqlalchemy import Connection, func, select

from models.case import CaseEvent
from models.judgement import Judged, Judgement
from models.metadata import table_of
from models.store.case_book import Bases, CaseBook, Mask
from models.store.found import Found, Places
from models.store.rows import read_frame
from models.store.rule_sets import Matrix, in_columns, matrix_of, named_in

FLAGGED = "f"  # the letter of a flagged rule in ``Judged``
ASKED_AT_ONCE = 5_000

_event = table_of(CaseEvent)
_judged = table_of(Judged)
_judgement = table_of(Judgement)


def bases_kept(connection: Connection, authority: str) -> pd.DataFrame:
    """Return what was so at each decision that closed a case: subject_id, decision, kind, rules and ends_on.

    Nothing was flagged at a decision under which a case opened that it had not closed before.
    """
    names = ("subject_id", "decision", "kind", "rules", "ends_on")
    statement = (
        select(*(_event.c[name] for name in names))
        .where(
            _event.c.authority == authority,
            _event.c.decision.is_not(None),
            _event.c.kind.in_(("decided", "opened")),
        )
        .order_by(_event.c.kind.desc(), _event.c.case_no, _event.c.event_no)
    )
    kept = read_frame(connection, statement).drop_duplicates(
        ["subject_id", "decision"], keep="last", ignore_index=True
    )
    return kept.assign(rules=kept["rules"].mask(kept["kind"] == "opened", "[]"))


def rules_asked(connection: Connection, authority: str, judgement_no: int) -> dict[int, list[str]]:
    """Return the rules asked by each judgement before one, in the order of their letters."""
    frame = read_frame(
        connection,
        select(_judgement.c.judgement_no, _judgement.c.rules).where(
            _judgement.c.authority == authority, _judgement.c.judgement_no < judgement_no
        ),
    )
    return {
        int(number): json.loads(rules)
        for number, rules in zip(frame["judgement_no"], frame["rules"], strict=True)
    }


def _last_that_moved_cases(connection: Connection, authority: str, before: int) -> int:
    newest = (
        select(_judgement.c.judgement_no)
        .where(_judgement.c.authority == authority, _judgement.c.judgement_no < before)
        .order_by(_judgement.c.on_day.desc(), _judgement.c.judgement_no.desc())
        .limit(1)
    )
    return int(connection.execute(newest).scalar() or 0)


@dataclass(frozen=True, eq=False)
class Earlier:
    """What is known from before a judgement: the decisions that closed a case, and who was asked what.

    ``moved_cases`` is the newest judgement of the last day judged, 0 where there is none.
    """

    authority: str
    moved_cases: int
    kept: pd.DataFrame
    asked: Mapping[int, Sequence[str]]

    @property
    def rules(self) -> set[str]:
        """Every rule that any of it names."""
        return named_in(self.kept["rules"]).union(*self.asked.values())


def known_earlier(connection: Connection, authority: str, judgement_no: int) -> Earlier:
    """Return what is known from before a judgement."""
    return Earlier(
        authority,
        _last_that_moved_cases(connection, authority, judgement_no),
        bases_kept(connection, authority),
        rules_asked(connection, authority, judgement_no),
    )


def bases_of(
    connection: Connection, earlier: Earlier, book: CaseBook, found: Found, brings: Set[str]
) -> Bases:
    """Return what was so at each subject's decision in force.

    It is what was kept of the decision; nothing, where it was in force when the case opened; and else what
    the case was about, or the judgement before had flagged, or was due by the day of the decision.
    """
    has_decision = book.decided["decision"].notna().to_numpy()
    rules = np.zeros_like(book.flagged)
    ends_on = book.decided["ends_on"].to_numpy().copy()
    of_kept = _places_kept(earlier.kept, book)
    is_kept = of_kept >= 0
    rules[is_kept] = matrix_of(earlier.kept["rules"], book.rules)[of_kept[is_kept]]
    had_closed = np.flatnonzero(is_kept)
    had_closed = had_closed[(earlier.kept["kind"] == "decided").to_numpy()[of_kept[had_closed]]]
    ends_on[had_closed] = earlier.kept["ends_on"].to_numpy()[of_kept[had_closed]]
    is_new = has_decision & ~is_kept
    rules[is_new & book.is_open] = book.rules_before[is_new & book.is_open]
    others = np.flatnonzero(is_new & ~book.is_open)
    was_asked, rules[others] = _flagged_before(
        connection, earlier, book.now["subject_id"].take(others), book.rules
    )
    others = others[~was_asked]
    decided_on = book.decided["decided_on"].to_numpy()[others]
    is_due = in_columns(found.due(book.places[others], decided_on), found.rules, book.rules)
    rules[others] = is_due & ~np.array([rule in brings for rule in book.rules], dtype=bool)
    return Bases(has_decision, is_new, rules, ends_on)


def _places_kept(kept: pd.DataFrame, book: CaseBook) -> Places:
    """Return where what was so at each subject's decision is kept, or -1."""
    if kept.empty:
        return np.full(len(book.now), -1)
    listed = kept["subject_id"] + " " + kept["decision"]
    wanted = book.now["subject_id"] + " " + book.decided["decision"]
    places: Places = pd.Index(listed).get_indexer(pd.Index(wanted.fillna("")))
    return places


def _flagged_before(
    connection: Connection, earlier: Earlier, subject_ids: pd.Series, rules: Sequence[str]
) -> tuple[Mask, Matrix]:
    """Return which agreements a judgement asked about before, and what the last one flagged of them."""
    flagged = np.zeros((len(subject_ids), len(rules)), dtype=bool)
    was_asked = np.zeros(len(subject_ids), dtype=bool)
    if not earlier.asked:
        return was_asked, flagged
    ids = subject_ids.astype("int64").to_numpy()
    place = {number: at for at, number in enumerate(ids.tolist())}
    for start in range(0, len(ids), ASKED_AT_ONCE):
        some = ids[start : start + ASKED_AT_ONCE].tolist()
        for number, asked in _last_judged(connection, earlier, some).groupby("from_judgement"):
            at = [place[each] for each in asked["agreement_id"]]
            own = earlier.asked[int(cast(int, number))]
            was_asked[at] = True
            flagged[at] = in_columns(_are_flagged(asked["statuses"], len(own)), own, rules)
    return was_asked, flagged


def _last_judged(connection: Connection, earlier: Earlier, ids: Sequence[int]) -> pd.DataFrame:
    """Return what was last written of some agreements by the last judgement that moved cases.

    What was asked later of an earlier day says nothing of what was so at a decision.
    """
    newest = (
        select(_judged.c.agreement_id, func.max(_judged.c.from_judgement).label("newest"))
        .where(
            _judged.c.authority == earlier.authority,
            _judged.c.agreement_id.in_(ids),
            _judged.c.from_judgement <= earlier.moved_cases,
        )
        .group_by(_judged.c.agreement_id)
        .subquery()
    )
    is_newest = (_judged.c.agreement_id == newest.c.agreement_id) & (
        _judged.c.from_judgement == newest.c.newest
    )
    statement = select(_judged).join(newest, is_newest)
    return read_frame(connection, statement.where(_judged.c.authority == earlier.authority))


def _are_flagged(statuses: pd.Series, rules: int) -> Matrix:
    """Return which of so many rules the letters of each row say are flagged."""
    if not rules:
        return np.zeros((len(statuses), 0), dtype=bool)
    letters = statuses.to_numpy(dtype=f"S{rules}").view("S1").reshape(len(statuses), rules)
    matrix: Matrix = letters == FLAGGED.encode()
    return matrix
