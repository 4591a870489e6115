"""Which figures each provider is asked for: the returns of a period, of its own agreements and nobody else's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from commissioning.dates import Period, spoken_day
from commissioning.measures.expected import SLOT, expected_returns
from commissioning.measures.quarters import KEY
from commissioning.packs.scopes import slug_of
from commissioning.register import Register
from commissioning.returns.form import PREVIOUS, Whose

# What a form says of an agreement and of a measure beside the return itself.
OF_AGREEMENT = ["agreement_id", "reference", "title", "commissioner", "provider_key"]
OF_MEASURE = [*KEY, "kind", "unit", "direction", "baseline", "target", "tolerance"]


@dataclass(frozen=True)
class Form:
    """What one provider is asked for: whose form it is, whom to ask, and its rows.

    ``rows`` has the canonical columns of the return and its measure, the agreement's ``title``, and the values
    of the last four periods under the headings of ``PREVIOUS``.
    """

    whose: Whose
    authority_title: str
    period: Period
    contact: str
    rows: pd.DataFrame

    @property
    def due_on(self) -> date:
        """The first day on which a figure of it is due."""
        return pd.Timestamp(self.rows["due_on"].min()).date()

    @property
    def due_by(self) -> str:
        """The day on which all of it is due, or the first of them with where the others stand."""
        day = spoken_day(self.due_on)
        if self.rows["due_on"].nunique() == 1:
            return day
        return f"{day}, when the first figure is due; the column Due on has each figure's day"

    @property
    def file_name(self) -> str:
        """What the file is called."""
        slug = slug_of(self.whose.provider, "provider", self.whose.provider_code)
        return f"return-{slug}-{self.period.slug}.xlsx"


@dataclass(frozen=True)
class Asked:
    """The forms of a period, one a provider, and what could not be asked, in sentences."""

    forms: tuple[Form, ...]
    notes: tuple[str, ...]


def forms_asked(
    register: Register, period: Period, *, on: date, title: str, contact: str = ""
) -> Asked:
    """Return the form of each provider that owes a return for a period that ends in this one.

    ``title`` is the authority's; ``contact`` is whom to ask, or where it is empty the agreements' own
    commissioners. A measure that cannot be asked, and an agreement that names no provider, is told of.
    """
    expected = expected_returns(
        register.agreements,
        register.measures,
        register.returns,
        on=on,
        year_start=register.financial_year_start,
        until=period.ends_on,
    )
    rows = with_last_values(expected)
    is_of_period = (rows["ends_on"] >= pd.Timestamp(period.starts_on)) & (
        rows["ends_on"] <= pd.Timestamp(period.ends_on)
    )
    told = described(rows[is_of_period], register)
    forms = _forms(told.dropna(subset=["provider_key"]), register, period, title, contact)
    ordered = tuple(sorted(forms, key=lambda form: form.file_name))
    return Asked(ordered, tuple(_notes(expected, told, register)))


def with_last_values(expected: pd.DataFrame) -> pd.DataFrame:
    """Return expected returns with the values of the four periods before each."""
    values = expected.loc[expected["number"].notna(), [*SLOT, "value"]]
    for back, heading in enumerate(PREVIOUS, 1):
        before = values.assign(number=values["number"] + back)
        expected = expected.merge(before.rename(columns={"value": heading}), how="left", on=SLOT)
    return expected


def described(rows: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Return rows with what the register says of their agreement and measure, in the order of a form."""
    measures = register.measures.drop_duplicates(KEY, keep="last")[OF_MEASURE]
    told = rows.merge(register.agreements[OF_AGREEMENT], on="agreement_id").merge(measures, on=KEY)
    return told.sort_values(["reference", "measure", "starts_on"], kind="stable", ignore_index=True)


def _forms(
    told: pd.DataFrame, register: Register, period: Period, title: str, contact: str
) -> Iterator[Form]:
    names = register.provider_names["called"]
    for key, rows in told.groupby("provider_key"):
        commissioners = sorted(set(rows["commissioner"].dropna()))
        yield Form(
            whose=Whose(
                authority=register.authority,
                provider=str(names.get(key, key)),
                provider_code=str(key),
                period=period.slug,
                label=period.label,
            ),
            authority_title=title,
            period=period,
            contact=contact or "; ".join(commissioners) or title,
            rows=rows.reset_index(drop=True),
        )


def _notes(expected: pd.DataFrame, told: pd.DataFrame, register: Register) -> Iterator[str]:
    references = register.agreements.set_index("agreement_id")["reference"]
    lacking = {"frequency": "how often it is returned", "starts_on": "when the agreement starts"}
    for column, what in lacking.items():
        unclear = expected[expected["missing"] == column]
        if len(unclear):
            first = unclear.iloc[0]
            yield (
                f"{len(unclear):,} {'measure is' if len(unclear) == 1 else 'measures are'} not asked "
                f"for, because the register does not say {what} ({column}): first {first['measure']} of "
                f"{references[first['agreement_id']]}"
            )
    nobody = sorted(set(told.loc[told["provider_key"].isna(), "reference"]))
    if nobody:
        yield (
            f"{len(nobody):,} {'agreement names' if len(nobody) == 1 else 'agreements name'} no provider "
            f"to be asked: {', '.join(nobody[:5])}{', …' if len(nobody) > 5 else ''}"
        )
