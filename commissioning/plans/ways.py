"""How it is commissioned: terms, solutions repeated, personal budgets, and organisations that users lead."""

import pandas as pd

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, listed
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.listing import part_of_tables
from commissioning.supply.personal_budgets import change_points, personal_budgets
from commissioning.supply.three_year_norm import Norm, three_year_norm
from commissioning.supply.user_led import UserLed, user_led
from models.names import folded

AREAS_NAMED = 20


def ways(inputs: PlanInputs) -> Part:
    """Return the norm of terms, the solutions repeated, personal budgets and user-led organisations."""
    repeated, budgets = inputs.of_several(inputs.supply.repeats), personal(inputs)
    words = (norm_words(norm(inputs), inputs), user_led_words(led(inputs)), *budget_words(budgets))
    if repeated.empty:
        words = (*words, "No award is known to repeat another to one provider, unchanged.")
    tables = (repeats_table(repeated), budgets_table(budgets))
    return part_of_tables("ways", "Terms, repeats and who decides", words, tables)


def norm(inputs: PlanInputs) -> Norm:
    """Return whether long terms are the norm among its third-sector agreements."""
    return three_year_norm(inputs.supply.answers["term_below_norm"], inputs.ids)


def norm_words(found: Norm, inputs: PlanInputs) -> str:
    """Return the share of long terms in a sentence."""
    months, known = inputs.thresholds.norm_months, found.long + found.short
    tail = (
        f" Of {counted(found.unknown, 'other')} the type of provider or the term is not recorded."
        if found.unknown
        else ""
    )
    if not known:
        return f"Whether terms of {months} months are the norm for charities cannot be told.{tail}"
    verb = "are the norm" if found.is_norm else "are not the norm"
    return (
        f"Terms of {months} months or more {verb} for charities and community bodies: {found.long:,} of "
        f"{counted(known, 'third-sector agreement')} known, {found.share:.2f}.{tail}"
    )


def led(inputs: PlanInputs) -> UserLed:
    """Return which areas have a user-led organisation; they are the whole authority's."""
    return user_led(
        inputs.register,
        on=inputs.on,
        organisations=inputs.supply.organisations,
        areas=inputs.supply.areas,
    )


def user_led_words(found: UserLed) -> str:
    """Return the coverage by user-led organisations in a sentence, with the areas that have none."""
    if found.share is None:
        return (
            "Which areas have a user-led organisation cannot be told: the profile names none, or no "
            "agreement names an area."
        )
    known = len(found.having) + len(found.without)
    told = (
        f"A user-led organisation works in {len(found.having):,} of {counted(known, 'area')} known "
        f"of the whole authority, {found.share:.3f}."
    )
    if found.without:
        some = [*found.without[:AREAS_NAMED]]
        more = len(found.without) - len(some)
        told += f" Without one: {listed([*some, f'{more:,} more'] if more else some)}."
    if found.unknown:
        told += f" Of {counted(len(found.unknown), 'area')} it cannot be told."
    return told


def personal(inputs: PlanInputs) -> pd.DataFrame:
    """Return the share of the spend by personal budget, year by year, of its department or of all."""
    supply = inputs.supply
    own = pd.Series(True, supply.spent.index)
    if inputs.department is not None:
        own = folded(supply.spent["department"]).eq(inputs.department_key).fillna(False)
    return personal_budgets(
        supply.spent, own=own.astype("bool"), years=supply.years, terms=supply.terms
    )


def budget_words(years: pd.DataFrame) -> tuple[str, ...]:
    """Return the latest share of personal budgets, and how it moved."""
    known = years.dropna(subset="share")
    if known.empty:
        return (
            "How much people decide on themselves, by personal budget or direct payment, cannot be told: "
            "no payment's purpose says it, in the words that the profile lists.",
        )
    last, moved = known.iloc[-1], change_points(years)
    told = (
        f"By personal budget or direct payment: {last['share']:.2f} of the spend of {last['year']} whose "
        f"purpose is told, which is {last['coverage']:.0%} of it all."
    )
    if moved is not None:
        told += f" Since {known['year'].iloc[0]} it moved by {moved:+.1f} percentage points."
    return (told,)


def budgets_table(years: pd.DataFrame) -> Table:
    """Return the spend by personal budget and otherwise, year by year; nothing where none is spent."""
    spent = years[(years[["personal_pence", "other_pence", "not_told_pence"]] != 0).any(axis=1)]
    return Table(
        name="personal_budgets",
        caption="Spend by personal budget or direct payment, and otherwise",
        columns=(
            Column("year", "Financial year"),
            Column("personal_pence", "Personal", "money"),
            Column("other_pence", "Otherwise", "money"),
            Column("not_told_pence", "No purpose told", "money"),
            Column("share", "Personal share", "share", missing="Cannot be told"),
        ),
        frame=spent.reset_index(drop=True),
    )


def repeats_table(rows: pd.DataFrame) -> Table:
    """Return the runs of awards to one provider with one specification."""
    return Table(
        name="repeats",
        caption="The same provider with the same specification, award after award",
        columns=(
            Column("which", "Agreements, in order"),
            Column("provider_name", "Provider"),
            Column("service_category", "Kind of service"),
            Column("repeat", "Repeated", "count"),
        ),
        frame=rows.assign(which=rows["references"].map(", ".join)),
        stacks=True,
    )
