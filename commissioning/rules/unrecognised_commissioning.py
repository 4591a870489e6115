"""A department pays or grants to outside bodies, and the register has no agreement of its."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from commissioning.register import Register, awarded_as_grant, was_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.events import Events
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
    "flagged_grants": (
        "{department} has no agreement on the register, and in twelve months paid outside bodies: "
        "payments {payments}, of which {grants} are grants awarded and {unnamed} name nobody, bodies "
        "{bodies}, worth {amount_pence}."
    ),
    "clear": "It has an agreement on the register, or paid no outside body in twelve months.",
    "unknown": "Whether it commissions without knowing it cannot be told: {missing}.",
}


def unrecognised_commissioning(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each department named by an agreement, or by a payment of one with none.

    ``flagged`` when payments (outturn) to a named payee were made, or grants awarded, in the 12
    calendar months to ``on`` and no agreement, whatever its status, names the department; a grant is
    a payment here and no agreement, and what is undated counts. ``unknown`` when payments were never
    loaded, when those counted name no payee, or when agreements are listed and none names a
    department; ``clear`` otherwise. ``act_by`` is ``on``. No threshold is used. Basis and worked
    cases: docs/rules/unrecognised_commissioning.md.
    """
    names = register.department_names
    listed = by_department(register.agreements[["department", "row_id"]], names)
    owned = listed[~awarded_as_grant(register.agreements).reindex(listed.index)]
    given = pd.concat([register.payments_by_department, grants(register)], ignore_index=True)
    outturn = given[given["basis"] == "outturn"]
    counted = of_profile(by_department(payments_of_year(register, outturn, on), names), names)
    paid = of_profile(by_department(given, names), names)
    departments, evidence = departments_asked(owned, counted, paid)
    key = departments["key"]

    payments = key.map(counted.groupby("key").size()).fillna(0).astype("int64")
    unnamed = key.map(counted["provider_key"].isna().groupby(counted["key"]).sum())
    bodies = key.map(counted.groupby("key")["provider_key"].nunique()).fillna(0).astype("int64")
    is_paying = (payments > 0) & ~key.isin(owned["key"].unique())
    never_loaded = pd.Series(not was_loaded(register, "payments"), departments.index)
    is_nameless = pd.Series(listed.empty and not register.agreements.empty, departments.index)
    granted = key.map(counted["is_grant"].eq(True).groupby(counted["key"]).sum())
    return results_about(
        "department",
        departments,
        rule="unrecognised_commissioning",
        on=on,
        flagged=is_paying & (bodies > 0) & ~is_nameless,
        unknown=never_loaded | is_paying,
        severity="high",
        facts={
            "wording": wording(unnamed, granted),
            "department": departments["name"],
            "payments": payments,
            "bodies": bodies,
            "unnamed": unnamed.astype("Int64"),
            "grants": granted.astype("Int64"),
            "amount_pence": key.map(counted.groupby("key")["amount_pence"].sum()).astype("Int64"),
        },
        missing={
            "payments": never_loaded,
            "payee": ~never_loaded & is_paying & (bodies == 0),
            "departments": ~never_loaded & is_paying & is_nameless,
        },
        evidence=evidence,
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


def grants(register: Register) -> pd.DataFrame:
    """Return the grants awarded, in the columns of payments; a cancelled one is none."""
    agreements = register.agreements
    is_made = awarded_as_grant(agreements) & (agreements["status"] != "cancelled").fillna(True)
    awarded = agreements.loc[is_made].rename(
        columns={"awarded_on": "paid_on", "value_pence": "amount_pence"}
    )
    columns = ["department", "provider_key", "paid_on", "amount_pence", "row_id"]
    return awarded[columns].assign(basis="outturn", is_grant=True)


def departments_asked(*rows: pd.DataFrame) -> tuple[pd.DataFrame, Events]:
    """Return one row a department, ``key`` and ``name`` as first written, and its evidence.

    The rows that name it in the first frame where any does are its evidence, the first of them.
    """
    asked, evidence = subjects_asked(rows)
    written = pd.concat([frame[["key", "department"]].drop_duplicates("key") for frame in rows])
    names = written.drop_duplicates("key").set_index("key")["department"]
    return asked.assign(name=names.reindex(asked["key"]).to_numpy()), evidence


def wording(unnamed: pd.Series, granted: pd.Series) -> pd.Series:
    """Return the sentence to use: grants, and payments that name no payee, are told apart."""
    usual = pd.Series("flagged", unnamed.index, dtype="str")
    return usual.mask(unnamed > 0, "flagged_unnamed").mask(granted > 0, "flagged_grants")
