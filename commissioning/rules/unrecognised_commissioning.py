"""A department pays outside bodies, and the register has no agreement of its."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from commissioning.register import Register, was_loaded
from commissioning.rules.result import results_about
from commissioning.rules.spend import payments_of_year
from commissioning.rules.subjects import subjects_asked
from commissioning.rules.thresholds import Thresholds
from models.names import folded

SENTENCES = {
    "flagged": (
        "{department} has no agreement on the register, and in twelve months paid outside bodies: "
        "payments {payments}, bodies {bodies}, worth {amount_pence}."
    ),
    "flagged_unnamed": (
        "{department} has no agreement on the register, and in twelve months paid outside bodies: "
        "payments {payments}, of which {unnamed} name nobody, bodies {bodies}, worth {amount_pence}."
    ),
    "clear": "It has an agreement on the register, or paid no outside body in twelve months.",
    "unknown": "Whether it commissions without knowing it cannot be told: {missing}.",
}


def unrecognised_commissioning(
    register: Register, *, on: date, thresholds: Thresholds
) -> pd.DataFrame:
    """Return one result for each department named by an agreement, or by a payment of one with none.

    ``flagged`` when payments (outturn) to a named payee were made in the 12 calendar months to
    ``on`` and no agreement, whatever its status, names the department; undated payments count.
    ``unknown`` when payments were never loaded, when those counted name no payee, or when agreements
    are listed and none names a department; ``clear`` otherwise. ``act_by`` is ``on``. No threshold
    is used. Basis and worked cases: docs/rules/unrecognised_commissioning.md.
    """
    names = register.department_names
    owned = by_department(register.agreements[["department", "row_id"]], names)
    given = register.payments_by_department
    outturn = given[given["basis"] == "outturn"]
    counted = of_profile(by_department(payments_of_year(outturn, on), names), names)
    paid = of_profile(by_department(given, names), names)
    departments = departments_asked(owned, counted, paid)
    key = departments["key"]

    payments = key.map(counted.groupby("key").size()).fillna(0).astype("int64")
    unnamed = key.map(counted["provider_key"].isna().groupby(counted["key"]).sum())
    bodies = key.map(counted.groupby("key")["provider_key"].nunique()).fillna(0).astype("int64")
    is_paying = (payments > 0) & ~key.isin(owned["key"].unique())
    never_loaded = pd.Series(not was_loaded(register, "payments"), departments.index)
    is_nameless = pd.Series(owned.empty and not register.agreements.empty, departments.index)
    return results_about(
        "department",
        departments,
        rule="unrecognised_commissioning",
        on=on,
        flagged=is_paying & (bodies > 0) & ~is_nameless,
        unknown=never_loaded | is_paying,
        severity="high",
        facts={
            "wording": wording(unnamed),
            "department": departments["name"],
            "payments": payments,
            "bodies": bodies,
            "unnamed": unnamed.astype("Int64"),
            "amount_pence": key.map(counted.groupby("key")["amount_pence"].sum()).astype("Int64"),
        },
        missing={
            "payments": never_loaded,
            "payee": ~never_loaded & is_paying & (bodies == 0),
            "departments": ~never_loaded & is_paying & is_nameless,
        },
    )


def by_department(rows: pd.DataFrame, department_names: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows that name a department, by what it is called now, with the name folded as ``key``."""
    named = rows[rows["department"].notna()]
    # Few departments, many rows: each name is written out once.
    codes, names = pd.factorize(named["department"])
    now = pd.Series([department_names.get(name, name) for name in names], dtype="str")
    keys = folded(now).take(codes).set_axis(named.index)
    return named.assign(department=now.take(codes).set_axis(named.index), key=keys)


def of_profile(payments: pd.DataFrame, department_names: Mapping[str, str]) -> pd.DataFrame:
    """Return the payments of the profile's departments, where it names any: the rest are cost centres."""
    if not department_names:
        return payments
    known = folded(pd.Series(list(department_names.values()), dtype="str"))
    return payments[payments["key"].isin(known)]


def departments_asked(*rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a department: ``key``, ``name`` as first written and ``row_ids``.

    The rows that name it in the first frame where any does are its evidence, the first of them.
    """
    asked = subjects_asked(rows)
    written = pd.concat([frame[["key", "department"]].drop_duplicates("key") for frame in rows])
    names = written.drop_duplicates("key").set_index("key")["department"]
    return asked.assign(name=names.reindex(asked["key"]).to_numpy())


def wording(unnamed: pd.Series) -> pd.Series:
    """Return the sentence to use: payments that name no payee are told apart."""
    usual = pd.Series("flagged", unnamed.index, dtype="str")
    return usual.mask(unnamed > 0, "flagged_unnamed")
