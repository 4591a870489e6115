"""What is exempt from publication, and how a public pack is made without any of it.

Exempt are, by Schedule 12A to the Local Government Act 1972: what tells of an individual (paragraph 1), and the
financial and business affairs of a particular person or body (paragraph 3). What is blanked in the inputs is
never seen by a section, so that no chart and no sentence can tell it.
"""

import json
from dataclasses import replace
from typing import Any

import pandas as pd

from commissioning.money_over_time.unit_costs import no_unit_costs
from commissioning.packs.inputs import (
    Earlier,
    PackInputs,
    Previous,
    Quality,
    Replaced,
    none_acknowledged,
)
from commissioning.packs.section import Section, with_tables
from commissioning.packs.tables import Column, Table
from commissioning.register import Register

# By feed: columns of its canonical file.
EXEMPT_FIELDS: dict[str, tuple[str, ...]] = {
    "agreements": ("commissioner",),  # a person's name in many registers
    "equality": ("risk",),
    "providers": (
        *("insolvency", "accounts_overdue", "insurance_expires_on"),
        "excluded",
    ),
    "decisions": ("decided_by", "entered_by", "reason"),
}
# Columns that sections make of what is exempt: a price, cells as a file had them, who silenced a flag.
EXEMPT_MADE = (
    *("unit_cost_pence", "peer_unit_cost_pence", "middle_pence", "fence_pence", "examples"),
    *("acted_by", "acknowledged", "owner"),
)
# Rules whose sentences tell of one provider's affairs.
EXEMPT_RULES = ("provider_at_risk", "provider_concentration", "unit_cost_outlier")
# Exempt where the profile keeps to the authority what it pays one provider ([publication] exempt).
OF_PROVIDER_VALUES = {
    "rules": ("off_contract_spend", "spend_over_profile", "value_exceeded"),
}
PROVIDER_VALUES = "provider_values"

# What the page says of the part that it is.
PARTS_TOLD = {
    "whole": "",
    "public": "Part 1, for publication. What is exempt from it is in part 2: who manages an agreement, who decided what and "
    "why, which provider shows signs of trouble, what one provider charges, and the cells of rows set aside.",
    "exempt": "Part 2, exempt from publication: for members and officers only, not to be handed on.",
}


def is_exempt(column: Column) -> bool:
    """Tell whether a table's column shows what is exempt: by the field it names, or else by its own name.

    A field is written ``feed.column``.
    """
    if column.field:
        feed, _, name = column.field.partition(".")
        return name in EXEMPT_FIELDS.get(feed, ())
    return column.name in exempt_names()


def exempt_names() -> frozenset[str]:
    """Return every exempt column's own name."""
    return frozenset(EXEMPT_MADE).union(*EXEMPT_FIELDS.values())


def public_inputs(inputs: PackInputs) -> PackInputs:
    """Return the inputs of a pack that anybody may read: what is exempt is not in them."""
    rules = exempt_rules(inputs.exempt)
    return replace(
        inputs,
        register=public_register(inputs.register),
        results=public_results(inputs.results, rules),
        previous=inputs.previous and public_previous(inputs.previous, rules),
        quality=without_cells(inputs.quality),
        acknowledgements=none_acknowledged(),
        cases=public_cases(inputs.cases, rules),
        unit_costs=no_unit_costs(),
        replaced=inputs.replaced
        and Replaced(inputs.replaced.version, public_inputs(inputs.replaced.inputs)),
    )


def exempt_rules(kept: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rules that no public pack tells of; ``kept`` is what the profile keeps from the public."""
    of_values = OF_PROVIDER_VALUES["rules"] if PROVIDER_VALUES in kept else ()
    return (*EXEMPT_RULES, *of_values)


def public_register(register: Register) -> Register:
    """Return the register with every exempt field blank."""
    blanked: dict[str, Any] = {
        feed: blank(getattr(register, feed), columns) for feed, columns in EXEMPT_FIELDS.items()
    }
    return replace(register, **blanked)


def public_results(results: pd.DataFrame, rules: tuple[str, ...]) -> pd.DataFrame:
    """Return the results of the rules that the public is told of."""
    return results[~results["rule"].isin(rules)]


def public_cases(cases: pd.DataFrame, rules: tuple[str, ...]) -> pd.DataFrame:
    """Return the cases that rules of which the public is told opened, without whom each is given to."""
    of_these = [
        bool(named) and named <= set(rules) for named in map(set, map(json.loads, cases["rules"]))
    ]
    return blank(cases[~pd.Series(of_these, cases.index, dtype="bool")], ("owner",))


def public_previous(previous: Previous, rules: tuple[str, ...]) -> Previous:
    """Return the pack before as the public may read it."""
    return replace(
        previous,
        register=public_register(previous.register),
        results=public_results(previous.results, rules),
        cases=public_cases(previous.cases, rules),
        earlier=tuple(Earlier(one.on, public_register(one.register)) for one in previous.earlier),
    )


def without_cells(quality: Quality) -> Quality:
    """Return how the data went through their checks without the cells of any row, which anybody's may be."""
    reason = "the authority knows why"
    return replace(
        quality,
        set_aside=blank(quality.set_aside, ("value",)),
        findings=blank(quality.findings, ("value",)),
        refused=quality.refused.assign(sentence=reason),
    )


def blank(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the frame with nothing recorded in these columns."""
    every = pd.Series(True, frame.index, dtype="bool")
    return frame.assign(**{name: frame[name].mask(every) for name in columns if name in frame})


def public_section(section: Section) -> Section:
    """Return the section with the exempt columns taken out of every table that it holds or shows."""
    changed: Section = with_tables(section, public_table)
    return changed


def public_table(table: Table) -> Table:
    """Return the table without exempt columns, shown or only handed on, and without rows about exempt fields."""
    safe = {column.name for column in table.columns if column.field and not is_exempt(column)}
    shown = {column.name for column in table.columns if is_exempt(column)}
    gone = (exempt_names() | shown) - safe
    frame = table.frame.drop(columns=list(gone), errors="ignore")
    if table.fields_of:
        is_told = ~frame["field"].isin(EXEMPT_FIELDS.get(table.fields_of, ()))
        frame = frame[is_told].reset_index(drop=True)
    columns = tuple(
        replace(column, under=tuple(name for name in column.under if name not in gone))
        for column in table.columns
        if column.name not in gone
    )
    return replace(table, columns=columns, frame=frame)
