"""What the reading commands ask of the database: no Prefect, no Great Expectations, a second or two."""

from typing import Any

import pandas as pd

from commissioning.errors import RequestError, shown
from flows.workplace import open_workplace
from models.store.cut import load_no_at
from models.store.engine import reading
from models.store.known import latest_load_no
from models.store.quarantine import open_now
from models.store.story import Story, read_stories, similar_references


def quarantined(authority: str) -> list[dict[str, Any]]:
    """Return the rows set aside by the loads in force, in the order of loads and lines."""
    workplace = open_workplace(authority)
    with reading(workplace.engine) as connection:
        rows = open_now(connection, authority)
    shown = [
        "source",
        "load_no",
        "row_no",
        "line_no",
        "column",
        "value",
        "expectation",
        "likely_cause",
        "pence",
    ]
    return [
        {name: None if pd.isna(value) else value for name, value in row.items()}
        for row in rows[shown].astype(object).to_dict("records")
    ]


def stories(authority: str, reference: str, known_at: str = "") -> list[Story]:
    """Return the story of an agreement, or of each part of a reference, as known at a load or day.

    Raises RequestError naming the references most like it when there is none of that name.
    """
    workplace = open_workplace(authority)
    with reading(workplace.engine) as connection:
        at = load_no_at(connection, authority, known_at) if known_at else None
        found = read_stories(connection, authority, reference, known_at=at)
        if found:
            return found
        if at is not None and read_stories(connection, authority, reference):
            raise RequestError(
                f"{authority} had no agreement {shown(reference)} at load {at}; "
                "leave out --known-at to see which load first listed it."
            )
        near = similar_references(connection, authority, reference) if reference else []
        is_empty = latest_load_no(connection, authority) == 0
    hint = "check it in the register as published"
    if near:
        hint = f"the most like it: {', '.join(near)}"
    if is_empty:
        hint = "nothing is loaded yet, and commissioning refresh-register loads it"
    raise RequestError(f"{authority} has no agreement {shown(reference)}; {hint}.")
