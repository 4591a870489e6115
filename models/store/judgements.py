"""Judgements in and out: what changed is stored, what was judged on a day can be read again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, func, select

from models.agreement import Agreement
from models.judgement import Judged, Judgement
from models.metadata import table_of
from models.store.alike import lists_of
from models.store.reasons import Reasons, reasons_at, save_reasons
from models.store.rows import indexed_by, insert_frame, insert_rows, read_frame
from models.store.rule_results import NO_LONGER_ASKED, SAID, rows_at, save_rows
from models.store.subjects import AGREEMENT, is_agreement
from models.store.told import STATUSES, Told

NOT_ASKED = " "

_judgement = table_of(Judgement)
_judged = table_of(Judged)


@dataclass(frozen=True)
class Asking:
    """What makes two judgements the same: the day, what was known, and what was asked."""

    authority: str
    on: date
    load_no: int
    rules_digest: str
    thresholds_digest: str


def find_judgement(connection: Connection, asking: Asking) -> int | None:
    """Return the number of the judgement already made for this asking, or None."""
    return connection.execute(
        select(_judgement.c.judgement_no).where(
            _judgement.c.authority == asking.authority,
            _judgement.c.on_day == asking.on,
            _judgement.c.load_no == asking.load_no,
            _judgement.c.rules_digest == asking.rules_digest,
            _judgement.c.thresholds_digest == asking.thresholds_digest,
        )
    ).scalar_one_or_none()


def save_judgement(connection: Connection, asking: Asking, told: Sequence[Told]) -> int:
    """Store a judgement and what it changed; return its number.

    A rule that says what it last said, by its digest, is not looked at any further.
    """
    newest = select(func.max(_judgement.c.judgement_no)).where(
        _judgement.c.authority == asking.authority
    )
    last = connection.execute(newest).scalar_one()
    number = int(last or 0) + 1
    rules = [each.rule for each in told]
    ids = lists_of([each.ids for each in told]).every
    is_same_list = last is not None and _rules_of(connection, asking.authority, last) == rules
    row = Judgement(
        authority=asking.authority,
        judgement_no=number,
        on_day=asking.on,
        load_no=asking.load_no,
        rules_digest=asking.rules_digest,
        thresholds_digest=asking.thresholds_digest,
        rules=json.dumps(rules),
        agreements=len(ids),
    )
    insert_rows(connection, _judgement, [row.model_dump()])
    before = reasons_at(connection, asking.authority, number)
    now = {each.rule: before.get(each.rule, Reasons()).told(each) for each in told}
    changed = [each for each in told if now[each.rule] != before.get(each.rule)]
    save_reasons(connection, asking.authority, number, now, before)
    if changed or not is_same_list:
        _save_statuses(connection, asking.authority, number, ids, told, now)
    shared = {each.rule: now[each.rule].shared(each) for each in changed}
    save_rows(connection, asking.authority, number, changed, shared, is_first=last is None)
    return number


def _rules_of(connection: Connection, authority: str, number: int) -> list[str]:
    """Return the rules that a judgement asked, in the order of its statuses."""
    rules = select(_judgement.c.rules).where(
        _judgement.c.authority == authority, _judgement.c.judgement_no == number
    )
    asked: list[str] = json.loads(connection.execute(rules).scalar_one())
    return asked


def _save_statuses(
    connection: Connection,
    authority: str,
    number: int,
    ids: npt.NDArray[np.int64],
    told: Sequence[Told],
    reasons: Mapping[str, Reasons],
) -> None:
    now = status_texts(ids, told, reasons)
    before = _statuses_at(connection, authority, number)
    changed = now[now != before.reindex(now.index)]
    gone = before[(before != NO_LONGER_ASKED) & ~before.index.isin(now.index)].map(
        lambda _statuses: NO_LONGER_ASKED
    )
    rows = pd.concat([changed, gone]).rename("statuses").rename_axis("agreement_id").reset_index()
    own = {"authority": authority, "from_judgement": number}
    insert_frame(connection, _judged, rows.sort_values("agreement_id"), own)


def status_texts(
    ids: npt.NDArray[np.int64], told: Sequence[Told], reasons: Mapping[str, Reasons]
) -> pd.Series:
    """Return each agreement's outcomes as one text, a character a rule in the order of the rules."""
    letters = np.full((len(told), len(ids)), ord(NOT_ASKED), dtype=np.uint8)
    asked = lists_of([each.ids for each in told])
    places = [np.searchsorted(ids, own) for own in asked.different]
    for row, (each, at) in enumerate(zip(told, asked.which, strict=True)):
        if len(each.ids):
            letters[row, places[at]] = reasons[each.rule].letters_of(each)
    width = max(len(told), 1)
    texts = np.ascontiguousarray(letters.T).view(f"S{width}").ravel().astype("str")
    return pd.Series(texts, index=pd.Index(ids, name="agreement_id"), dtype="str")


def _statuses_at(connection: Connection, authority: str, number: int) -> pd.Series:
    """Return each agreement's outcomes as last written before or by a judgement."""
    ranked = (
        select(
            _judged,
            func.row_number()
            .over(partition_by=_judged.c.agreement_id, order_by=_judged.c.from_judgement.desc())
            .label("newest"),
        )
        .where(_judged.c.authority == authority, _judged.c.from_judgement <= number)
        .subquery()
    )
    statement = select(ranked.c.agreement_id, ranked.c.statuses).where(ranked.c.newest == 1)
    return indexed_by(read_frame(connection, statement), "agreement_id")["statuses"]


def read_judgement(connection: Connection, authority: str, judgement_no: int) -> pd.DataFrame:
    """Return every result of a judgement, one row for each rule and what it was asked of.

    Columns: subject_kind, agreement_id (missing unless it is about one), reference, rule, status,
    severity, act_by, facts (dict) and row_ids (list). Of outcomes that are kept as a status only the
    last two are empty; where many are unknown for the same reason, ``facts`` names it and the row ids
    of each are not kept. Rows may share one dict or list, so nobody changes it.
    """
    on_day = connection.execute(
        select(_judgement.c.on_day).where(
            _judgement.c.authority == authority, _judgement.c.judgement_no == judgement_no
        )
    ).scalar_one()
    rules = _rules_of(connection, authority, judgement_no)
    kept = rows_at(connection, authority, judgement_no)
    reasons = reasons_at(connection, authority, judgement_no)
    statuses = _outcomes(_statuses_at(connection, authority, judgement_no), rules, reasons)
    results = pd.concat(
        [
            _of_agreements(statuses, kept, _labels(connection, authority)),
            _of_others(kept),
        ],
        ignore_index=True,
    )
    results["severity"] = results["severity"].fillna("")
    no_day = results["act_by"].isna() & results["status"].isin(("flagged", "unknown"))
    results["act_by"] = results["act_by"].mask(no_day, pd.Timestamp(on_day))
    return results.assign(
        facts=_parsed(results["facts"], "{}"), row_ids=_parsed(results["row_ids"], "[]")
    )


def _parsed(texts: pd.Series, missing: str) -> npt.NDArray[np.object_]:
    """Return what each JSON text says; equal ones are one object, because of a large register most are equal."""
    codes, different = pd.factorize(texts.fillna(missing))
    said = np.empty(len(different), dtype=object)
    said[:] = [json.loads(text) for text in different]
    return said[codes]


def _outcomes(
    texts: pd.Series, rules: Sequence[str], reasons: Mapping[str, Reasons]
) -> pd.DataFrame:
    """Return one row for each agreement and rule asked of it, rule by rule, with its ``reason`` if shared."""
    texts = texts[texts != NO_LONGER_ASKED]
    found = []
    for at, rule in enumerate(rules):
        letters = texts.str[at]
        shared = letters.map(reasons[rule].by_letter) if rule in reasons else None
        status = letters.map(STATUSES)
        found.append(
            pd.DataFrame(
                {
                    "agreement_id": texts.index,
                    "rule": rule,
                    "status": status if shared is None else status.mask(shared.notna(), "unknown"),
                    "reason": pd.Series(shared, texts.index, dtype="str"),
                }
            )
        )
    outcomes = pd.concat(found, ignore_index=True)
    return outcomes[outcomes["status"].notna()]


def _of_agreements(statuses: pd.DataFrame, kept: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    kept = kept[is_agreement(kept)]
    said = kept.assign(agreement_id=kept["subject_id"].astype("int64"))[
        ["agreement_id", "rule", *SAID]
    ]
    results = statuses.merge(said, on=["agreement_id", "rule", "status"], how="left")
    # What was once said of one alone is past where it shares a reason with others now.
    is_shared = results["reason"].notna()
    own = ["severity", "act_by", "row_ids"]
    results[own] = results[own].mask(is_shared)
    return results.assign(
        subject_kind=AGREEMENT,
        agreement_id=results["agreement_id"].astype("Int64"),
        reference=results["agreement_id"].map(labels),
        facts=results["reason"].fillna(results["facts"]),
    ).drop(columns="reason")


def _of_others(kept: pd.DataFrame) -> pd.DataFrame:
    """Return what departments and providers were asked, as it was kept."""
    others = kept[~is_agreement(kept) & (kept["status"] != NO_LONGER_ASKED)]
    return others[["subject_kind", "rule", *SAID]].assign(
        agreement_id=pd.array([pd.NA] * len(others), dtype="Int64"),
        reference=others["subject_kind"] + ":" + others["subject_id"],
    )


def _labels(connection: Connection, authority: str) -> pd.Series:
    agreement = table_of(Agreement)
    frame = read_frame(
        connection,
        select(agreement.c.agreement_id, agreement.c.label).where(
            agreement.c.authority == authority
        ),
    )
    return frame.set_index("agreement_id")["label"]
