"""Where the equality impact assessment of each agreement stands; one without a record is not recorded."""

import pandas as pd

from commissioning.answers.question import Asking, Told, row_ids
from commissioning.register import looked_up
from models.feeds import EQUALITY_STATUSES

NOT_RECORDED = "not_recorded"


def equality_status(asking: Asking) -> Told:
    """Answer how many agreements have an assessment of each status, and how many found high risk."""
    agreements = asking.agreements
    assessed = asking.evidence.register.equality.drop_duplicates("agreement_id", keep="last")
    of_agreement = assessed.set_index("agreement_id")
    ids = agreements["agreement_id"]
    status = looked_up(ids, of_agreement["status"]).fillna(NOT_RECORDED)
    risk = looked_up(ids, of_agreement["risk"])
    evidence = looked_up(ids, of_agreement["row_id"]).fillna(agreements["row_id"])
    figures = []
    for name in sorted(EQUALITY_STATUSES, key=lambda each: each == NOT_RECORDED):
        some = status == name
        if some.any():
            rows = pd.DataFrame({"row_id": evidence[some]})
            figure = {"figure": "equality_status", "status": name, "count": int(some.sum())}
            if name != NOT_RECORDED:
                figure |= {
                    "high_risk": int((risk[some] == "high").sum()),
                    "risk_recorded": int(risk[some].notna().sum()),
                }
            figures.append({**figure, "row_ids": row_ids(rows)})
    known = int((status != NOT_RECORDED).sum())
    return Told(
        "; ".join(_said(figure) for figure in figures) or "no agreement is recorded",
        f"status recorded for {known:,} of {len(agreements):,} agreements",
        figures,
    )


def _said(figure: dict[str, object]) -> str:
    said = f"{figure['count']} {figure['status']}"
    if "high_risk" not in figure:
        return said
    if not figure["risk_recorded"]:
        return f"{said}, high_risk not recorded"
    return f"{said}, high_risk {figure['high_risk']}"
