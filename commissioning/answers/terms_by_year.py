"""How long agreements were let for and how, by the year they began: extensions do not lengthen a term."""

from typing import Any

import pandas as pd

from commissioning.answers.question import Asking, Told, recorded, row_ids
from commissioning.dates import financial_year, months_after
from commissioning.register import first_extensions, initial_ends_on

YEARS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ONE_DAY = pd.Timedelta(days=1)
OTHER, UNKNOWN = "other_terms", "unknown_terms"


def terms_by_year(asking: Asking) -> Told:
    """Answer how many terms are of each whole number of years, and which providers had a direct award.

    A term is of n years when its first and last day are the first and last of n years to the day; any
    other is ``other_terms``, and one without both days ``unknown_terms``.
    """
    agreements = _with_terms(asking)
    counts = agreements["term"].value_counts()
    order = [f"{name}_year_terms" for name in YEARS] + [OTHER, UNKNOWN]
    terms = [f"{name}={counts[name]}" for name in order if name in counts]
    direct = agreements[agreements["procurement_method"] == "direct"]
    names = sorted(set(direct["provider_name"].fillna("provider not recorded")))
    awards = f"direct_award: {', '.join(names) or 'none recorded'}"
    return Told(
        ", ".join([*terms, awards]) if len(agreements) else "no agreement is recorded",
        "; ".join(
            recorded(agreements[column], "agreements")
            for column in ("starts_on", "ends_on", "procurement_method")
        ),
        _figures(agreements),
        tuple(_lines(agreements)),
    )


def _with_terms(asking: Asking) -> pd.DataFrame:
    """Return the agreements with ``term`` and ``began``, the financial year of their first day."""
    agreements = asking.agreements
    first = first_extensions(asking.evidence.register, asking.question.on)
    starts_on, last = agreements["starts_on"], initial_ends_on(agreements, first)
    term = pd.Series(OTHER, agreements.index, dtype="str")
    for years, name in enumerate(YEARS, start=1):
        # To the day before the same day, or from a month's end to a month's end: 29 February has both.
        whole = months_after(starts_on, 12 * years) == last + ONE_DAY
        whole |= months_after(starts_on - ONE_DAY, 12 * years) == last
        term = term.mask(whole, f"{name}_year_terms")
    start = asking.evidence.register.financial_year_start
    began = starts_on.map(lambda day: financial_year(day, start), na_action="ignore")
    return agreements.assign(
        term=term.mask(starts_on.isna() | last.isna(), UNKNOWN),
        began=began.astype("str").fillna("not recorded"),
    ).sort_values(["began", "provider_name", "reference"], kind="stable")


def _figures(agreements: pd.DataFrame) -> list[dict[str, Any]]:
    method = agreements["procurement_method"].fillna("not recorded")
    grouped = agreements.groupby(["began", "term", method], sort=True)
    return [
        {
            "figure": "terms",
            "year": year,
            "term": term,
            "procurement_method": how,
            "count": len(some),
            "providers": sorted(some["provider_name"].dropna().unique()),
            "said": f"began {year}, {str(term).replace('_', ' ')}, method {how}: {len(some):,}",
            "row_ids": row_ids(some),
        }
        for (year, term, how), some in grouped
    ]


def _lines(agreements: pd.DataFrame) -> list[str]:
    names = agreements["provider_name"].fillna("provider not recorded")
    methods = agreements["procurement_method"].fillna("method not recorded")
    terms = agreements["term"].str.removesuffix("s").str.replace("_", " ")
    said = agreements["began"] + ": " + names + ", " + terms + ", " + methods
    counts = said.value_counts(sort=False)
    return [str(line) if count == 1 else f"{line} ({count:,})" for line, count in counts.items()]
