"""The answers of a rule as a judgement keeps them: a row for what is said of one subject alone."""

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from commissioning.rules.answers import AGREEMENT, FLAGGED, STATUSES, UNKNOWN, Answers, Mask, Rows
from commissioning.rules.sentences import Columns, plain
from models.store.hashing import bytes_of_texts
from models.store.told import LETTERS, Told

TEXT = pa.large_string()  # which pandas' columns of text are
ESCAPED = r'[\x00-\x1f"\\]'  # what JSON does not have in a text as it is

OF_CODES = np.array([ord(LETTERS[status]) for status in STATUSES], dtype=np.uint8)
NO_DAY = np.datetime64("NaT", "D")
quoted = json.encoder.encode_basestring
json_of: Callable[[Any], str] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":")
).encode


def told_of(answers: Answers) -> Told:
    """Return what one rule answered as it is kept."""
    has_events = answers.events.has_any_of(answers.unknown)
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
    """Return the rows that are kept of some subjects, by their place: subject_id and what is said of it.

    Of agreements, the flagged and those unknown ones that have events or a reason not ``shared``; of
    others all. A day to act by that is only the day asked is left out: it would be another tomorrow.
    """
    rows = places[is_kept(answers, places, shared)]
    codes = answers.codes[rows]
    is_said = (codes == FLAGGED) | (codes == UNKNOWN)
    act_by = answers.act_by[rows].astype("datetime64[D]")
    return pd.DataFrame(
        {
            "subject_id": subject_ids(answers, rows).array,
            "status": STATUSES.take(codes),
            "severity": answers.severities(rows).array,
            "act_by": np.where(is_said & ~answers.are_undated(rows), act_by, NO_DAY).astype(
                "datetime64[s]"
            ),
            "facts": pd.array(facts_as_json(answers, rows), dtype="str"),
            "row_ids": pd.array(row_ids_as_json(answers, rows, is_said), dtype="str"),
        },
        index=rows,
    )


def subject_ids(answers: Answers, rows: Rows) -> pd.Series:
    """Return what some subjects are kept under: an agreement's number, the name of a department or provider."""
    if answers.subject_kind == AGREEMENT:
        return pd.Series(pd.array(pa.array(answers.ids[rows]).cast(TEXT), dtype="str"))
    names: pd.Series = pd.Series(answers.subjects.references.take(rows))
    return names.str.removeprefix(f"{answers.subject_kind}:")


def is_kept(answers: Answers, places: Rows, shared: Mask) -> Mask:
    """Tell of which places a row is kept."""
    if answers.subject_kind != AGREEMENT:
        return np.full(len(places), True)
    wanted: Mask = answers.codes[places] == FLAGGED
    unknown = np.flatnonzero(answers.codes[places] == UNKNOWN)
    own = ~shared[answers.lacks[np.searchsorted(answers.unknown, places[unknown])]]
    wanted[unknown] = own | answers.events.has_any_of(places[unknown])
    return wanted


def row_ids_as_json(answers: Answers, rows: Rows, is_said: Mask) -> pa.Array:
    """Return the rows that some results are made from, each as one JSON list; of what is said alone."""
    row_ids, bounds = answers.events.listed(rows)
    lists = pa.LargeListArray.from_arrays(pa.array(bounds), each_quoted(in_one(row_ids.array)))
    beside = pc.binary_join(lists, pa.scalar(",", TEXT))
    if answers.subjects.own_row is None:
        return pc.if_else(pa.array(is_said), joined("[", beside, "]"), pa.scalar("[]", TEXT))
    own = each_quoted(in_one(answers.subjects.own_row.take(rows)))
    comma = as_texts(["", ","]).take(pa.array((np.diff(bounds) > 0).astype(np.int8)))
    return joined("[", own, comma, beside, "]")


def facts_as_json(answers: Answers, rows: Rows) -> pa.Array:
    """Return the facts of some results, each as one JSON object with its names in order."""
    flagged = np.flatnonzero(answers.codes[rows] == FLAGGED)
    unknown = np.flatnonzero(answers.codes[rows] == UNKNOWN)
    reasons = as_texts([json_of({"missing": reason}) for reason in answers.reasons])
    of_flagged = objects(answers.facts_of(rows[flagged]), len(flagged))
    at = np.full(len(rows), len(flagged) + len(reasons))
    at[flagged] = np.arange(len(flagged))
    lacks = answers.lacks[np.searchsorted(answers.unknown, rows[unknown])]
    at[unknown] = len(flagged) + lacks.astype(np.intp)
    return pa.concat_arrays([of_flagged, reasons, as_texts(["{}"])]).take(pa.array(at))


def objects(columns: Columns, count: int) -> pa.Array:
    """Return columns as one JSON object a row, without what is empty; each value is written once."""
    members = [member(name, columns[name]) for name in sorted(columns)]
    nothing = as_texts([""] * count)
    return joined("{", pc.utf8_rtrim(joined(nothing, *members), ","), "}")


def member(name: str, values: pd.Series | str | int) -> pa.Array | str:
    """Return a fact as it stands in its object, with a comma after it: of each row, or of all alike."""
    if not isinstance(values, pd.Series):
        return f"{json_of(name)}:{json_of(values)},"
    begin = f"{json_of(name)}:"
    if pd.api.types.is_integer_dtype(values.dtype):
        each = pa.array(values.array).cast(TEXT)
        return pc.fill_null(joined(begin, each, ","), "")
    codes, known = pd.factorize(values.array)
    texts = [f"{begin}{written(value)}," for value in plain(known)]
    return as_texts([*texts, ""]).take(pa.array(np.where(codes < 0, len(texts), codes)))


def each_quoted(texts: pa.Array) -> pa.Array:
    """Return texts as JSON has them; most hold nothing that has to be written otherwise."""
    if pc.any(pc.match_substring_regex(texts, ESCAPED)).as_py():
        return as_texts([quoted(text) for text in texts.to_pylist()])
    return joined('"', texts, '"')


def joined(*parts: pa.Array | str) -> pa.Array:
    """Return the parts of each row one after the other."""
    texts = [pa.scalar(part, TEXT) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*texts, pa.scalar("", TEXT))


def in_one(texts: pd.api.extensions.ExtensionArray) -> pa.Array:
    """Return texts as one array of Arrow's; put together of several frames, pandas holds them in as many."""
    held = pa.array(texts)
    return held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held


def as_texts(texts: list[str]) -> pa.Array:
    """Return texts as pandas holds them."""
    return pa.array(texts, TEXT)


def written(value: Any) -> str:
    """Return a fact as JSON has it; most are texts, which need no encoder."""
    return quoted(value) if isinstance(value, str) else json_of(value)


def digest_of(answers: Answers) -> str:
    """Return the SHA-256 of all that is kept of the answers."""
    digest = sha256()
    said = np.sort(np.concatenate([answers.flagged, answers.unknown]))
    act_by = np.where(answers.are_undated(said), 0, answers.act_by[said])
    numbers = (answers.ids, answers.codes, act_by, answers.severity, answers.lacks)
    for values in (*numbers, answers.events.places):
        digest.update(np.ascontiguousarray(values).tobytes() + b"\0")
    subjects = answers.subjects
    own = subjects.references if subjects.own_row is None else subjects.own_row.take(said)
    for column in (own, answers.events.row_ids, list(answers.reasons)):
        digest.update(bytes_of_texts(pd.Series(column, dtype="str")))
        digest.update(b"\0")
    for name, fact in answers.facts.items():
        for part in (name.encode(), bytes_of(fact), b"\0"):
            digest.update(part)
    return digest.hexdigest()


def bytes_of(values: pd.Series | str | int) -> bytes:
    """Return the bytes of a column, the same for equal values."""
    if not isinstance(values, pd.Series):
        return json_of(values).encode()
    if pd.api.types.is_string_dtype(values.dtype):
        return bytes_of_texts(values)
    if pd.api.types.is_numeric_dtype(values.dtype):
        is_missing = values.isna().to_numpy()
        return values.fillna(0).to_numpy().tobytes() + is_missing.tobytes()
    return values.to_numpy().tobytes()
