"""The events that one judgement makes of the cases: what is decided, opened, updated and closed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.store.decided import Decided
from models.store.found import Days, Found, Places
from models.store.rule_sets import Matrix, as_json, as_words, in_columns, matrix_of
from models.store.subjects import is_agreement

OVER = ("closed", "decided")
SUBJECT = ["subject_kind", "subject_id"]
SAID = ["label", "severity", "act_by"]
# What a judgement asks of the last event of each subject's latest case.
BEFORE = [
    *SUBJECT,
    *SAID,
    "case_no",
    "event_no",
    "kind",
    "on_day",
    "load_no",
    "rules",
    "owner",
    "decision",
]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Bases:
    """What was so when the decision in force on each subject was taken: the rules flagged, and the end.

    ``is_known`` tells of which subjects that is so, and ``is_new`` which decisions no case has had yet.
    """

    is_known: Mask
    is_new: Mask
    rules: Matrix
    ends_on: Days


@dataclass(frozen=True, eq=False)
class CaseBook:
    """Every subject that is flagged or has an open case: what is found, how its case stood, what is decided.

    ``now``, ``before`` and ``decided`` have a row for each, empty where there is none; ``flagged`` and
    ``unknown`` a column for each of ``rules``. ``places`` are the subjects' in what was found, or -1.
    """

    rules: Sequence[str]
    places: Places
    now: pd.DataFrame
    before: pd.DataFrame
    decided: pd.DataFrame
    flagged: Matrix
    unknown: Matrix

    @cached_property
    def is_open(self) -> Mask:
        """Which have an open case."""
        kinds = self.before["kind"]
        return (kinds.notna() & ~kinds.isin(OVER)).to_numpy(dtype=bool)

    @cached_property
    def rules_before(self) -> Matrix:
        """The rules that each one's case was last about."""
        return matrix_of(self.before["rules"], self.rules)

    def events(self, bases: Bases, number: int) -> Iterator[pd.DataFrame]:
        """Yield the events kind by kind, new cases numbered from ``number``.

        ``was_open`` tells what its case was before.
        """
        is_settled = bases.is_new & bases.rules.any(axis=1)
        stays_open = self.is_open & ~is_settled
        is_wanted = self.flagged.any(axis=1) & ~self._is_covered(bases)
        cannot_tell = (self.unknown & self.rules_before).any(axis=1)
        settled = np.flatnonzero(is_settled)
        settled = settled[in_order(self.now["subject_id"].take(settled))]
        opened = np.flatnonzero(is_wanted & ~stays_open)
        opened = opened[in_order(self.now["label"].take(opened))]
        updated = np.flatnonzero(is_wanted & stays_open)
        updated = updated[self._says_more(updated)]
        closed = np.flatnonzero(stays_open & ~is_wanted & ~cannot_tell)
        decided = self._decided(settled, bases, number)
        new = int((decided["event_no"] == 1).sum())
        yield decided
        del decided  # a million events are half a gigabyte: those of one kind are held at once
        yield self._opened(opened, bases, number + new)
        yield self._going_on("updated", updated, self.now, self._as_json(updated))
        yield self._going_on("closed", closed, self.before, "[]")

    def _is_covered(self, bases: Bases) -> Mask:
        """Tell whether the decision in force was taken about all that is flagged, and the end as it is."""
        return (
            bases.is_known & ~(self.flagged & ~bases.rules).any(axis=1) & self._is_same_end(bases)
        )

    def _is_same_end(self, bases: Bases) -> Mask:
        ends_on = self.decided["ends_on"].to_numpy()
        return (ends_on == bases.ends_on) | (np.isnat(ends_on) & np.isnat(bases.ends_on))

    def _says_more(self, rows: Places) -> Mask:
        """Tell of which what is flagged is other than their case says."""
        now, before = (each[SAID].take(rows) for each in (self.now, self.before))
        is_same = (now == before) | (now.isna() & before.isna())
        differ = (self.flagged[rows] != self.rules_before[rows]).any(axis=1)
        return differ | ~is_same.all(axis=1).to_numpy(dtype=bool)

    def _as_json(self, rows: Places) -> pd.Series:
        return as_json(self.flagged[rows], self.rules)

    def _decided(self, rows: Places, bases: Bases, number: int) -> pd.DataFrame:
        """Return what closes cases as decided, or keeps what was flagged then, without a case."""
        had_case = self.before["case_no"].notna().to_numpy()[rows]
        stood = np.where(self.is_open[rows], rows, -1)
        said = self.before[SAID].reindex(stood).reset_index(drop=True)
        said = said.fillna(self.now[SAID].take(rows).reset_index(drop=True))
        # A case may be without a day though what is flagged now has one.
        act_by = np.where(
            stood >= 0, self.before["act_by"].take(rows), self.now["act_by"].take(rows)
        )
        events = self._going_on("decided", rows, self.now, as_json(bases.rules[rows], self.rules))
        numbers = np.where(had_case, events["case_no"], number + np.cumsum(~had_case) - 1)
        return events.assign(
            label=said["label"],
            severity=said["severity"],
            act_by=act_by,
            case_no=numbers,
            ends_on=bases.ends_on[rows],
        )

    def _opened(self, rows: Places, bases: Bases, number: int) -> pd.DataFrame:
        events = self._going_on("opened", rows, self.now, self._as_json(rows))
        return events.assign(
            case_no=number + np.arange(len(rows)), event_no=1, reason=self._why_not(rows, bases)
        )

    def _why_not(self, rows: Places, bases: Bases) -> pd.Series:
        """Return why what is flagged is more than the decision was about; missing where that was nothing."""
        was_about = np.flatnonzero(bases.is_known[rows] & bases.rules[rows].any(axis=1))
        told = rows[was_about]
        ends = (self.decided["ends_on"].take(told), pd.Series(bases.ends_on[told]))
        now, then = (each.dt.strftime("%Y-%m-%d").fillna("none").array for each in ends)
        changed = "The end changed from " + pd.Series(then) + " to " + pd.Series(now) + " since."
        new = as_words(self.flagged[told] & ~bases.rules[told], self.rules)
        more = "Not flagged when it was decided: " + new + "."
        why_not = changed.mask(self._is_same_end(bases)[told], more)
        return why_not.set_axis(was_about).reindex(range(len(rows)))

    def _going_on(
        self, kind: str, rows: Places, said: pd.DataFrame, rules: pd.Series | str
    ) -> pd.DataFrame:
        """Return the next event of each one's case, or of none the first."""
        before = self.before.take(rows)
        return pd.DataFrame(
            {
                "case_no": before["case_no"].fillna(0).astype("int64").array,
                "event_no": (before["event_no"].fillna(0).astype("int64") + 1).array,
                **{name: self.now[name].take(rows).array for name in SUBJECT},
                **{name: said[name].take(rows).array for name in SAID},
                "kind": kind,
                "rules": rules,
                "owner": before["owner"].array,
                "decision": self.decided["decision"].take(rows).array,
                "was_open": self.is_open[rows],
            }
        )


def book_of(
    found: Found, last: pd.DataFrame, decided: Decided, *, left_alone: Mask, rules: Sequence[str]
) -> CaseBook:
    """Return the book of a judgement; the cases of ``last`` that are to be left alone are left out."""
    keys, known = (
        each["subject_kind"] + ":" + each["subject_id"] for each in (found.subjects, last)
    )
    of_last = pd.Index(keys).get_indexer(pd.Index(known))
    is_open = ~last["kind"].isin(OVER).to_numpy()
    before = np.full(len(keys), -1)
    before[of_last[of_last >= 0]] = np.flatnonzero(of_last >= 0)
    concerned = found.flagged.any(axis=1)
    concerned[of_last[(of_last >= 0) & is_open]] = True
    concerned[of_last[(of_last >= 0) & left_alone]] = False
    listed = np.flatnonzero(concerned)
    unlisted = np.flatnonzero((of_last < 0) & is_open & ~left_alone)
    places = np.concatenate([listed, np.full(len(unlisted), -1)])
    stood = np.concatenate([before[listed], unlisted])
    was = taken(last, stood)
    now = taken(found.subjects, places)
    now[SUBJECT] = now[SUBJECT].fillna(was[SUBJECT])
    return CaseBook(
        rules=rules,
        places=places,
        now=now,
        before=was,
        decided=decisions_on(now, decided),
        flagged=rows_at(in_columns(found.flagged, found.rules, rules), places),
        unknown=rows_at(in_columns(found.unknown, found.rules, rules), places),
    )


def decisions_on(subjects: pd.DataFrame, decided: Decided) -> pd.DataFrame:
    """Return the decision in force on each subject, nothing where it has none or is no agreement."""
    listed = pd.Index(decided.of_agreements["subject_id"])
    places = listed.get_indexer(pd.Index(subjects["subject_id"]))
    places[~is_agreement(subjects).to_numpy(dtype=bool)] = -1
    return taken(decided.of_agreements, places)


def taken(frame: pd.DataFrame, places: Places) -> pd.DataFrame:
    """Return the rows at these places, nothing at -1."""
    return frame.reset_index(drop=True).reindex(places).reset_index(drop=True)


def rows_at(matrix: Matrix, places: Places) -> Matrix:
    """Return the rows at these places, nothing at -1."""
    made = np.zeros((len(places), matrix.shape[1]), dtype=bool)
    made[places >= 0] = matrix[places[places >= 0]]
    return made


def in_order(texts: pd.Series) -> Places:
    """Return the places of texts in their order."""
    order: Places = np.argsort(texts.to_numpy(dtype=object), kind="stable")
    return order
