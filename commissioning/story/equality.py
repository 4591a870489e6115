"""Whether its equality impact was assessed, what was found, and whether that is published."""

from commissioning.packs.tables import Column
from commissioning.story.listed import Listed

equality = Listed(
    "equality",
    "Equality assessment",
    "No equality impact assessment is recorded.",
    (
        Column("status", "Status"),
        Column("risk", "Risk found"),
        Column("completed_on", "Completed", "day"),
        Column("published_on", "Published", "day"),
    ),
    ("completed_on",),
)
