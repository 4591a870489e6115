"""The notices published about it, and about the process it came of."""

from commissioning.packs.tables import Column
from commissioning.story.listed import Listed

notices = Listed(
    "notices",
    "Notices",
    "No notice is recorded.",
    (
        Column("published_on", "Published on", "day"),
        Column("notice_type", "Type"),
        Column("stage", "Stage"),
        Column("title", "Title"),
        Column("ocid", "Process", "code"),
    ),
    ("published_on", "notice_type"),
)
