"""What every rule flagged and could not be asked, brought together subject by subject for the cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from commissioning.rules.answers import AGREEMENT, Answers, Rows
from commissioning.rules.kept import in_one
from models.judgement import SEVERITIES
from models.store.alike import lists_of
from models.store.found import Days, Found
from models.store.hashing import bytes_of_texts
from models.store.rule_sets import Matrix

NO_DAY = np.iinfo(np.int32).max


@dataclass(frozen=True, eq=False)
class Placed:
    """One rule's answers, and the place of each of its subjects among all."""

    answers: Answers
    places: Rows

    def days(self, rows: Rows) -> npt.NDArray[np.int32]:
        """Return the day to act by of some, and one beyond all days where nothing gives it."""
        return np.where(self.answers.are_undated(rows), NO_DAY, self.answers.act_by[rows])


def found_by(answers: Sequence[Answers]) -> Found:
    """Return what all rules found of each agreement, department and provider."""
    ordered = sorted(answers, key=lambda each: each.rule)
    subjects, placed = placed_among_all(ordered)
    count = len(subjects)
    flagged, unknown = (np.zeros((count, len(placed)), dtype=bool) for _status in range(2))
    severity, act_by = np.full(count, -1, np.int8), np.full(count, NO_DAY, np.int32)
    for column, each in enumerate(placed):
        rows = each.answers.flagged
        at = each.places[rows]
        flagged[at, column] = True
        unknown[each.places[each.answers.unknown], column] = True
        severity[at] = np.maximum(severity[at], each.answers.severity)
        act_by[at] = np.minimum(act_by[at], each.days(rows))
    days = np.where(act_by == NO_DAY, np.datetime64("NaT", "D"), act_by.astype("datetime64[D]"))
    return Found(
        subjects.assign(
            severity=pd.array([*SEVERITIES, None], dtype="str").take(severity),
            act_by=days.astype("datetime64[s]"),
        ),
        tuple(each.rule for each in ordered),
        flagged,
        unknown,
        lambda places, by: due(placed, count, places, by),
        digest_of(subjects, placed),
    )


def digest_of(subjects: pd.DataFrame, placed: Sequence[Placed]) -> str:
    """Return the SHA-256 of all that was found: who was asked, and what was answered."""
    digest = sha256()
    for name in ("subject_id", "label"):
        digest.update(bytes_of_texts(subjects[name]))
        digest.update(b"\0")
    for each in placed:
        answers = each.answers
        days = each.days(answers.flagged)
        for values in (each.places, answers.codes, answers.severity, days):
            digest.update(answers.rule.encode() + np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()


def due(placed: Sequence[Placed], count: int, places: Rows, by: Days) -> Matrix:
    """Tell which rules were flagged of some subjects, with a day to act by that had come by each one's."""
    made = np.zeros((len(places), len(placed)), dtype=bool)
    until = by.astype("datetime64[D]").astype("int64")
    until[np.isnat(by)] = -NO_DAY
    for column, each in enumerate(placed):
        rows = each.answers.flagged
        days = np.full(count, NO_DAY, np.int32)
        days[each.places[rows]] = each.days(rows)
        made[:, column] = days[places] <= until
    return made


def placed_among_all(answers: Sequence[Answers]) -> tuple[pd.DataFrame, list[Placed]]:
    """Return every subject once (subject_kind, subject_id, label) and each rule's by their places."""
    asked = lists_of([each.ids for each in answers])
    ids = asked.every
    places_of = [np.searchsorted(ids, own) for own in asked.different]
    lists = [answers[asked.which.index(at)].subjects for at in range(len(places_of))]
    references = [pd.Series(each.references, dtype="str") for each in lists if len(each.ids)]
    listed = np.concatenate([np.empty(0, dtype=np.intp), *places_of])
    listed_at = np.empty(len(ids), dtype=np.intp)
    listed_at[listed] = np.arange(len(listed))
    labels = pd.concat([pd.Series(dtype="str"), *references]).array.take(listed_at)
    others = {
        each.rule: pd.Series(each.subjects.references, dtype="str")
        for each in answers
        if each.subject_kind != AGREEMENT
    }
    named = pd.concat([pd.Series(dtype="str"), *others.values()]).drop_duplicates()
    parts = pc.split_pattern(in_one(named.array), ":", max_splits=1)
    kinds, names = (pd.Series(pd.array(pc.list_element(parts, at), dtype="str")) for at in (0, 1))
    subjects = pd.DataFrame(
        {
            "subject_kind": pd.concat(
                [pd.Series(AGREEMENT, range(len(ids)), dtype="str"), kinds], ignore_index=True
            ),
            "subject_id": pd.concat([pd.Series(ids).astype("str"), names], ignore_index=True),
            "label": pd.concat([pd.Series(labels), named], ignore_index=True),
        }
    )
    of_others = pd.Index(named)
    placed = [
        Placed(
            each,
            len(ids) + of_others.get_indexer(pd.Index(others[each.rule]))
            if each.rule in others
            else places_of[at],
        )
        for each, at in zip(answers, asked.which, strict=True)
    ]
    return subjects, placed
