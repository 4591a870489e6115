"""Rules by department: in how many agreements of each a rule is flagged, of those it could tell of."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from commissioning.compliance.consistency import consistency, overrides_among
from commissioning.compliance.matrix import NO_DEPARTMENT, departments_in, departments_of, matrix
from commissioning.packs.inputs import PackInputs
from commissioning.packs.section import Section
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, listed, rule_title
from commissioning.register import live

SHOWN_FIRST = 8


def compliance(inputs: PackInputs) -> Section:
    """Return the matrix of rules by department, those flagged in most agreements first."""
    register = inputs.register
    cells = matrix(inputs.results, register.agreements, register.department_names, inputs.standing)
    has_columns = not cells.empty
    wide = matrix_table(cells)
    owners = departments_of(register.agreements, register.department_names)
    unowned = int((owners[live(register, inputs.on)] == NO_DEPARTMENT).sum())
    is_cut = len(wide.frame) > SHOWN_FIRST
    return Section(
        name="compliance",
        title="Rules by department",
        context={
            "lead": lead(cells),
            "unowned": unowned_words(unowned),
            "overrides": override_words(inputs, departments_in(cells)),
            "matrix": most_flagged(wide) if is_cut else wide,
            "every": wide,
            "has_columns": has_columns,
        },
        tables=(wide, cells_table(cells)) if has_columns else (),
        annex=(wide,) if is_cut and has_columns else (),
    )


def matrix_table(cells: pd.DataFrame) -> Table:
    """Return a row a rule and a column a department, each cell ``0 of 12`` with what could not be told.

    The columns are ``department_1`` and so on, for a department may be called ``rule``.
    """
    departments = list(cells["department"].unique())
    names = [f"department_{place}" for place in range(1, len(departments) + 1)]
    worded = cells.assign(text=[cell_text(row) for row in cells.to_dict("records")])
    wide = worded.pivot(index="rule", columns="department", values="text")
    totals = cells.groupby("rule")["flagged"].sum()
    order = totals.sort_values(ascending=False, kind="stable").index
    frame = wide.reindex(index=order, columns=departments).set_axis(names, axis="columns")
    frame = frame.rename_axis(columns=None).reset_index()
    return Table(
        name="rules_by_department",
        caption="Flagged of asked, by rule and department",
        columns=(
            Column("title", "Rule"),
            *(Column(*each) for each in zip(names, departments, strict=True)),
        ),
        frame=frame.assign(title=frame["rule"].map(rule_title)),
    )


def most_flagged(every: Table) -> Table:
    """Return the first rows of the matrix, under a caption of their own: the annex has them all."""
    return replace(
        every,
        name="rules_most_flagged_by_department",
        caption=f"{every.caption}: the {SHOWN_FIRST} rules with most flags",
        frame=every.frame.head(SHOWN_FIRST),
    )


def cell_text(row: Mapping[Any, Any]) -> str:
    """Return a cell as it is read: what is flagged of what was asked, and what could not be told."""
    unknown = f", {row['unknown']:,} unknown" if row["unknown"] else ""
    other = f", {row['not_applicable']:,} not applicable" if row["not_applicable"] else ""
    return f"{row['said']}{unknown}{other}"


def cells_table(cells: pd.DataFrame) -> Table:
    """Return one row a rule and department with its counts, for those who compute with them."""
    return Table(
        name="rules_by_department_counts",
        caption="Answers by rule and department",
        columns=(
            Column("rule", "Rule"),
            Column("department", "Department"),
            Column("flagged", "Flagged", "count"),
            Column("asked", "Asked", "count"),
            Column("unknown", "Could not be asked", "count"),
            Column("not_applicable", "Does not apply", "count"),
        ),
        frame=cells,
    )


def lead(cells: pd.DataFrame) -> str:
    """Return how many rules are flagged in every department, in some and in none, and how many could tell nothing."""
    departments = departments_in(cells)
    if not departments:
        return (
            "No agreement is listed and no department is named, so there is nothing to compare."
            if cells.empty
            else "No department is named, so there is nothing to compare."
        )
    named = cells[cells["department"] != NO_DEPARTMENT]
    flagged_in = (named["flagged"] > 0).groupby(named["rule"]).sum()
    is_unasked = named.groupby("rule")["asked"].sum() == 0
    everywhere = int((flagged_in == len(departments)).sum())
    nowhere = int(((flagged_in == 0) & ~is_unasked).sum())
    unasked = int(is_unasked.sum())
    some = len(flagged_in) - everywhere - nowhere - unasked
    return (
        f"Of {counted(len(flagged_in), 'rule')} put to {counted(len(departments), 'department')}, "
        f"{everywhere:,} are flagged in every one, {some:,} in some and {nowhere:,} in none; "
        f"{unasked:,} could be asked in none."
    )


def unowned_words(unowned: int) -> str:
    """Return how many live agreements are in nobody's column; empty where every one has a department."""
    if not unowned:
        return ""
    return (
        f"{counted(unowned, 'live agreement')} with no department recorded, in the column "
        f"{NO_DEPARTMENT}."
    )


def override_words(inputs: PackInputs, departments: list[str]) -> str:
    """Return which departments are judged by thresholds of their own; empty where that is not known."""
    if inputs.overrides is None:
        return ""
    found = overrides_among(departments, inputs.overrides)
    if not found:
        return "Every department is judged by the same thresholds." if departments else ""
    kept, of = consistency(departments, found).split("/")
    told = listed([each.said for each in found])
    return (
        f"{kept} of {of} departments are judged by the authority's thresholds throughout; {told}."
    )
