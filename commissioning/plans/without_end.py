"""What cannot be planned, because no end is recorded to work back from."""

from commissioning.packs.sheet import Part
from commissioning.packs.wording import counted
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.listing import part_of_tables
from commissioning.plans.rows import rows_table


def without_end(inputs: PlanInputs) -> Part:
    """Return the agreements with no end date."""
    rows = inputs.without_end
    if rows.empty:
        words = "Every agreement to be replaced has an end date." if len(inputs.plan) else "None."
        return Part("without_end", "No end date", words=(words,))
    table = rows_table("without_end", f"No end date: {len(rows):,}", rows, inputs)
    words = (
        f"{counted(len(rows), 'agreement')} {'has' if len(rows) == 1 else 'have'} no end date recorded, so when "
        "work on a replacement has to begin cannot be told. Missing is not the same as never."
    )
    return part_of_tables("without_end", "No end date", (words,), (table,))
