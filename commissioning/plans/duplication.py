"""What is bought twice: the same kind of service for the same people, in the same place, at the same time."""

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.listing import part_of_tables


def duplication(inputs: PlanInputs) -> Part:
    """Return every place where a live agreement stands beside another that does the same otherwise."""
    rows = inputs.of_several(inputs.supply.duplicates)
    unasked = inputs.of_own(inputs.supply.unasked)
    untold = int((unasked["rule"] == "duplicate_service").sum())
    title = "Duplication"
    words = [
        f"{counted(len(rows), 'place')} in which agreements with different specifications do the same."
        if len(rows)
        else "No two live agreements are known to do the same."
    ]
    if untold:
        words.append(
            f"Of {counted(untold, 'agreement')} it cannot be told: a category, group, area, day or specification is not recorded."
        )
    table = Table(
        name="duplication",
        caption="Agreements that do the same, by kind of service, group and area",
        columns=(
            Column("service_category", "Kind of service"),
            Column("group", "Group"),
            Column("area_code", "Area"),
            Column("agreements", "Agreements", "count"),
            Column("which", "Which"),
        ),
        frame=rows.assign(which=rows["references"].map(", ".join)),
        stacks=True,
    )
    return part_of_tables("duplication", title, words, (table,))
