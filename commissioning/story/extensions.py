"""How its end was moved, and on whose authority."""

from commissioning.packs.tables import Column, Table
from commissioning.records import records
from commissioning.story.section import Section
from commissioning.story.telling import Telling
from commissioning.story.wording import spoken


def extensions(telling: Telling) -> Section:
    """Return the extensions in force, the earliest end first."""
    order = ["new_ends_on", "decided_on"]
    found = telling.story.extensions.sort_values(order, ignore_index=True)
    table = Table(
        name="extensions",
        caption="Extensions, the earliest end first",
        columns=(
            Column("new_ends_on", "New end", "day"),
            Column("previous_ends_on", "End before", "day"),
            Column("kind", "Kind"),
            Column("decided_on", "Decided on", "day"),
            Column("authority_reference", "On the authority of"),
        ),
        frame=found,
        stacks=True,
    )
    names = ("kind", "previous_ends_on", "new_ends_on", "authority_reference")
    told = [tuple(spoken(name, row[name]) for name in names) for row in found.to_dict("records")]
    return Section(
        "extensions",
        "Extensions",
        words=() if told else (telling.none_of("extensions", "None is recorded."),),
        tables=(table,) if told else (),
        data={"extensions": records(found)},
        is_empty=found.empty,
        lines=tuple(
            f"kind {kind}: from {before} to {after}; authority {authority}"
            for kind, before, after, authority in told
        ),
    )
