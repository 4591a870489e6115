"""What was decided about it, by whom and on what authority."""

from commissioning.packs.tables import Column
from commissioning.story.listed import Listed

decisions = Listed(
    "decisions",
    "Decisions",
    "No decision on it is recorded.",
    (
        Column("decided_on", "Decided on", "day"),
        Column("outcome", "Outcome"),
        Column("decided_by", "By"),
        Column("authority_reference", "On the authority of"),
        Column("reason", "Reason"),
        Column("successor_reference", "Successor named"),
        Column("row_id", "Row", "code"),
    ),
    ("decided_on",),
)
