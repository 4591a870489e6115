"""What has to start this quarter, and what is late already."""

from commissioning.packs.sheet import Part
from commissioning.packs.wording import counted, day_in_words
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.listing import part_of_tables
from commissioning.plans.rows import rows_table


def starts(inputs: PlanInputs) -> Part:
    """Return the list for this quarter, and those late already, the longest late first."""
    due, late = inputs.this_quarter, inputs.late
    until = day_in_words(inputs.quarter.ends_on)
    ended = int((late["ends_on"].to_numpy("datetime64[D]") < inputs.on).sum())
    words = [
        f"{counted(len(due), 'agreement')} {'has' if len(due) == 1 else 'have'} to be started by {until}."
        if len(due)
        else f"None has to be started between now and {until}."
    ]
    if len(late):
        words.append(
            f"{len(late):,} {'is' if len(late) == 1 else 'are'} late already, {f'{ended:,}' if ended else 'none'} of them past "
            f"{'its' if len(late) == 1 else 'their'} end: work on a replacement had to begin before "
            f"{day_in_words(inputs.on)}."
        )
    this_quarter = rows_table("starts_this_quarter", f"To be started by {until}", due, inputs)
    late_table = rows_table("late", f"Late already: {len(late):,}", late, inputs)
    title = f"To be started in {inputs.quarter.label}"
    return part_of_tables("starts", title, words, (this_quarter, late_table))
