"""What changed from version to version, which load told us, and which rollback undid it."""

from collections.abc import Iterator

import pandas as pd

from commissioning.packs.tables import Column, Table
from commissioning.records import records
from commissioning.story.facts import NAMES
from commissioning.story.section import Section
from commissioning.story.telling import Telling
from commissioning.story.wording import spoken, spoken_name


def versions(telling: Telling) -> Section:
    """Return every version in the order of the loads that brought them."""
    rows = list(told(telling.story.versions))
    table = Table(
        name="versions",
        caption="Versions, in the order of the loads that told us",
        columns=(
            Column("where", "Load"),
            Column("change", "What it said"),
            Column("row", "Row", "code"),
        ),
        frame=pd.DataFrame(rows, columns=["where", "change", "row"]),
        stacks=True,
    )
    return Section(
        "versions",
        "Versions",
        tables=(table,),
        data={"versions": records(telling.story.versions)},
        lines=tuple(f"{row['where']}: {row['change']}; {row['row']}" for row in rows),
    )


def told(versions: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Yield each version: the load, what changed by it and the row it came from."""
    before: pd.Series | None = None
    for _, version in versions.iterrows():
        edition = spoken("edition_on", version["valid_from"])
        where = f"load {version['known_from']} ({version['slot']}, edition {edition})"
        if is_undone := not pd.isna(version["undone_by"]):
            where = f"{where}, undone by load {version['undone_by']}"
        yield {
            "where": where,
            "change": change(before, version),
            "row": f"row {version['row_no']:,} of {version['snapshot'][:12]}",
        }
        before = before if is_undone else version


def change(before: pd.Series | None, version: pd.Series) -> str:
    """Return what a version says otherwise than the one before it."""
    if version["retracted"]:
        return "no longer listed"
    if before is None or before["retracted"]:
        return "listed"
    changed = [
        f"{spoken_name(name)} {spoken(name, before[name])} → {spoken(name, version[name])}"
        for name in NAMES
        if not is_equal(before[name], version[name])
    ]
    return "; ".join(changed) or "restated"


def is_equal(one: object, other: object) -> bool:
    """Tell whether two facts are the same; two that are missing are."""
    if pd.isna(one) or pd.isna(other):  # type: ignore[call-overload]
        return bool(pd.isna(one) and pd.isna(other))  # type: ignore[call-overload]
    return one == other
