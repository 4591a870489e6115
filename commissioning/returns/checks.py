"""What is wrong in the rows of a return form: a given cell that was changed, a figure that cannot be right."""

import re

import pandas as pd

from commissioning.ingest.mapping import Severity, found, joined
from commissioning.returns.form import (
    BETWEEN,
    CODE,
    FIGURES,
    GIVEN,
    LETTERS_EACH,
    MARK,
    as_read,
    letters,
)

AS_SENT = "put the row back as it was sent"
ADDED = f"The form as sent has no such row: report only what it asks for, and {AS_SENT}."
CODE_CHANGED = f"The letters of the row were changed: {AS_SENT}."
OTHER_FORM = (
    "The row is of another form: report on each agreement in the form that was sent for it."
)
# What each given cell is called where it was changed, and why that matters.
CHANGED = {
    "reference": ("agreement_is_asked_for", "The form asks for another agreement in this row"),
    "measure": ("measure_is_asked_for", "The form asks for another measure in this row"),
    **dict.fromkeys(
        ("starts_on", "ends_on"),
        ("period_is_asked_for", "The form asks for another period in this row"),
    ),
}
AS_GIVEN = ("is_as_given", "The cell is given and locked, and it was changed")

LARGER = "The numerator is larger than the denominator: check whether they changed places."
SHARE = (
    "The value is the share and not the per cent, as a cell holds it where 85% was typed: write 85."
)
MAY_BE_SHARE = "Where 85% is typed a cell holds 0.85: check that it is not meant as 85."
PER_CENT = re.compile(r"%|\bper ?cent\b|\bpercentage\b", re.IGNORECASE)


def given_amiss(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the problems of rows whose given cells are not as they were sent; each sets its row aside.

    A row is told to be of another form where none of its letters fits.
    """
    code = rows[CODE].str.strip()
    is_code = code.str.fullmatch(MARK).astype(bool)
    sent = (
        code.where(is_code, "").str.split(BETWEEN, expand=True).reindex(columns=range(len(GIVEN)))
    )
    is_changed = pd.DataFrame(
        {name: is_code & (_letters_of(rows, name) != sent[at]) for at, name in enumerate(GIVEN)},
        index=rows.index,
    )
    is_others = is_code & is_changed.all(axis=1)
    problems = [
        _critical(rows, code == "", CODE, "row_is_of_the_form", ADDED),
        _critical(rows, ~is_code & (code != ""), CODE, "row_is_of_the_form", CODE_CHANGED),
        _critical(rows, is_others, GIVEN["reference"], "row_is_of_this_form", OTHER_FORM),
    ]
    for name, heading in GIVEN.items():
        expectation, what = CHANGED.get(name, AS_GIVEN)
        where = is_changed[name] & ~is_others
        problems.append(_critical(rows, where, heading, expectation, f"{what}: {AS_SENT}."))
    return joined(problems)


def _letters_of(rows: pd.DataFrame, name: str) -> pd.Series:
    """Return the letters that each row's cell would have been given."""
    said = as_read(name, rows[GIVEN[name]])
    return pd.Series(
        [
            letters(LETTERS_EACH, key, name, text)
            for key, text in zip(rows["_key"], said, strict=True)
        ],
        index=rows.index,
        dtype="str",
    )


def figures_amiss(rows: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the problems of figures that can be read; ``frame`` has them as numbers.

    A numerator larger than its denominator sets the row aside, unless their ratio is an average that the value
    states. So does a share in the place of the per cent that it comes to; without counts it is only doubted.
    """
    value, numerator, denominator = (frame[name] for name in FIGURES)
    is_per_cent = rows[GIVEN["unit"]].str.contains(PER_CENT)
    ratio = numerator / denominator.where(denominator > 0)
    states_ratio = (value - ratio).abs() <= 0.5001 * _last_decimal(value)
    is_larger = (numerator > denominator) & (is_per_cent | ~states_ratio)
    is_small = is_per_cent & (value > 0) & (value <= 1)
    is_share = is_small & states_ratio & (ratio > 0) & ((value - 100 * ratio).abs() > value)
    target = pd.to_numeric(rows[GIVEN["target"]], errors="coerce")
    may_be = is_small & ~is_share & ratio.isna() & (target > 1)
    heading = FIGURES["value"]
    return joined(
        [
            _critical(rows, is_larger, FIGURES["numerator"], "numerator_within_whole", LARGER),
            _critical(rows, is_share, heading, "value_is_per_cent", SHARE),
            _problem(rows, may_be, heading, "value_is_per_cent", "warning", MAY_BE_SHARE),
        ]
    )


def _last_decimal(value: pd.Series) -> pd.Series:
    """Return what one is worth in the last decimal that each value is written with."""
    written = value.map(lambda number: f"{number:.10f}".rstrip("0"), na_action="ignore")
    decimals = written.astype("str").str.extract(r"\.(\d*)$", expand=False).str.len()
    return 10.0 ** -decimals.fillna(0).astype("float64")


def _critical(
    rows: pd.DataFrame, where: pd.Series, column: str, expectation: str, cause: str
) -> pd.DataFrame:
    return _problem(rows, where, column, expectation, "critical", cause)


def _problem(
    rows: pd.DataFrame,
    where: pd.Series,
    column: str,
    expectation: str,
    severity: Severity,
    cause: str,
) -> pd.DataFrame:
    return found(rows, where.fillna(False), column, expectation, severity, cause)
