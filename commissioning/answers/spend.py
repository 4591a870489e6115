"""What was spent, is planned or was allowed: by year and basis, which are never added."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from commissioning.answers.disclosure import NOT_NAMED
from commissioning.answers.question import Asking, Told, row_ids
from commissioning.money import millions, whole_pounds

BASES = ("outturn", "planned_commitment", "budget")
NAMES_LISTED = 30
WITHHELD = "withheld: what one provider is paid would follow from it"


@dataclass(frozen=True)
class Sum:
    """The money of one year and basis, all of it or one group's; ``pence`` is None where withheld."""

    year: str
    basis: str
    group: str
    pence: int | None
    rows: pd.DataFrame

    @property
    def amount(self) -> str:
        """The money in millions, or that it is not told."""
        return WITHHELD if self.pence is None else millions(self.pence)

    def figure(self) -> dict[str, object]:
        """Return the figure with its rows and who was paid."""
        group = {"group": self.group} if self.group else {}
        return {
            **{"year": self.year, "basis": self.basis, **group, "amount": self.amount},
            **{"amount_pence": self.pence, "payments": len(self.rows)},
            **{"providers": provider_names(self.rows), "row_ids": row_ids(self.rows)},
        }


def spend(asking: Asking) -> Told:
    """Answer what a year and the one before it cost, by basis; divided by what the question names."""
    years = (asking.year_before, asking.year)
    payments = payments_of(asking)
    sums = [found for year in years for found in sums_of(asking, payments, year)]
    if not sums:
        return Told(f"no payment of {' or '.join(years)} is recorded", coverage(asking), [])
    wholes = [found for found in sums if not found.group]
    said = [f"{found.year} {found.basis} {found.amount}" for found in wholes]
    change = change_of(wholes)
    return Told(
        "; ".join([*said, *([change] if change else [])]),
        coverage(asking),
        [found.figure() for found in sums],
        tuple(lines_of(sums)),
    )


def payments_of(asking: Asking) -> pd.DataFrame:
    """Return the payments that the question is about, whatever their year."""
    return asking.narrowed(asking.evidence.payments)


def sums_of(asking: Asking, payments: pd.DataFrame, year: str) -> Iterator[Sum]:
    """Yield the whole of each basis of a year; after it each group's, where divided, the largest first."""
    of_year = payments[payments["financial_year"] == year]
    for basis in BASES:
        rows = of_year[of_year["basis"] == basis]
        if len(rows):
            yield _sum(asking, year, basis, "", rows)
            groups = groups_of(asking, rows)
            parts = [] if groups is None else list(rows.groupby(groups))
            for group, some in sorted(parts, key=lambda part: -int(part[1]["amount_pence"].sum())):
                yield _sum(asking, year, basis, str(group), some)


def groups_of(asking: Asking, rows: pd.DataFrame) -> pd.Series | None:
    """Return the group of each payment, or None where money is not divided."""
    columns = {"service_category": "service_category", "provider": "provider_name"}
    by = asking.question.by
    if not by:
        return None
    column = asking.restated(rows) if by == "department" else rows[columns[by]]
    return column.fillna("not recorded")


def _sum(asking: Asking, year: str, basis: str, group: str, rows: pd.DataFrame) -> Sum:
    payees = rows["provider_key"].fillna(NOT_NAMED).unique()
    may_tell = asking.disclosure.allows(f"{year} {basis}", group or "all", payees)
    pence = int(rows["amount_pence"].sum()) if may_tell else None
    return Sum(year, basis, group, pence, rows)


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
    return f"{'+' if pence >= 0 else ''}{millions(pence)}"


def provider_names(rows: pd.DataFrame) -> list[str]:
    """Return the names of who was paid, as published, in order."""
    return sorted(rows["provider_name"].dropna().unique())


def lines_of(sums: list[Sum]) -> Iterator[str]:
    """Yield a line for each sum: the money in full, and who was paid."""
    for found in sums:
        what = f"{found.year} {found.basis}" + (f", {found.group}" if found.group else "")
        exact = found.amount if found.pence is None else whole_pounds(found.pence)
        names = provider_names(found.rows)
        some = f": {'; '.join(names)}" if 0 < len(names) <= NAMES_LISTED else ""
        payees = counted(len(names), "provider") if names else "provider count unknown"
        yield f"{what}: {exact}, {counted(len(found.rows), 'payment')}, {payees}{some}"


def counted(number: int, thing: str) -> str:
    """Return how many there are: 1 payment, 2 payments."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def coverage(asking: Asking) -> str:
    """Return how many of the payments say what year they are of."""
    payments = payments_of(asking)
    of_year = int(payments["financial_year"].notna().sum())
    return f"financial_year known for {of_year:,} of {len(payments):,} payments"
