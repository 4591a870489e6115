"""Judgements in and out: what changed is stored, what was judged on a day can be read again."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, func, select

from models.agreement import Agreement
from models.judgement import Judged, Judgement, RuleResult
from models.metadata import table_of
from models.store.rows import indexed_by, insert_frame, insert_rows, read_frame
from models.store.subjects import AGREEMENT, is_agreement, subject_ids

LETTERS = {"flagged": "f", "clear": "c", "not_applicable": "n", "unknown": "u"}
STATUSES = {letter: status for status, letter in LETTERS.items()}
NO_LONGER_ASKED = ""
KEY = ["subject_kind", "subject_id", "rule"]
SAID = ["status", "severity", "act_by", "facts", "row_ids"]

_judgement = table_of(Judgement)
_judged = table_of(Judged)
_result = table_of(RuleResult)


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


def save_judgement(
    connection: Connection, asking: Asking, rules: tuple[str, ...], results: pd.DataFrame
) -> int:
    """Store a judgement and what it changed; return its number.

    ``results`` has one row for each rule and what it was asked of: subject_kind, agreement_id
    (missing unless it is about one), reference, rule, status, severity, act_by, facts, row_ids and
    is_undated, true where nothing gives a day to act by and ``act_by`` is only the day asked: kept,
    it would be another tomorrow.
    """
    newest = select(func.max(_judgement.c.judgement_no)).where(
        _judgement.c.authority == asking.authority
    )
    number = int(connection.execute(newest).scalar_one() or 0) + 1
    row = Judgement(
        authority=asking.authority,
        judgement_no=number,
        on_day=asking.on,
        load_no=asking.load_no,
        rules_digest=asking.rules_digest,
        thresholds_digest=asking.thresholds_digest,
        rules=json.dumps(rules),
        agreements=int(results["agreement_id"].nunique()),
    )
    insert_rows(connection, _judgement, [row.model_dump()])
    of_agreements = is_agreement(results)
    _save_statuses(connection, asking.authority, number, rules, results[of_agreements])
    _save_results(connection, asking, number, results)
    return number


def _save_statuses(
    connection: Connection,
    authority: str,
    number: int,
    rules: tuple[str, ...],
    results: pd.DataFrame,
) -> None:
    now = status_texts(rules, results)
    before = _statuses_at(connection, authority, number)
    changed = now[now != before.reindex(now.index)]
    gone = before[(before != NO_LONGER_ASKED) & ~before.index.isin(now.index)].map(
        lambda _statuses: NO_LONGER_ASKED
    )
    rows = pd.concat([changed, gone]).rename("statuses").rename_axis("agreement_id").reset_index()
    insert_frame(
        connection,
        _judged,
        rows.sort_values("agreement_id").assign(authority=authority, from_judgement=number),
    )


def status_texts(rules: tuple[str, ...], results: pd.DataFrame) -> pd.Series:
    """Return each agreement's outcomes as one text, a character a rule in the order of ``rules``."""
    ids = np.sort(results["agreement_id"].unique())
    letters = np.full((len(ids), len(rules)), " ", dtype="U1")
    at = np.searchsorted(ids, results["agreement_id"].to_numpy())
    rule = pd.Index(rules).get_indexer(results["rule"])
    letters[at, rule] = results["status"].map(LETTERS).to_numpy(dtype="U1")
    texts = letters.view(f"U{len(rules)}").ravel() if len(ids) else np.array([], dtype="U1")
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


def _save_results(
    connection: Connection, asking: Asking, number: int, results: pd.DataFrame
) -> None:
    now = _kept(results)
    before = _results_at(connection, asking.authority, number)
    old = before.set_index(KEY)[SAID].reindex(pd.MultiIndex.from_frame(now[KEY]))
    old, new = old.reset_index(drop=True), now[SAID].reset_index(drop=True)
    same = ((new == old) | (new.isna() & old.isna())).all(axis=1).to_numpy()
    same = same & old["status"].notna().to_numpy()
    rows = pd.concat([now[~same], _gone(before, now)]).sort_values(KEY)
    insert_frame(
        connection, _result, rows.assign(authority=asking.authority, from_judgement=number)
    )


def _kept(results: pd.DataFrame) -> pd.DataFrame:
    """Return the results as they are kept: of agreements, those that a status does not say all of."""
    is_said = results["status"].isin(("flagged", "unknown"))
    kept = results[is_said | ~is_agreement(results)]
    said = is_said[kept.index]
    return pd.DataFrame(
        {
            "subject_kind": kept["subject_kind"].astype("str"),
            "subject_id": subject_ids(kept),
            "rule": kept["rule"].astype("str"),
            "status": kept["status"].astype("str"),
            "severity": kept["severity"].fillna("").astype("str"),
            "act_by": kept["act_by"].where(said & ~kept["is_undated"]).astype("datetime64[s]"),
            "facts": [_json(facts or {}) for facts in kept["facts"]],
            "row_ids": [
                _json(list(row_ids) if is_said else [])
                for row_ids, is_said in zip(kept["row_ids"], said, strict=True)
            ],
        }
    )


def _gone(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that say of which departments and providers a rule was no longer asked."""
    asked_before = before[~is_agreement(before) & (before["status"] != NO_LONGER_ASKED)]
    is_asked = pd.MultiIndex.from_frame(asked_before[KEY]).isin(pd.MultiIndex.from_frame(now[KEY]))
    return asked_before.loc[~is_asked, KEY].assign(
        status=NO_LONGER_ASKED, severity="", act_by=pd.NaT, facts="{}", row_ids="[]"
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _results_at(connection: Connection, authority: str, number: int) -> pd.DataFrame:
    ranked = (
        select(
            _result,
            func.row_number()
            .over(
                partition_by=[_result.c[name] for name in KEY],
                order_by=_result.c.from_judgement.desc(),
            )
            .label("newest"),
        )
        .where(_result.c.authority == authority, _result.c.from_judgement <= number)
        .subquery()
    )
    columns = [ranked.c[c.name] for c in _result.columns if c.name != "authority"]
    return read_frame(connection, select(*columns).where(ranked.c.newest == 1))


def read_judgement(connection: Connection, authority: str, judgement_no: int) -> pd.DataFrame:
    """Return every result of a judgement, one row for each rule and what it was asked of.

    Columns: subject_kind, agreement_id (missing unless it is about one), reference, rule, status,
    severity, act_by, facts (dict) and row_ids (list); the last two are empty for outcomes that are
    kept as a status only.
    """
    asked = connection.execute(
        select(_judgement.c.rules, _judgement.c.on_day).where(
            _judgement.c.authority == authority, _judgement.c.judgement_no == judgement_no
        )
    ).one()
    kept = _results_at(connection, authority, judgement_no)
    statuses = _outcomes(connection, authority, judgement_no, json.loads(asked.rules))
    results = pd.concat(
        [
            _of_agreements(statuses, kept, _labels(connection, authority)),
            _of_others(kept),
        ],
        ignore_index=True,
    )
    results["severity"] = results["severity"].fillna("")
    no_day = results["act_by"].isna() & results["status"].isin(("flagged", "unknown"))
    results["act_by"] = results["act_by"].mask(no_day, pd.Timestamp(asked.on_day))
    results["facts"] = [
        json.loads(text) if isinstance(text, str) else {} for text in results["facts"]
    ]
    results["row_ids"] = [json.loads(t) if isinstance(t, str) else [] for t in results["row_ids"]]
    return results


def _outcomes(
    connection: Connection, authority: str, judgement_no: int, rules: list[str]
) -> pd.DataFrame:
    """Return one row for each agreement and rule asked of it, rule by rule."""
    texts = _statuses_at(connection, authority, judgement_no)
    texts = texts[texts != NO_LONGER_ASKED]
    outcomes = pd.concat(
        [
            pd.DataFrame(
                {
                    "agreement_id": texts.index,
                    "rule": rule,
                    "status": texts.str[at].map(STATUSES).to_numpy(),
                }
            )
            for at, rule in enumerate(rules)
        ],
        ignore_index=True,
    )
    return outcomes[outcomes["status"].notna()]


def _of_agreements(statuses: pd.DataFrame, kept: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    kept = kept[is_agreement(kept)]
    said = kept.assign(agreement_id=kept["subject_id"].astype("int64"))[
        ["agreement_id", "rule", *SAID]
    ]
    results = statuses.merge(said, on=["agreement_id", "rule", "status"], how="left")
    return results.assign(
        subject_kind=AGREEMENT,
        agreement_id=results["agreement_id"].astype("Int64"),
        reference=results["agreement_id"].map(labels),
    )


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
