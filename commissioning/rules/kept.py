"""The answers of a rule as a judgement keeps them: a row for what is said of one subject alone."""

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.rules.answers import AGREEMENT, FLAGGED, STATUSES, UNKNOWN, Answers, Mask, Rows
from commissioning.rules.sentences import Columns, plain
from models.store.told import LETTERS, Told

Texts = npt.NDArray[np.object_]

OF_CODES = np.array([ord(LETTERS[status]) for status in STATUSES], dtype=np.uint8)
NO_DAY = np.datetime64("NaT", "D")
# Between texts, and in place of one that is missing: neither is in any text that is read.
BETWEEN, ABSENT = "\x1e", "\x1f"

quoted = json.encoder.encode_basestring
json_of: Callable[[Any], str] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":")
).encode


def told_of(answers: Answers) -> Told:
    """Return what one rule answered as it is kept."""
    has_events = np.isin(answers.unknown, answers.events.places)
    return Told(
        rule=answers.rule,
        subject_kind=answers.subject_kind,
        ids=answers.ids,
        letters=OF_CODES[answers.codes],
        unknown=answers.unknown[~has_events],
        lacks=answers.lacks[~has_events],
        reasons=tuple(json_of({"missing": reason}) for reason in answers.reasons),
        digest=digest_of(answers),
        kept=partial(kept, answers),
    )


def kept(answers: Answers, places: Rows, shared: Mask) -> pd.DataFrame:
    """Return the rows that are kept of some subjects, in the columns of a result.

    Of agreements, the flagged and those unknown ones that have events or a reason not ``shared``; of
    others all. A day to act by that is only the day asked is left out: it would be another tomorrow.
    """
    rows = places[is_kept(answers, places, shared)]
    codes = answers.codes[rows]
    is_said = (codes == FLAGGED) | (codes == UNKNOWN)
    act_by = answers.act_by[rows].astype("datetime64[D]")
    is_agreement = answers.subject_kind == AGREEMENT
    names = answers.subjects.references.take(rows)
    return pd.DataFrame(
        {
            "subject_kind": answers.subject_kind,
            "subject_id": answers.ids[rows].astype("str")
            if is_agreement
            else pd.Series(names).str.removeprefix(f"{answers.subject_kind}:"),
            "rule": answers.rule,
            "status": STATUSES.take(codes),
            "severity": answers.severities(rows).array,
            "act_by": pd.Series(
                np.where(is_said & ~answers.is_undated[rows], act_by, NO_DAY)
            ).astype("datetime64[s]"),
            "facts": facts_as_json(answers, rows),
            "row_ids": row_ids_as_json(answers, rows, is_said),
        }
    )


def is_kept(answers: Answers, places: Rows, shared: Mask) -> Mask:
    """Tell of which places a row is kept."""
    if answers.subject_kind != AGREEMENT:
        return np.full(len(places), True)
    wanted: Mask = answers.codes[places] == FLAGGED
    unknown = np.flatnonzero(answers.codes[places] == UNKNOWN)
    own = ~shared[answers.lacks[np.searchsorted(answers.unknown, places[unknown])]]
    wanted[unknown] = own | np.isin(places[unknown], answers.events.places)
    return wanted


def row_ids_as_json(answers: Answers, rows: Rows, is_said: Mask) -> list[str]:
    """Return the rows that some results are made from, each as one JSON list; of what is said alone."""
    if answers.subjects.own_row is None:
        return [
            f"[{','.join(map(quoted, row_ids))}]" if said else "[]"
            for row_ids, said in zip(answers.evidence(rows), is_said.tolist(), strict=True)
        ]
    lists = [f"[{quoted(row_id)}" for row_id in answers.subjects.own_row.take(rows).tolist()]
    for at, row_ids in answers.events.of(rows):
        lists[at] = ",".join([lists[at], *map(quoted, row_ids)])
    return [f"{each}]" for each in lists]


def facts_as_json(answers: Answers, rows: Rows) -> Texts:
    """Return the facts of some results, each as one JSON object with its names in order."""
    made = np.full(len(rows), "{}", dtype=object)
    flagged = np.flatnonzero(answers.codes[rows] == FLAGGED)
    unknown = np.flatnonzero(answers.codes[rows] == UNKNOWN)
    made[flagged] = objects(answers.facts_of(rows[flagged]), len(flagged))
    reasons = np.array([json_of({"missing": reason}) for reason in answers.reasons], dtype=object)
    made[unknown] = reasons[answers.lacks[np.searchsorted(answers.unknown, rows[unknown])]]
    return made


def objects(columns: Columns, count: int) -> list[str]:
    """Return columns as one JSON object a row, without what is empty; each value is written once."""
    members = [member(name, columns[name], count) for name in sorted(columns)]
    if not members:
        return ["{}"] * count
    return ["{" + "".join(row).rstrip(",") + "}" for row in zip(*members, strict=True)]


def member(name: str, values: pd.Series | str | int, count: int) -> list[str]:
    """Return a fact of each row as it stands in its object, with a comma after it."""
    if not isinstance(values, pd.Series):
        return [f"{json_of(name)}:{json_of(values)},"] * count
    codes, known = pd.factorize(values.array)
    write = str if pd.api.types.is_integer_dtype(known.dtype) else written
    texts = [f"{json_of(name)}:{write(value)}," for value in plain(known)]
    found: list[str] = np.array([*texts, ""], dtype=object)[codes].tolist()
    return found


def written(value: Any) -> str:
    """Return a fact as JSON has it; most are texts, which need no encoder."""
    return quoted(value) if isinstance(value, str) else json_of(value)


def digest_of(answers: Answers) -> str:
    """Return the SHA-256 of all that is kept of the answers."""
    digest = sha256()
    said = np.sort(np.concatenate([answers.flagged, answers.unknown]))
    act_by = np.where(answers.is_undated[said], 0, answers.act_by[said])
    numbers = (answers.ids, answers.codes, act_by, answers.severity, answers.lacks)
    for values in (*numbers, answers.events.places):
        digest.update(np.ascontiguousarray(values).tobytes() + b"\0")
    subjects = answers.subjects
    if subjects.own_row is None:
        own = [BETWEEN.join(row_ids) for row_ids in subjects.rows_of_each]
        texts = [subjects.references.tolist(), own]
    else:
        texts = [subjects.own_row.take(said).tolist()]
    for column in (*texts, answers.events.row_ids.tolist(), list(answers.reasons)):
        digest.update(BETWEEN.join(column).encode() + b"\0")
    for name, fact in answers.facts.items():
        digest.update(name.encode() + bytes_of(fact) + b"\0")
    return digest.hexdigest()


def bytes_of(values: pd.Series | str | int) -> bytes:
    """Return the bytes of a column, the same for equal values."""
    if not isinstance(values, pd.Series):
        return json_of(values).encode()
    if pd.api.types.is_string_dtype(values.dtype):
        return BETWEEN.join(values.fillna(ABSENT).tolist()).encode()
    if pd.api.types.is_numeric_dtype(values.dtype):
        is_missing = values.isna().to_numpy()
        return values.fillna(0).to_numpy().tobytes() + is_missing.tobytes()
    return values.to_numpy().tobytes()
