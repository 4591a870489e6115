"""What was found about the row that the version in force came from."""

from commissioning.packs.tables import Column, Table
from commissioning.records import records
from commissioning.story.section import Section
from commissioning.story.telling import Telling


def findings(telling: Telling) -> Section:
    """Return the doubts about the row; it was kept with them."""
    found = telling.story.findings
    value = found["value"].map(lambda cell: cell if isinstance(cell, str) else "empty")
    told = found.assign(value=value.astype("str"))
    table = Table(
        name="findings",
        caption="Findings about its row",
        columns=(
            Column("column", "Column"),
            Column("value", "Value", missing="empty"),
            Column("expectation", "Expectation", "code"),
            Column("likely_cause", "Likely cause"),
        ),
        frame=told,
        stacks=True,
    )
    lines = [
        f"{row['column']} '{row['value']}': {row['expectation']}; {row['likely_cause']}"
        for row in told.to_dict("records")
    ]
    return Section(
        "findings",
        "Findings about the row",
        words=() if len(told) else ("None.",),
        tables=(table,) if len(told) else (),
        data={"findings": records(found)},
        is_empty=found.empty,
        lines=tuple(lines),
    )
