"""What a rule answers of each agreement, department or provider.

A result holds facts, days among them but never a count of days to or from today, so that nothing
changes on a day when nothing happened. The sentence is made from the facts when it is read.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.dates import months_before
from commissioning.register import Register, asked, made_once
from commissioning.rules.answers import (
    AGREEMENT,
    CLEAR,
    FLAGGED,
    NOT_APPLICABLE,
    UNKNOWN,
    Answers,
    Codes,
    Mask,
    Subjects,
)
from commissioning.rules.events import Events, events_of
from commissioning.rules.sentences import Columns
from commissioning.rules.thresholds import Thresholds
from models.judgement import SEVERITIES


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
    facts: Columns,
    missing: Mapping[str, pd.Series],
    extra_row_ids: pd.DataFrame | None = None,
) -> Answers:
    """Return the answer to each agreement that ``asked`` gave, in its order.

    ``not_applicable`` goes before ``flagged``, that before ``unknown``, and the rest are clear.
    ``act_by`` is never after ``ends_on``, and is ``on`` where there is no day to give. Flagged
    results carry ``facts``; unknown ones name each input in ``missing`` that is empty for them.
    ``extra_row_ids`` holds events (``agreement_id``, ``row_id``) that are evidence beside the
    agreement's own row.
    """
    codes = coded(flagged, unknown, not_applicable)
    ends_on, act_on = days_of(agreements["ends_on"]), days_of(act_by)
    is_said = (codes == FLAGGED) | (codes == UNKNOWN)
    return answers(
        codes,
        rule=rule,
        on=on,
        subjects=Subjects(
            kind=AGREEMENT,
            ids=agreements["agreement_id"].to_numpy(),
            references=agreements["reference"].array,
            is_endless=np.isnat(ends_on),
            own_row=agreements["row_id"].array,
        ),
        act_by=np.where(act_on > ends_on, ends_on, act_on),
        severity=severity,
        facts=facts,
        missing=missing,
        events=events_of(agreements, is_said, extra_row_ids),
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
    facts: Columns,
    missing: Mapping[str, pd.Series],
    evidence: Events,
) -> Answers:
    """Return the answer to each department or provider, in the order given.

    ``subjects`` has ``name``, which tells one from another, and ``evidence`` the rows that name each,
    by its place. The result's
    ``reference`` is the kind and the name, ``department:CLS``; it has no ``agreement_id``, and is
    to be acted on by ``on``. Statuses, facts and what is missing are as in :func:`results`.
    """
    return answers(
        coded(flagged, unknown, None),
        rule=rule,
        on=on,
        subjects=Subjects(
            kind=subject_kind,
            ids=np.empty(0, dtype="int64"),
            references=(f"{subject_kind}:" + subjects["name"]).astype("str").array,
            is_endless=np.full(len(subjects), True),
        ),
        act_by=np.full(len(subjects), np.datetime64("NaT", "D")),
        severity=severity,
        facts=facts,
        missing=missing,
        events=evidence,
    )


def coded(flagged: pd.Series, unknown: pd.Series, not_applicable: pd.Series | None) -> Codes:
    """Return the place in ``STATUSES`` of each row's status."""
    codes = np.full(len(flagged), CLEAR, dtype=np.int8)
    codes[unknown.to_numpy(dtype=bool)] = UNKNOWN
    codes[flagged.to_numpy(dtype=bool)] = FLAGGED
    if not_applicable is not None:
        codes[not_applicable.to_numpy(dtype=bool)] = NOT_APPLICABLE
    return codes


def answers(
    codes: Codes,
    *,
    rule: str,
    on: date,
    subjects: Subjects,
    act_by: npt.NDArray[np.datetime64],
    severity: pd.Series | str,
    facts: Columns,
    missing: Mapping[str, pd.Series],
    events: Events,
) -> Answers:
    """Return the answers that the codes say, with what is said of the flagged and the unknown alone."""
    flagged, unknown = np.flatnonzero(codes == FLAGGED), codes == UNKNOWN
    lacks, reasons = what_is_missing(missing, unknown)
    acted_on = np.where(np.isnat(act_by), np.datetime64(on, "D"), act_by)
    return Answers(
        rule=rule,
        on=on,
        subjects=subjects,
        codes=codes,
        act_by=acted_on.astype("int64").astype(np.int32),
        severity=(
            pd.Index(SEVERITIES).get_indexer(pd.Index(severity.take(flagged))).astype(np.int8)
            if isinstance(severity, pd.Series)
            else np.full(len(flagged), SEVERITIES.index(severity), dtype=np.int8)
        ),
        facts={
            name: pd.Series(values.array.take(flagged)) if isinstance(values, pd.Series) else values
            for name, values in facts.items()
        },
        lacks=lacks,
        reasons=reasons,
        events=events,
    )


def days_of(days: pd.Series) -> npt.NDArray[np.datetime64]:
    """Return days without their time, missing ones too."""
    return days.to_numpy("datetime64[D]")


def worded(numbers: pd.Series, form: str) -> pd.Series:
    """Return numbers as text of that form; only those there are, because most rows have none."""
    return numbers.dropna().map(form.format).astype("str").reindex(numbers.index)


def notice_on(agreements: pd.DataFrame, thresholds: Thresholds) -> pd.Series:
    """Return the last day on which notice can still be given; empty where there is no end."""
    return months_before(agreements["ends_on"], notice_months(agreements, thresholds))


def notice_on_asked(register: Register, on: date, thresholds: Thresholds) -> pd.Series:
    """Return ``notice_on`` of the live agreements: most rules act by it."""
    asked_with = (on, thresholds.notice_months)
    return made_once(
        register, "notice_on", asked_with, lambda: notice_on(asked(register, on), thresholds)
    )


def notice_months(agreements: pd.DataFrame, thresholds: Thresholds) -> pd.Series:
    """Return the months of notice owed: what the agreement says, and the threshold at least."""
    recorded = agreements["notice_months"].fillna(0).astype("int64")
    return recorded.clip(lower=thresholds.notice_months)


def what_is_missing(
    missing: Mapping[str, pd.Series], unknown: Mask
) -> tuple[npt.NDArray[np.int16], tuple[str, ...]]:
    """Return which reason each unknown row has, and the reasons: the names of what is empty for it."""
    combination = np.zeros(int(unknown.sum()), dtype=np.int64)
    for place, mask in enumerate(missing.values()):
        combination |= mask.to_numpy(dtype=bool)[unknown].astype(np.int64) << place
    which, combinations = pd.factorize(combination, sort=True)
    reasons = tuple(
        ", ".join(name for place, name in enumerate(missing) if bits >> place & 1)
        for bits in combinations.tolist()
    )
    return which.astype(np.int16), reasons
