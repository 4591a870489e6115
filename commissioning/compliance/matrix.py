"""Rule by department: in how many of those asked a rule is flagged, and of how many it could not be asked."""

from collections.abc import Collection, Mapping

import pandas as pd

from commissioning.rules import RULES
from commissioning.rules.by_department import DEPARTMENT, department_keys
from models.names import folded

NO_DEPARTMENT = "No department recorded"
NOT_ASKED = "not asked"
COUNTS = ("flagged", "asked", "unknown", "not_applicable")


def matrix(
    results: pd.DataFrame,
    agreements: pd.DataFrame,
    names: Mapping[str, str],
    standing: Collection[str],
) -> pd.DataFrame:
    """Return one row for each rule and department, in the order of the rules and the profile.

    ``results`` are what ``judge`` answers, ``agreements`` those of the register, ``names`` what each
    department of the profile is called on the day, by every name it has had, ``standing`` those that
    exist then: these are in it, and any other that something was answered of. ``asked`` are the
    agreements, or the department itself, of which the rule could tell: ``flagged`` are some of them,
    ``unknown`` and ``not_applicable`` are counted beside. Departments that only the register names
    come after the profile's, by name, and the agreements that name none come last. What is about a
    provider is in no department.
    """
    owners = departments_of(agreements, names)
    department = owner_of(results, agreements, owners, names)
    found = pd.DataFrame(
        {"rule": results["rule"], "department": department, "status": results["status"]}
    ).dropna(subset="department")
    counts = found.groupby(["rule", "department", "status"]).size().unstack(fill_value=0)
    columns = ["flagged", "clear", "unknown", "not_applicable"]
    every = pd.MultiIndex.from_product(
        [list(RULES), in_order(department, names, standing)], names=["rule", "department"]
    )
    counts = counts.reindex(columns=columns, fill_value=0).reindex(every, fill_value=0)
    cells = counts.astype("int64").assign(asked=counts["flagged"] + counts["clear"])
    cells = cells[list(COUNTS)].astype("int64").rename_axis(columns=None).reset_index()
    return cells.assign(
        said=[
            said(flagged, asked)
            for flagged, asked in zip(cells["flagged"], cells["asked"], strict=True)
        ]
    )


def said(flagged: int, asked: int) -> str:
    """Return a cell as it is read: ``0 of 12``; ``not asked`` where the rule could tell of none."""
    return f"{flagged:,} of {asked:,}" if asked else NOT_ASKED


def departments_of(agreements: pd.DataFrame, names: Mapping[str, str]) -> pd.Series:
    """Return each agreement's department as it is called on the day, in one spelling."""
    return spelt_once(agreements["department"], names).fillna(NO_DEPARTMENT)


def spelt_once(departments: pd.Series, names: Mapping[str, str]) -> pd.Series:
    """Return departments as they are called on the day, each spelt as the profile does, or as first met."""
    spellings = pd.concat([pd.Series(list(names.values()), dtype="str"), departments.dropna()])
    first = spellings.drop_duplicates()
    by_key = first.set_axis(pd.Index(folded(first))).groupby(level=0).first()
    return department_keys(departments, names).map(by_key).astype("str")


def owner_of(
    results: pd.DataFrame, agreements: pd.DataFrame, owners: pd.Series, names: Mapping[str, str]
) -> pd.Series:
    """Return which department each result is about; missing for a provider's."""
    ids = results["agreement_id"].astype("Int64")
    by_id = owners.set_axis(pd.Index(agreements["agreement_id"].tolist()))
    department = by_id.reindex(ids.fillna(-1).to_numpy("int64")).set_axis(results.index)
    is_departments = results["subject_kind"] == "department"
    own = results.loc[is_departments, "reference"].str.removeprefix(DEPARTMENT)
    return department.mask(is_departments, spelt_once(own, names).reindex(results.index))


def in_order(
    departments: pd.Series, names: Mapping[str, str], standing: Collection[str]
) -> list[str]:
    """Return the departments: the profile's in its order, others by name, and last those of no name."""
    found = set(departments.dropna().unique())
    of_profile = [each for each in dict.fromkeys(names.values()) if each in found | {*standing}]
    others = sorted(found - {*of_profile, NO_DEPARTMENT})
    return [*of_profile, *others, *([NO_DEPARTMENT] if NO_DEPARTMENT in found else [])]


def departments_in(cells: pd.DataFrame) -> list[str]:
    """Return the departments that a matrix compares, in its order: agreements of none are no department."""
    return [name for name in cells["department"].unique() if name != NO_DEPARTMENT]
