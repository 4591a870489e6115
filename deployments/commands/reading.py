"""What the reading commands ask of the database: no Prefect, no Great Expectations, a second or two."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from commissioning.dates import spoken_day
from commissioning.errors import RequestError, shown
from commissioning.known_providers import KnownProviders
from commissioning.story import Telling, telling
from commissioning.version import package_version
from flows.workplace import open_workplace
from models.store.cut import load_no_at
from models.store.engine import reading
from models.store.facts import names_with_numbers
from models.store.known import latest_load_no, read_loads
from models.store.meant import nearest, notices_of_process, references_of_process
from models.store.providers_known import read_provider_facts
from models.store.quarantine import open_now
from models.store.row_ids import DIGEST_SHOWN
from models.store.story import Story, read_stories
from tasks.whole_file import write_output


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


def stories(
    authority: str, reference: str, known_at: str = "", on: date | None = None
) -> list[Telling]:
    """Return the story of an agreement, or of each that came of a process or is part of a reference.

    It is told as known at a load or day, and on a day. Raises RequestError naming the references most
    like it when there is none of that name.
    """
    workplace = open_workplace(authority)
    profile = workplace.profile
    with reading(workplace.engine) as connection:
        at = load_no_at(connection, authority, known_at) if known_at else None
        found = read_stories(connection, authority, reference, known_at=at) or [
            story
            for name in references_of_process(connection, authority, reference)
            for story in read_stories(connection, authority, name, known_at=at)
        ]
        if found:
            cut = latest_load_no(connection, authority) if at is None else at
            return [
                telling(
                    replace(story, now=_told(connection, authority, cut, story)),
                    authority=authority,
                    on=on,
                    timetable=profile.replacement_timetable,
                    year_start=profile.financial_year_start_md,
                )
                for story in found
            ]
        if at is not None and read_stories(connection, authority, reference):
            raise RequestError(
                f"{authority} had no agreement {shown(reference)} at load {at}; "
                "leave out --known-at to see which load first listed it."
            )
        if notices := _notices(connection, authority, reference, at):
            raise RequestError(notices)
        hint = nearest(connection, authority, reference)
    raise RequestError(f"{authority} has no agreement {shown(reference)}; {hint}.")


def write_page(tellings: list[Telling], reference: str, output: Path) -> None:
    """Write the stories as one page. Raises RequestError where the file cannot be written."""
    # Imported here because it takes half a second, and only a page shows a chart.
    from commissioning.packs.owed import sources_of, stated
    from commissioning.story.page import story_page

    authority = tellings[0].register.authority
    workplace = open_workplace(authority)
    with reading(workplace.engine) as connection:
        at = tellings[0].story.known_at
        cut = latest_load_no(connection, authority) if at is None else at
        loads = stated(read_loads(connection, authority, load_no=cut))
    told = set().union(*(each.story.sources for each in tellings))
    paid = set().union(*(each.story.files_of_payments for each in tellings))
    is_told = loads["source"].isin(told) | loads["snapshot"].str[:DIGEST_SHOWN].isin(paid)
    chosen = loads[is_told].reset_index(drop=True)
    html = story_page(
        tellings,
        reference,
        authority=workplace.profile.title,
        sources=sources_of(workplace.profile, chosen),
        version=package_version(),
    )
    write_output(output, html)


def _notices(connection: Connection, authority: str, ocid: str, at: int | None) -> str:
    """Return what is known of a process that no agreement came of, or nothing where it is unknown."""
    notices = notices_of_process(connection, authority, ocid, load_no=at)
    if notices.empty:
        return ""
    told = [
        ", ".join(filter(None, [row.title, row.stage, _published(row.published_on)]))
        for row in notices.astype(object).where(notices.notna(), None).itertuples()
    ]
    many = f"{len(told)} notices tell" if len(told) > 1 else "one notice tells"
    return f"No agreement has come of {ocid} yet; {many} of it: {'; '.join(told)}."


def _published(day: pd.Timestamp | None) -> str:
    return f"published {spoken_day(day.date())}" if day is not None else ""


def _told(connection: Connection, authority: str, load_no: int, story: Story) -> pd.DataFrame:
    """Return an agreement's facts with who its provider is and of which sector, and what tells that."""
    facts = read_provider_facts(connection, authority, load_no=load_no)
    known = KnownProviders(facts, lambda: names_with_numbers(connection, authority, load_no))
    return known.told_of(story.now)
