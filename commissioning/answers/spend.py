"""What was spent, is planned or was allowed: by year and basis, which are never added."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from commissioning.answers.question import Asking, Told, row_ids
from commissioning.money import millions, whole_pounds

BASES = ("outturn", "planned_commitment", "budget")
NAMES_LISTED = 30
WITHHELD = "withheld: what one provider is paid could follow from it"
FEEDS = ("payments",)
GROUPS = {"service_category": "service_category", "provider": "provider"}


@dataclass(frozen=True)
class Sum:
    """The money of one year and basis, all of it or one group's; ``pence`` is None where withheld."""

    year: str
    basis: str
    group: str | None
    pence: int | None
    rows: pd.DataFrame

    @property
    def amount(self) -> str:
        """The money in millions, or that it is not told."""
        return WITHHELD if self.pence is None else millions(self.pence)

    @property
    def said(self) -> str:
        """The money in full, and who was paid."""
        what = f"{self.year} {self.basis}" + (f", {self.group}" if self.group is not None else "")
        exact = WITHHELD if self.pence is None else whole_pounds(self.pence)
        return f"{what}: {exact}, {counted(len(self.rows), 'payment')}, {payees(self.rows)}"

    def figure(self) -> dict[str, Any]:
        """Return the figure with its rows and who was paid."""
        group = {} if self.group is None else {"group": self.group}
        return {
            "figure": "spend",
            "year": self.year,
            "basis": self.basis,
            **group,
            "amount": self.amount,
            "amount_pence": self.pence,
            "payments": len(self.rows),
            "providers": provider_names(self.rows),
            "said": self.said,
            "row_ids": row_ids(self.rows),
        }


def spend(asking: Asking) -> Told:
    """Answer what a year and the one before it cost, by basis; divided by what the question names."""
    payments = payments_of(asking)
    sums = [found for year in years_of(asking) for found in sums_of(asking, payments, year)]
    if not sums:
        none = f"no payment of {' or '.join(years_of(asking))} is recorded"
        return Told(none, coverage(asking), [], feeds=FEEDS)
    wholes = [found for found in sums if found.group is None]
    said = [f"{found.year} {found.basis} {found.amount}" for found in wholes]
    change = change_of(wholes)
    return Told(
        "; ".join([*said, *([change] if change else [])]),
        coverage(asking),
        [found.figure() for found in sums],
        feeds=FEEDS,
    )


def years_of(asking: Asking) -> tuple[str, str]:
    """Return the year before the one asked about, and that one."""
    return asking.year_before, asking.year


def payments_of(asking: Asking) -> pd.DataFrame:
    """Return the payments that the question is about, of the year and the one before."""
    return asking.narrowed(asking.evidence.payments)


def sums_of(asking: Asking, payments: pd.DataFrame, year: str) -> Iterator[Sum]:
    """Yield the whole of each basis of a year; after it each group's, where divided, the largest first."""
    for basis in BASES:
        rows = of(payments, year, basis)
        if len(rows):
            reserve(asking, year, basis)
            yield _sum(asking, year, basis, None, rows)
            groups = groups_of(asking, rows)
            parts = [] if groups is None else list(rows.groupby(groups))
            for group, some in sorted(parts, key=lambda part: -int(part[1]["amount_pence"].sum())):
                yield _sum(asking, year, basis, str(group), some)


def of(payments: pd.DataFrame, year: str, basis: str) -> pd.DataFrame:
    """Return the payments of one year and basis."""
    return payments[(payments["financial_year"] == year) & (payments["basis"] == basis)]


def reserve(asking: Asking, year: str, basis: str) -> None:
    """Keep the authority's own total of a year and basis tellable, whatever part is told first."""
    asking.disclosure.reserve(f"{year} {basis}", of(asking.evidence.payments, year, basis))


def groups_of(asking: Asking, rows: pd.DataFrame) -> pd.Series | None:
    """Return the group of each payment, or None where money is not divided."""
    by = asking.question.by
    if not by:
        return None
    column = asking.restated(rows) if by == "department" else rows[GROUPS[by]]
    return column.fillna("not recorded")


def _sum(asking: Asking, year: str, basis: str, group: str | None, rows: pd.DataFrame) -> Sum:
    may_tell = asking.disclosure.allows(f"{year} {basis}", rows)
    return Sum(year, basis, group, int(rows["amount_pence"].sum()) if may_tell else None, rows)


def change_of(sums: list[Sum]) -> str:
    """Return the change from the first year to the second, of one basis where both years have it.

    Nothing where either year has no sum, or several and none in common: a change between two of them
    would be chosen, not found.
    """
    pair = compared(sums)
    if pair is None or pair[0].pence is None or pair[1].pence is None:
        return ""
    before, after = pair
    difference = pair[1].pence - pair[0].pence
    share = f", {difference / pair[0].pence:+.1%}" if pair[0].pence > 0 else ""
    note = "" if before.basis == after.basis else ", bases differ"
    return f"change {signed(difference)}{share}{note}"


def compared(sums: list[Sum]) -> tuple[Sum, Sum] | None:
    """Return the two sums of two years that can be set against each other, or None."""
    years = list(dict.fromkeys(found.year for found in sums))
    if len(years) != 2:
        return None
    first, second = ({s.basis: s for s in sums if s.year == year} for year in years)
    for basis in BASES:
        if basis in first and basis in second:
            return first[basis], second[basis]
    if len(first) == len(second) == 1:
        return next(iter(first.values())), next(iter(second.values()))
    return None


def signed(pence: int) -> str:
    """Return an amount in millions with its sign: +1.6m."""
    return f"{'-' if pence < 0 else '+'}{millions(abs(pence))}"


def provider_names(rows: pd.DataFrame) -> list[str]:
    """Return the names of who was paid, as published, in order."""
    return sorted(rows["provider_name"].dropna().unique())


def payees(rows: pd.DataFrame) -> str:
    """Return how many bodies were paid, by name where they are few; payments that name none are counted."""
    bodies, nameless = rows["provider_key"].nunique(), int(rows["provider_key"].isna().sum())
    if not bodies:
        return "provider count unknown"
    names = provider_names(rows)
    listed = f": {'; '.join(names)}" if 0 < len(names) <= NAMES_LISTED else ""
    none = f", {counted(nameless, 'payment')} without a payee" if nameless else ""
    return f"{counted(bodies, 'provider')}{none}{listed}"


def counted(number: int, thing: str) -> str:
    """Return how many there are: 1 payment, 2 payments."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def coverage(asking: Asking) -> str:
    """Return how many payments say their year, over how much of it they are, and what narrows them."""
    payments, unsaid = asking.evidence.payments, asking.evidence.without_a_year
    said = f"financial_year known for {len(payments):,} of {len(payments) + unsaid:,} payments"
    months = [part for year in years_of(asking) if (part := _months(payments, year))]
    return "; ".join([said, *months, *asking.coverage_of(payments, "payments")])


def _months(payments: pd.DataFrame, year: str) -> str:
    """Return which part of a year's days the dated payments cover, where it is not all twelve months."""
    paid_on = payments.loc[
        (payments["financial_year"] == year) & (payments["basis"] == "outturn"), "paid_on"
    ].dropna()
    months = paid_on.dt.to_period("M").nunique()
    if paid_on.empty or months >= 12:
        return ""
    first, last = paid_on.min().date(), paid_on.max().date()
    return f"{year} outturn has payments in {months} of 12 months, {first} to {last}"
