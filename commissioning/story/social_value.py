"""What social value was promised under it, and how much of that came."""

from commissioning.packs.tables import Column
from commissioning.story.listed import Listed

social_value = Listed(
    "social_value",
    "Social value",
    "No social value commitment is recorded.",
    (
        Column("commitment", "Commitment"),
        Column("committed", "Promised"),
        Column("delivered", "Delivered"),
        Column("unit", "Unit"),
    ),
    ("commitment",),
)
