"""When it was reviewed, and who was asked."""

from commissioning.packs.tables import Column
from commissioning.story.listed import Listed

reviews = Listed(
    "reviews",
    "Reviews",
    "No review is recorded.",
    (
        Column("reviewed_on", "Reviewed on", "day"),
        Column("users_asked", "Users asked"),
        Column("communities_asked", "Communities asked"),
        Column("providers_asked", "Providers asked"),
    ),
    ("reviewed_on",),
)
