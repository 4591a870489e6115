"""How much of the spend people decide on themselves, by a personal budget or a direct payment, year by year.

No feed has a column for it: a payment's ``purpose`` says so, in the words that the profile lists.
"""

from collections.abc import Sequence

import pandas as pd

from models.names import folded

COLUMNS = ("year", "personal_pence", "other_pence", "not_told_pence", "share", "coverage")


def personal_budgets(
    spent: pd.DataFrame, *, own: pd.Series, years: Sequence[str], terms: Sequence[str]
) -> pd.DataFrame:
    """Return one row a financial year, the earliest first, of what was spent (outturn).

    ``spent`` has ``financial_year``, ``purpose`` and ``amount_pence`` of the whole authority, and ``own``
    tells which rows are counted. ``personal_pence`` is of the
    purposes that hold one of ``terms``, ``other_pence`` of the other purposes, and ``not_told_pence``
    of payments without a purpose. ``share`` is the first over the first two, and ``coverage`` these two
    over all. A share is missing where no purpose is told, and everywhere where no purpose of the
    authority holds a term: then the ledger may call it something else, and nought would be a guess.
    """
    purposes = folded(spent["purpose"])
    wanted = folded(pd.Series(list(terms), dtype="str"))
    is_personal = pd.Series(False, spent.index)
    for term in wanted:
        is_personal |= purposes.str.contains(term, regex=False).fillna(False).astype("bool")
    kind = pd.Series("other_pence", spent.index, dtype="str")
    kind = kind.mask(is_personal, "personal_pence").mask(purposes.isna(), "not_told_pence")
    sums = (
        spent.assign(kind=kind)[own]
        .groupby(["financial_year", "kind"])["amount_pence"]
        .sum()
        .unstack(fill_value=0)
        .reindex(index=list(years), columns=list(COLUMNS[1:4]), fill_value=0)
        .astype("int64")
    )
    told = sums["personal_pence"] + sums["other_pence"]
    spoken = told if is_personal.any() else told * 0
    total = sums.sum(axis="columns")
    return (
        sums.assign(
            share=sums["personal_pence"] / spoken.where(spoken > 0),
            coverage=told / total.where(total > 0),
        )
        .rename_axis("year")
        .reset_index()[list(COLUMNS)]
    )


def change_points(years: pd.DataFrame) -> float | None:
    """Return how far the share moved from the first year it is known for to the last, in percentage points."""
    known = years["share"].dropna()
    return None if len(known) < 2 else float(100 * (known.iloc[-1] - known.iloc[0]))
