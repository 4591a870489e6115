"""A register in which the sections on money, fairness, ends, risks and actions all have something to show."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from commissioning.money_over_time.unit_costs import compared_unit_costs
from commissioning.packs.inputs import CASES, MONEY, PackInputs, Previous
from commissioning.register import Register
from commissioning.rules.service_gap import followers
from commissioning.rules.thresholds import Thresholds
from tests.packs.builders import answers, full_inputs, inputs, three_agreements
from tests.rules.builders import DEFAULTS

Row = Mapping[str, Any]


def money(*rows: Row) -> pd.DataFrame:
    """Return the year's money: outturns of 2022/23 up to the day, of no department, unless a row says otherwise."""
    given = {
        "financial_year": "2022/23",
        "basis": "outturn",
        "paid": "by_day",
        "department": None,
        "service_category": None,
        "payments": 1,
    }
    return pd.DataFrame([{**given, **row} for row in rows], columns=list(MONEY)).astype(MONEY)


def cases(*rows: Row) -> pd.DataFrame:
    """Return cases of agreements, opened at the end of April 2022 and high, unless a row says otherwise."""
    given = {
        "subject_kind": "agreement",
        "subject_id": "1",
        "kind": "opened",
        "opened_on": "2022-04-30",
        "on_day": "2022-04-30",
        "severity": "high",
        "act_by": None,
        "rules": "[]",
        "owner": None,
        "decision": None,
    }
    frame = pd.DataFrame([{**given, **row} for row in rows], columns=list(CASES))
    days = {day: pd.to_datetime(frame[day]) for day in ("opened_on", "on_day", "act_by")}
    return frame.assign(**days).astype(CASES)


def with_flag(results: pd.DataFrame, reference: str, rule: str, **fields: Any) -> pd.DataFrame:
    """Return the results with one more flagged: of a provider where the reference says so."""
    is_provider = reference.startswith("provider:")
    own = results[results["reference"] == reference]
    row = {
        **results.iloc[0],
        "subject_kind": "provider" if is_provider else "agreement",
        "agreement_id": pd.NA if is_provider else own["agreement_id"].iloc[0],
        "reference": reference,
        "rule": rule,
        "status": "flagged",
        "severity": "high",
        **fields,
    }
    added = pd.DataFrame([row], columns=results.columns).astype(results.dtypes.to_dict())
    return pd.concat([results, added], ignore_index=True)


def with_unit_costs(given: PackInputs) -> PackInputs:
    """Return the inputs with the unit costs of their own register."""
    costs = compared_unit_costs(given.register, on=given.on, thresholds=DEFAULTS)
    return replace(given, unit_costs=costs)


def of_register(register: Register, **fields: Any) -> PackInputs:
    """Return the inputs of a pack of the register, of nothing flagged, with everything told."""
    return with_unit_costs(inputs(register, **fields))


def every_quarter(measure: str, values: Sequence[float], **fields: Any) -> list[dict[str, Any]]:
    """Return four returns of the year 2021/22, quarter by quarter."""
    first = pd.date_range("2021-04-01", periods=4, freq="QS")
    last = first + pd.offsets.QuarterEnd()
    return [
        {"measure": measure, "starts_on": starts, "ends_on": ends, "value": value, **fields}
        for starts, ends, value in zip(first, last, values, strict=True)
    ]


def every_section() -> PackInputs:
    """Return inputs of which every section shows a chart or a table."""
    given = full_inputs()
    register = three_agreements(
        starts_on=["2020-04-01", "2021-04-01", "2022-04-01"],
        service_category=["Day care", "Day care", "Transport"],
        provider_name=["Care Ltd", "Advice CIC", "Buses plc"],
        ends_on=["2022-05-31", "2023-03-31", None],
        successor_reference=["A2", None, None],
        payments=[
            {"reference": "A1", "paid_on": "2021-05-01", "amount_pence": 120_000_00},
            {"reference": "A2", "paid_on": "2021-06-01", "amount_pence": 200_000_00},
            {"reference": "A2", "paid_on": "2022-06-01", "amount_pence": 10_000_00},
        ],
        measures=[
            {"measure": "Hours", "kind": "how_much", "unit": "hour"},
            {"reference": "A2", "measure": "Hours", "kind": "how_much", "unit": "hour"},
            {"reference": "A2", "measure": "Complaints received", "unit": "complaints"},
            {"measure": "Settled", "kind": "better_off", "target": 80.0, "direction": "higher"},
        ],
        returns=[
            *every_quarter("Hours", [1_000, 1_000, 1_000, 1_000]),
            *every_quarter("Hours", [2_500, 2_500, 2_500, 2_500], reference="A2"),
            *every_quarter("Settled", [80, 82, 85, 90], numerator=20.0, denominator=25.0),
            {
                "reference": "A2",
                "measure": "Complaints received",
                "starts_on": "2022-04-01",
                "ends_on": "2022-06-30",
                "value": 12.0,
            },
        ],
        equality=[{"status": "published", "risk": "high", "completed_on": "2021-01-31"}],
        social_value=[
            {"commitment": "Local jobs", "unit": "jobs", "committed": 10.0, "delivered": 6.0},
            {"reference": "A2", "commitment": "Work placements", "committed": 4.0},
        ],
        decisions=[
            {
                "outcome": "recommission",
                "decided_on": "2022-01-31",
                "decided_by": "Cabinet",
                "reason": "Fewer people come than planned.",
            }
        ],
        reviews=[{"reviewed_on": "2022-02-28", "users_asked": "yes"}],
        users=[
            {"starts_on": "2021-04-01", "ends_on": "2022-03-31", "group": group, "users": users}
            for group, users in {"Asian": 10, "White": 90, "Roma": 3}.items()
        ],
        observations=[
            {
                **{"indicator": "Carers", "area_code": "E10000016", "ends_on": f"{year}-12-31"},
                **{"starts_on": f"{year}-01-01", "group": group, "count": count, "value": value},
            }
            for year in (2020, 2021)
            for group, count, value in (
                (None, None, float(year)),
                ("Asian", 200, None),
                ("White", 800, None),
                ("Roma", 40, None),
            )
        ],
        listed_providers=[
            {
                "provider_org_id": "buses plc",
                "provider_name": "Buses plc",
                "insurance_expires_on": "2022-08-31",
            },
            {
                "provider_org_id": "care ltd",
                "provider_name": "Care Ltd",
                "insurance_expires_on": "2022-06-30",
            },
        ],
    )
    at_risk = {"sentence": "care ltd has a live agreement, and: its insurance ran out."}
    leaning = {
        "facts": {
            "service_category": "Day care",
            "area": "",
            "provider": "Care Ltd",
            "top_share": "62.5%",
            "hhi": "5,312",
            "share_limit": "50%",
        }
    }
    results = answers(register)
    results = with_flag(results, "provider:care ltd", "provider_at_risk", **at_risk)
    for reference in ("A1", "A2", "A3"):
        results = with_flag(results, reference, "provider_concentration", **leaning)
    open_then = cases(
        {"case_no": 1, "label": "A1", "act_by": "2022-05-31", "owner": "J. Smith"},
        {"case_no": 2, "label": "A2", "act_by": "2022-12-31"},
    )
    now = cases(
        {
            "case_no": 1,
            "label": "A1",
            "kind": "decided",
            "on_day": "2022-06-15",
            "decision": "recommission on 2022-06-15",
        },
        {"case_no": 2, "label": "A2", "act_by": "2022-12-31", "owner": "J. Smith"},
        {"case_no": 3, "label": "A3", "act_by": "2022-07-15", "opened_on": "2022-07-01"},
    )
    previous = given.previous
    assert previous is not None
    return with_unit_costs(
        replace(
            given,
            register=register,
            followers=followers(register, given.on),
            results=results,
            previous=Previous(
                previous.label, previous.on, previous.register, previous.results, open_then
            ),
            cases=now,
            thresholds=Thresholds(need_indicators={"Day care": "Carers"}),
            money=money(
                {
                    "department": "People",
                    "service_category": "Day care",
                    "amount_pence": 900_000_00,
                },
                {
                    "department": "Place",
                    "service_category": "Transport",
                    "amount_pence": 100_000_00,
                },
                {"department": "People", "basis": "budget", "amount_pence": 2_000_000_00},
                {"department": "Place", "basis": "planned_commitment", "amount_pence": 150_000_00},
                {
                    "financial_year": "2021/22",
                    "service_category": "Day care",
                    "department": "People",
                    "amount_pence": 700_000_00,
                },
            ),
        )
    )
