"""Where the equality impact assessment of each agreement stood; one without a record is not recorded."""

from typing import Any

import pandas as pd

from commissioning.answers.question import Asking, Told, row_ids
from commissioning.register import looked_up
from commissioning.rules.own_assessments import NOT_RECORDED, assessed_by
from models.feeds import EQUALITY_STATUSES

FEEDS = ("agreements", "grants", "equality")


def equality_status(asking: Asking) -> Told:
    """Answer how many agreements have an assessment of each status, and how many found high risk.

    One completed after the day asked about is not recorded for that day, and one published after it
    was completed and not yet published.
    """
    agreements = asking.agreements
    assessed = assessed_by(asking.evidence.register, on=asking.question.on)
    assessed = assessed.set_index("agreement_id")
    ids = agreements["agreement_id"]
    status = looked_up(ids, assessed["status"]).fillna(NOT_RECORDED)
    risk = looked_up(ids, assessed["risk"])
    evidence = looked_up(ids, assessed["row_id"]).fillna(agreements["row_id"])
    figures = [
        _figure(name, risk[status == name], pd.DataFrame({"row_id": evidence[status == name]}))
        for name in sorted(EQUALITY_STATUSES, key=lambda each: each == NOT_RECORDED)
        if (status == name).any()
    ]
    known = int((status != NOT_RECORDED).sum())
    return Told(
        "; ".join(figure["said"] for figure in figures) or "no agreement is recorded",
        f"status recorded for {known:,} of {len(agreements):,} agreements",
        figures,
        feeds=FEEDS,
    )


def _figure(status: str, risk: pd.Series, rows: pd.DataFrame) -> dict[str, Any]:
    figure: dict[str, Any] = {"figure": "equality_status", "status": status, "count": len(risk)}
    said = f"{len(risk)} {status}"
    if status != NOT_RECORDED:
        high, known = int((risk == "high").sum()), int(risk.notna().sum())
        figure |= {"high_risk": high, "risk_recorded": known}
        part = "" if known == len(risk) else f" (risk recorded for {known} of {len(risk)})"
        said += f", high_risk {high}{part}" if known else ", high_risk not recorded"
    return {**figure, "said": said, "row_ids": row_ids(rows)}
