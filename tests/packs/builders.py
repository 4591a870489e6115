"""A small pack in sight of what is asked of it: three agreements, one source, needs of one district."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from commissioning.dates import Period
from commissioning.packs.areas_compared import INDICATORS
from commissioning.packs.inputs import PackInputs, Previous, Quality
from commissioning.register import Register
from commissioning.rules.service_gap import followers
from tests.rules.builders import DEFAULTS, register_with

ON = date(2022, 7, 31)
Q1 = Period("quarter", date(2022, 4, 1), date(2022, 6, 30), "2022/23 Q1", "2022-23-q1")
DIGEST = "5f" * 32
LOAD_COLUMNS = [
    "source",
    "feed",
    "title",
    "rows_in",
    "rows_loaded",
    "rows_set_aside",
    "rows_not_data",
    "pence_in",
    "pence_loaded",
    "pence_set_aside",
    "edition_on",
    "digest",
    "stale",
]
CELL_COLUMNS = ["source", "row_no", "line_no", "column", "expectation", "value", "likely_cause"]
DAYS = ("starts_on", "ends_on", "edition_on", "act_by")

Row = Mapping[str, Any]


def three_agreements(**columns: Any) -> Register:
    """A1 ended in March 2022, A2 ends in March 2023, A3 has no end date and no value."""
    given = {
        "title": ["Day care", "Advice", "Transport"],
        "providers": ["Care Ltd", "Advice CIC", "Buses plc"],
        "department": ["People", "People", "Place"],
        "ends_on": ["2022-03-31", "2023-03-31", None],
        "latest_end_on": ["2022-03-31", "2024-03-31", None],
        "value_pence": [100_000_00, 250_000_50, None],
    }
    return register_with(**{**given, **columns})


def answers(register: Register, *flags: Row, rules: Sequence[str] = ()) -> pd.DataFrame:
    """Return the answer of every rule about every agreement: the flags given, and clear otherwise."""
    told = {(flag["reference"], flag["rule"]): flag for flag in flags}
    names = sorted({flag["rule"] for flag in flags} | set(rules) | {"cliff_edge"})
    rows = []
    for agreement_id, reference in register.agreements[["agreement_id", "reference"]].to_numpy():
        for rule in names:
            flag = told.get((reference, rule), {})
            rows.append(
                {
                    "subject_kind": "agreement",
                    "agreement_id": agreement_id,
                    "reference": reference,
                    "rule": rule,
                    "status": flag.get("status", "flagged" if flag else "clear"),
                    "severity": flag.get("severity", "high" if flag else ""),
                    "act_by": pd.Timestamp(flag.get("act_by", "2022-12-31")),
                    "facts": None,
                    "row_ids": ["f:1"],
                    "sentence": flag.get("sentence", f"{rule} of {reference}."),
                }
            )
    columns = [
        "subject_kind",
        "agreement_id",
        "reference",
        "rule",
        "status",
        "severity",
        "act_by",
        "facts",
        "row_ids",
        "sentence",
    ]
    return pd.DataFrame(rows, columns=columns).astype(
        {"agreement_id": "Int64", "act_by": "datetime64[s]"}
    )


def with_department(results: pd.DataFrame, name: str, **fields: Any) -> pd.DataFrame:
    """Return the results and one about a department that pays and has no agreement."""
    row = {
        **results.iloc[0],
        "subject_kind": "department",
        "agreement_id": pd.NA,
        "reference": f"department:{name}",
        "rule": "unrecognised_commissioning",
        "status": "flagged",
        "severity": "high",
        "sentence": f"{name} has no agreement on the register.",
        **fields,
    }
    added = pd.DataFrame([row], columns=results.columns).astype(results.dtypes.to_dict())
    return pd.concat([results, added], ignore_index=True)


PAST_END = {
    "reference": "A1",
    "rule": "rolled_over_past_end",
    "severity": "critical",
    "act_by": "2022-03-31",
    "sentence": "Ended on 31 March 2022 and is still listed as active.",
}
OPTION = {
    "reference": "A2",
    "rule": "extension_decision_due",
    "severity": "medium",
    "act_by": "2022-12-31",
    "sentence": "Can be extended to 31 March 2024.",
}


def load(**fields: Any) -> dict[str, Any]:
    """Return one load that adds up: three rows in, all loaded, £350,000.50."""
    pence = 350_000_50
    values = ["register", "agreements", "Register of contracts", 3, 3, 0, 0, pence, pence, 0]
    known = dict(
        zip(LOAD_COLUMNS, [*values, pd.Timestamp("2022-07-31"), DIGEST, False], strict=True)
    )
    return {**known, **fields}


def quality(
    loads: Sequence[Row] = (), set_aside: Sequence[Row] = (), findings: Sequence[Row] = ()
) -> Quality:
    """Return how the loads given went, one that adds up where none is given."""
    return Quality(
        loads=pd.DataFrame(list(loads) or [load()], columns=LOAD_COLUMNS),
        set_aside=pd.DataFrame(
            [{"is_open": True, **cell} for cell in set_aside], columns=[*CELL_COLUMNS, "is_open"]
        ),
        findings=pd.DataFrame(list(findings), columns=[*CELL_COLUMNS, "severity"]),
    )


def observations(*rows: Row) -> pd.DataFrame:
    """Return observations of 2025, published on 30 October 2025 unless a row says otherwise."""
    given = {
        "area_name": "Anytown",
        "starts_on": "2025-01-01",
        "ends_on": "2025-12-31",
        "source": "needs",
        "edition_on": "2025-10-30",
    }
    columns = [
        "indicator",
        "area_code",
        "area_name",
        "starts_on",
        "ends_on",
        "value",
        "lower",
        "upper",
        "count",
        "denominator",
        "source",
        "edition_on",
    ]
    frame = pd.DataFrame([{**given, **row} for row in rows], columns=columns)
    days = {day: pd.to_datetime(frame[day]) for day in DAYS if day in frame}
    return frame.assign(**days)


def districts(own_rank: int) -> list[dict[str, Any]]:
    """Return the deprivation of 296 districts, ours the one at that rank; scores fall by 0.1."""
    rows = []
    for rank in range(1, 297):
        code = "E08000006" if rank == own_rank else f"E07{900 + rank:06}"
        name = "Anytown" if rank == own_rank else f"District {rank}"
        for measure, value in (("average_score", 40 - rank / 10), ("rank_average_score", rank)):
            rows.append(
                {
                    "indicator": f"imd_2025_{measure}",
                    "area_code": code,
                    "area_name": name,
                    "value": value,
                }
            )
    return rows


def small_areas(ranks: Sequence[int], name: str = "Anytown") -> list[dict[str, Any]]:
    """Return small areas of ours at those ranks of the 33,755 in England."""
    rows = []
    for place, rank in enumerate(ranks, start=1):
        area = {"area_code": f"E01{place:06}", "area_name": f"{name} {place:03}A"}
        rows.append({**area, "indicator": "cni_2023_score", "value": 200 - rank / 200})
        rows.append({**area, "indicator": "cni_2023_rank", "value": rank})
    assert "cni_2023_score" in INDICATORS
    return rows


def source(**fields: Any) -> dict[str, Any]:
    """Return one source as the footer names it."""
    return {
        "source": "register",
        "title": "Register of contracts",
        "publisher": "Anytown Council",
        "licence": "Open Government Licence v3.0",
        "attribution": "Contains public sector information.",
        "edition_on": pd.Timestamp("2022-07-31"),
        "digest": DIGEST,
        **fields,
    }


def inputs(register: Register | None = None, *flags: Row, **fields: Any) -> PackInputs:
    """Return the inputs of a small pack; the rest of each test changes one of them."""
    register = register or three_agreements()
    made = PackInputs(
        authority="anytown",
        title="Anytown Council",
        audience="dmt",
        period=Q1,
        on=ON,
        area_code="E08000006",
        area_name="Anytown",
        register=register,
        followers=followers(register, ON),
        results=answers(register, *flags),
        previous=None,
        observations=observations(),
        quality=quality(),
        sources=pd.DataFrame([source()]),
        package_version="0.1.0",
        rules_digest="a3" * 32,
        thresholds_digest="b4" * 32,
        thresholds=DEFAULTS,
    )
    return replace(made, **fields)


def full_inputs() -> PackInputs:
    """Return the inputs of a pack in which every section has something to show."""
    register = three_agreements()
    many = {"reference": "A2", "rule": "cliff_edge", "act_by": "2021-09-30"}
    before = three_agreements(status=["active", "active", "ended"])
    return inputs(
        register,
        PAST_END,
        OPTION,
        many,
        previous=Previous(
            "2021/22 Q4",
            date(2022, 4, 30),
            before,
            answers(register, OPTION).query("reference != 'A3'"),
        ),
        observations=observations(*districts(24), *small_areas([108, 16_000, 33_000])),
        quality=quality(
            [load(rows_in=4, rows_set_aside=1, stale=True)],
            [
                dict(
                    zip(
                        CELL_COLUMNS,
                        ["register", 4, 5, "Value", "is_money", "3m", "No currency."],
                        strict=True,
                    )
                )
            ],
            [
                {
                    **dict(
                        zip(
                            CELL_COLUMNS,
                            ["register", 3, 4, "End", "is_recorded", "", "Left empty."],
                            strict=True,
                        )
                    ),
                    "severity": "warning",
                }
            ],
        ),
    )
