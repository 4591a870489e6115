"""What a return form says of itself: how to fill it in, what its columns mean, what each measure asks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from commissioning.ingest.workbook import number_text
from commissioning.measures.rag import USUAL_TOLERANCE
from commissioning.returns.form import (
    CODE,
    COMMENT,
    DIRECTIONS,
    FIGURES,
    GIVEN,
    KINDS,
    PREVIOUS,
)

if TYPE_CHECKING:
    from commissioning.returns.asked import Form

MEANINGS = {
    GIVEN["reference"]: "The agreement, by the commissioner's own reference.",
    GIVEN["title"]: "What the agreement is called.",
    GIVEN["measure"]: "What is measured, as the agreement calls it.",
    GIVEN["kind"]: f"One of: {'; '.join(KINDS.values())}.",
    GIVEN["unit"]: "The unit that the value is written in.",
    GIVEN["direction"]: "Which way is better.",
    GIVEN["target"]: "The value aimed at.",
    GIVEN["starts_on"]: "First day that the figure is for.",
    GIVEN["ends_on"]: "Last day that the figure is for. The day is inside.",
    GIVEN["due_on"]: "Day by which the figure is due.",
    FIGURES["value"]: "The measure's value in its unit: 85 where the unit is %, never 85% or 0.85.",
    FIGURES["numerator"]: "What was counted, where the value is worked out from two counts.",
    FIGURES["denominator"]: "What it is counted out of.",
    COMMENT: "What the figure does not say, or why there is none. It is kept and read, never judged.",
    PREVIOUS[0]: "The value returned for the period before this one, of the measure's own length.",
    PREVIOUS[1]: "The value returned for the period before that; the next two go further back.",
    CODE: "Letters that show which cells were given. Leave them as they are.",
}


def instructions(form: "Form") -> Iterator[tuple[str, str]]:
    """Yield how to fill the form in, step by step."""
    yield "Step 1", f"Open the sheet Return. It asks for {len(form.rows):,} figures."
    yield (
        "Step 2",
        "Fill in the coloured cells: the value, and what it is worked out from if it is.",
    )
    yield (
        "Step 3",
        "Leave a figure that you do not have empty. An empty cell is never read as nought.",
    )
    yield "Step 4", "Add no rows, and leave the other cells and the names of columns as they are."
    yield "Step 5", "Save the file as a workbook (.xlsx), and send it to whoever asked for it."
    yield (
        "If a figure was wrong",
        "Send the form again. What it says takes the place of what you sent.",
    )


def terms_defined() -> Iterator[tuple[str, str]]:
    """Yield each column and what it means."""
    yield from MEANINGS.items()


def measures_defined(rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield each measure that is asked for, with its agreement, and what is asked of it."""
    for row in rows.drop_duplicates(["reference", "measure"]).to_dict("records"):
        yield f"{row['measure']} ({row['reference']})", " ".join(_asked(row))


def _asked(row: dict[Any, Any]) -> Iterator[str]:
    if not pd.isna(row["kind"]):
        yield f"{KINDS[row['kind']]}."
    if not pd.isna(row["unit"]):
        yield f"Unit: {row['unit']}."
    yield f"Returned {row['frequency']}."
    if not pd.isna(row["baseline"]):
        yield f"Before the service: {number_text(row['baseline'])}."
    if pd.isna(row["target"]):
        yield "No target is recorded."
        return
    better = "" if pd.isna(row["direction"]) else f" {DIRECTIONS[row['direction']]}."
    tolerance = USUAL_TOLERANCE if pd.isna(row["tolerance"]) else row["tolerance"]
    share = number_text(round(100 * float(tolerance), 6))
    yield f"Target: {number_text(row['target'])}.{better} Near it: within {share}% of the target."
