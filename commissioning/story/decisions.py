"""What was decided about it, by whom and on what authority; what was superseded is told as that."""

import pandas as pd

from commissioning.decisions.told import assessment, in_words, told, who
from commissioning.packs.tables import Column, Table
from commissioning.records import records
from commissioning.story.section import Section, table_lines
from commissioning.story.telling import Telling

COLUMNS = (
    Column("decided_on", "Decided on", "day"),
    Column("what", "Outcome"),
    Column("decided_by", "By"),
    Column("authority_reference", "On the authority of"),
    Column("reason", "Reason"),
    Column("successor_reference", "Successor named"),
    Column("assessment", "Equality assessment"),
    Column("gate", "Gate"),
    Column("superseded", "Superseded by"),
    Column("row_id", "Row", "code"),
)


def decisions(telling: Telling) -> Section:
    """Return the decisions that files brought and those recorded here, and what a form is made of."""
    story = telling.story
    brought = story.feeds["decisions"]
    brought = brought[~brought["row_id"].isin(story.decisions["row_id"])]
    every = pd.concat([brought, story.decisions], ignore_index=True)
    rows = every.to_dict("records")
    frame = every.assign(
        what=pd.array([in_words(row) for row in rows], dtype="str"),
        decided_by=pd.array([who(row) or None for row in rows], dtype="str"),
        assessment=pd.array([assessment(row) for row in rows], dtype="str"),
        gate=every["gate"].astype("str").str.replace("_", " "),
        superseded=every["superseded_by"].map("decision {:d}".format, na_action="ignore"),
    ).astype({"superseded": "str"})
    table = Table("decisions", "Decisions, as recorded", COLUMNS, frame, stacks=True)
    of_files = Table("decisions", "Decisions", COLUMNS, frame[: len(brought)])
    version = f"Version {story.version}: what record-decision takes as --expected-version."
    form = (version,) if story.known_at is None else ()
    none = () if len(every) else (telling.none_of("decisions", "No decision on it is recorded."),)
    return Section(
        "decisions",
        "Decisions",
        words=none,
        tables=(table,) if len(every) else (),
        data={"decisions": records(every), "version": story.version},
        lines=(*none, *table_lines(of_files), *told(story.decisions), *form),
        is_empty=every.empty,
    )
