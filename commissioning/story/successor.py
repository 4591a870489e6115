"""What follows it, and the days without the service in between."""

from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted
from commissioning.records import plain, records
from commissioning.register import looked_up
from commissioning.rules.service_gap import (
    NOTHING_FOLLOWS,
    earliest_starts,
    latest_decisions,
    successors_named,
)
from commissioning.story.section import Section
from commissioning.story.telling import Telling


def successor(telling: Telling) -> Section:
    """Return the successor that the agreement or its latest decision names, and the gap before it."""
    agreement, register = telling.agreement, telling.register
    named = successors_named(agreement, latest_decisions(register, telling.on))
    name = plain(named.iloc[0]) if len(named) else None
    listed = register.agreements.iloc[len(agreement) :]
    listed = listed[listed["reference"] == name]
    table = Table(
        name="successor",
        caption="As the register lists it",
        columns=(
            Column("reference", "Successor"),
            Column("title", "Title"),
            Column("provider_name", "Provider"),
            Column("starts_on", "Starts", "day"),
            Column("ends_on", "Ends", "day"),
        ),
        frame=listed,
        stacks=True,
    )
    is_last = nothing_follows(telling)
    gap_days = None if is_last else gap(telling)
    return Section(
        "successor",
        "Successor",
        words=(ending(name) if is_last else sentence(name, len(listed), gap_days),),
        tables=(table,) if len(listed) else (),
        is_empty=name is None and not is_last,
        data={
            "successor": {
                "reference": name,
                "gap_days": gap_days,
                "listed": records(listed[["reference", "title", "starts_on", "ends_on", "row_id"]]),
            }
        },
    )


def nothing_follows(telling: Telling) -> bool:
    """Tell whether the latest decision is that nothing is to follow it."""
    decisions = latest_decisions(telling.register, telling.on)
    decided = looked_up(
        telling.agreement["agreement_id"], decisions.set_index("agreement_id")["outcome"]
    )
    return bool(decided.isin(NOTHING_FOLLOWS).any())


def gap(telling: Telling) -> int | None:
    """Return the whole days between its end and its successor's start; below 0 where they overlap."""
    agreement, register = telling.agreement, telling.register
    named = successors_named(agreement, latest_decisions(register, telling.on))
    starts_on = looked_up(named, earliest_starts(register, named)["starts_on"])
    days = (starts_on - agreement["ends_on"]).dt.days - 1
    return None if days.isna().all() else int(days.iloc[0])


def ending(name: object) -> str:
    """Return that nothing is to follow it, whatever is named."""
    but = "" if name is None else f", but {name} is named as its successor"
    return f"It was decided that nothing follows{but}."


def sentence(name: object, listed: int, gap_days: int | None) -> str:
    """Return what follows it, and whether the service goes on without a break."""
    if name is None:
        return "No successor is named."
    if not listed:
        return f"Its successor is {name}, which the register does not list."
    if gap_days is None:
        return f"Its successor is {name}; the days between cannot be counted, as one of the two is not recorded."
    if gap_days > 0:
        return (
            f"Its successor is {name}: {counted(gap_days, 'day')} without the service in between."
        )
    if gap_days < 0:
        return f"Its successor is {name}; the two overlap by {counted(-gap_days, 'day')}."
    return f"Its successor is {name}, which starts on the day after it ends."
