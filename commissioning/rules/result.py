"""What a rule answers of each agreement, department or provider, and the sentence a person reads.

A result holds facts, days among them but never a count of days to or from today, so that nothing
changes on a day when nothing happened. The sentence is made from the facts when it is read.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.dates import months_before, spoken_day
from commissioning.money import pounds
from commissioning.rules.missing import MISSING
from commissioning.rules.thresholds import Thresholds

COLUMNS = (
    "subject_kind",
    "agreement_id",
    "reference",
    "rule",
    "status",
    "severity",
    "act_by",
    "facts",
    "row_ids",
)
CLEAR, UNKNOWN, FLAGGED, NOT_APPLICABLE = range(4)
STATUSES = pd.array(["clear", "unknown", "flagged", "not_applicable"], dtype="str")
AGREEMENT = "agreement"
# The most rows that are named as evidence of one result; what is counted is counted whole.
EVIDENCE_ROWS = 100

Facts = dict[str, str | int]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Objects = npt.NDArray[np.object_]


def results(
    agreements: pd.DataFrame,
    *,
    rule: str,
    on: date,
    flagged: pd.Series,
    unknown: pd.Series,
    not_applicable: pd.Series | None = None,
    severity: pd.Series | str,
    act_by: pd.Series,
    facts: Mapping[str, pd.Series | str | int],
    missing: Mapping[str, pd.Series],
    extra_row_ids: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one result for each agreement that ``asked`` gave, in its order.

    ``not_applicable`` goes before ``flagged``, that before ``unknown``, and the rest are clear.
    ``act_by`` is never after ``ends_on``, and is ``on`` where there is no day to give. Flagged
    results carry ``facts``; unknown ones name each input in ``missing`` that is empty for them.
    ``extra_row_ids`` holds events (``agreement_id``, ``row_id``) that are evidence beside the
    agreement's own row.
    """
    codes = coded(flagged, unknown, not_applicable)
    ends_on = agreements["ends_on"]
    return answers(
        codes,
        rule=rule,
        subject_kind=AGREEMENT,
        agreement_id=agreements["agreement_id"].to_numpy(),
        reference=agreements["reference"].array,
        severity=of_each(severity, agreements),
        act_by=act_by.mask(act_by > ends_on, ends_on).fillna(pd.Timestamp(on)),
        facts=facts,
        missing=missing,
        row_ids=evidence(agreements, np.isin(codes, (FLAGGED, UNKNOWN)), extra_row_ids),
    )


def results_about(
    subject_kind: str,
    subjects: pd.DataFrame,
    *,
    rule: str,
    on: date,
    flagged: pd.Series,
    unknown: pd.Series,
    severity: pd.Series | str,
    facts: Mapping[str, pd.Series | str | int],
    missing: Mapping[str, pd.Series],
) -> pd.DataFrame:
    """Return one result for each department or provider, in the order given.

    ``subjects`` has ``name``, which tells one from another, and ``row_ids``. The result's
    ``reference`` is the kind and the name, ``department:CLS``; it has no ``agreement_id``, and is
    to be acted on by ``on``. Statuses, facts and what is missing are as in :func:`results`.
    """
    nobody = pd.array([pd.NA] * len(subjects), dtype="Int64")
    return answers(
        coded(flagged, unknown, None),
        rule=rule,
        subject_kind=subject_kind,
        agreement_id=nobody,
        reference=(f"{subject_kind}:" + subjects["name"]).astype("str").array,
        severity=of_each(severity, subjects),
        act_by=pd.Series(pd.Timestamp(on), subjects.index),
        facts=facts,
        missing=missing,
        row_ids=subjects["row_ids"].to_numpy(dtype=object),
    )


def coded(flagged: pd.Series, unknown: pd.Series, not_applicable: pd.Series | None) -> Rows:
    """Return the place in ``STATUSES`` of each row's status."""
    codes = np.full(len(flagged), CLEAR)
    codes[unknown.to_numpy(dtype=bool)] = UNKNOWN
    codes[flagged.to_numpy(dtype=bool)] = FLAGGED
    if not_applicable is not None:
        codes[not_applicable.to_numpy(dtype=bool)] = NOT_APPLICABLE
    return codes


def answers(
    codes: Rows,
    *,
    rule: str,
    subject_kind: str,
    agreement_id: object,
    reference: object,
    severity: pd.Series,
    act_by: pd.Series,
    facts: Mapping[str, pd.Series | str | int],
    missing: Mapping[str, pd.Series],
    row_ids: Objects,
) -> pd.DataFrame:
    """Return the results that the codes say, in the columns that every rule has."""
    known_facts = np.full(len(codes), None, dtype=object)
    known_facts[codes == FLAGGED] = flagged_facts(facts, codes == FLAGGED)
    known_facts[codes == UNKNOWN] = unknown_facts(missing, codes == UNKNOWN)
    return pd.DataFrame(
        {
            "subject_kind": repeated(subject_kind, severity).array,
            "agreement_id": agreement_id,
            "reference": reference,
            "rule": repeated(rule, severity).array,
            "status": STATUSES.take(codes),
            "severity": severity.where(codes == FLAGGED, "").array,
            "act_by": act_by.astype("datetime64[s]").array,
            "facts": known_facts,
            "row_ids": row_ids,
        }
    )


def of_each(severity: pd.Series | str, rows: pd.DataFrame) -> pd.Series:
    """Return every row's severity, where one word may be said of all."""
    return severity if isinstance(severity, pd.Series) else repeated(severity, rows)


def repeated(text: str, rows: pd.DataFrame | pd.Series) -> pd.Series:
    """Return that text for every row."""
    once = pd.array([text], dtype="str")
    return pd.Series(once.take(np.zeros(len(rows), dtype=np.intp)), rows.index)


def worded(numbers: pd.Series, form: str) -> pd.Series:
    """Return numbers as text of that form; only those there are, because most rows have none."""
    return numbers.dropna().map(form.format).astype("str").reindex(numbers.index)


def notice_on(agreements: pd.DataFrame, thresholds: Thresholds) -> pd.Series:
    """Return the last day on which notice can still be given; empty where there is no end."""
    return months_before(agreements["ends_on"], notice_months(agreements, thresholds))


def notice_months(agreements: pd.DataFrame, thresholds: Thresholds) -> pd.Series:
    """Return the months of notice owed: what the agreement says, and the threshold at least."""
    recorded = agreements["notice_months"].fillna(0).astype("int64")
    return recorded.clip(lower=thresholds.notice_months)


def flagged_facts(facts: Mapping[str, pd.Series | str | int], flagged: Mask) -> Objects:
    """Return the facts of each flagged row: days as ISO text, empty ones left out."""
    columns = [plain(values, flagged) for values in facts.values()]
    names = tuple(facts)
    has_gaps = any(None in column for column in columns)
    rows = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
    if has_gaps:
        rows = ({name: value for name, value in row.items() if value is not None} for row in rows)
    return np.fromiter(rows, dtype=object, count=int(flagged.sum()))


def plain(values: pd.Series | str | int, chosen: Mask) -> list[str | int | None]:
    """Return the chosen values as JSON holds them: days as ISO text, nothing as None."""
    if not isinstance(values, pd.Series):
        return [values] * int(chosen.sum())
    picked = values[chosen]
    if pd.api.types.is_datetime64_dtype(picked.dtype):
        days = np.datetime_as_string(picked.to_numpy().astype("datetime64[D]"))
        return [None if day == "NaT" else day for day in days.tolist()]
    return picked.astype("object").where(picked.notna(), None).tolist()


def unknown_facts(missing: Mapping[str, pd.Series], unknown: Mask) -> Objects:
    """Return what each unknown row is missing; rows that miss the same share one mapping."""
    combination = np.zeros(int(unknown.sum()), dtype=np.int64)
    for place, mask in enumerate(missing.values()):
        combination |= mask.to_numpy(dtype=bool)[unknown].astype(np.int64) << place
    combinations, which = np.unique(combination, return_inverse=True)
    shared = np.empty(len(combinations), dtype=object)
    for row, bits in enumerate(combinations.tolist()):
        names = [name for place, name in enumerate(missing) if bits >> place & 1]
        shared[row] = {"missing": ", ".join(names)}
    return shared[which]


def evidence(agreements: pd.DataFrame, wanted: Mask, extra: pd.DataFrame | None) -> Objects:
    """Return each agreement's own row id, and after it those of its events where wanted."""
    row_ids: Objects = agreements["row_ids"].to_numpy(dtype=object)
    if extra is None or extra.empty or agreements.empty:
        return row_ids
    rows = pd.Index(agreements["agreement_id"]).get_indexer(pd.Index(extra["agreement_id"]))
    is_wanted = (rows >= 0) & wanted[rows]
    added: dict[int, list[str]] = {}
    for row, row_id in zip(
        rows[is_wanted].tolist(), extra["row_id"][is_wanted].tolist(), strict=True
    ):
        events = added.setdefault(row, [])
        if len(events) < EVIDENCE_ROWS:
            events.append(row_id)
    row_ids = row_ids.copy()
    for row, events in added.items():
        row_ids[row] = row_ids[row] + events
    return row_ids


def sentence(rule: str, status: str, facts: Facts | None) -> str:
    """Return what a person reads of one result."""
    return sentences(rule, status, [facts])[0]


def with_sentences(found: pd.DataFrame) -> pd.DataFrame:
    """Return the results with a column ``sentence``."""
    made = np.empty(len(found), dtype=object)
    facts = found["facts"].to_numpy(dtype=object)
    groups = found.groupby(["rule", "status"], sort=False).indices
    for (rule, status), rows in cast(dict[tuple[str, str], Rows], groups).items():
        if any(facts[rows]):
            made[rows] = sentences(rule, status, facts[rows])
        else:
            made[rows] = sentence(rule, status, None)
    return found.assign(sentence=pd.array(made, dtype="str"))


def sentences(rule: str, status: str, facts: Iterable[Facts | None]) -> list[str]:
    """Return the sentence of each result of one rule and status; equal facts are worded once.

    The fact ``wording``, where there is one, names the template instead of the status.
    """
    templates = wordings(rule)
    worded: dict[tuple[str | int, ...], str] = {}
    made = []
    for each in facts:
        known = each or {}
        values = (*known, *known.values())
        if values not in worded:
            spoken = {name: spoken_fact(name, value) for name, value in known.items()}
            worded[values] = templates[str(known.get("wording", status))].format_map(spoken)
        made.append(worded[values])
    return made


def wordings(rule: str) -> dict[str, str]:
    """Return a rule's sentences, from the file that has its name."""
    templates: dict[str, str] = import_module(f"commissioning.rules.{rule}").SENTENCES
    return templates


@lru_cache(maxsize=100_000)
def spoken_fact(name: str, value: str | int) -> str:
    """Return a fact as a sentence says it: a day in words, money in pounds, what is missing."""
    if name == "missing":
        return " and ".join(MISSING[each] for each in str(value).split(", "))
    if name.endswith("_on") and isinstance(value, str):
        return spoken_day(date.fromisoformat(value))
    if name.endswith("_pence"):
        return pounds(int(value))
    return str(value)
