"""A story made by hand, for questions about how it is told."""

from datetime import date
from typing import Any

import pandas as pd

from commissioning.story import Telling, telling
from commissioning.timetable.durations import Timetable
from models.case import CaseEvent
from models.decision import Decision
from models.store.story import Story
from models.store.story_feeds import TOLD
from tests.rules.builders import ask, register_with

ON = "2026-07-19"
RECORDED = [*Decision.model_fields, "reference", "superseded_by", "row_id"]


def telling_of(on: str = ON, followers: int = 0, **columns: Any) -> Telling:
    """Return the story of A1, told on a day on which a rule was asked of it; ``followers`` come after it.

    The columns and feeds are those that ``register_with`` takes.
    """
    register = register_with(**columns)
    agreements = register.agreements.assign(
        version_no=1, snapshot="0" * 64, row_no=1, valid_from=pd.Timestamp(on), known_by=None
    )
    now = agreements.iloc[:1]
    story = Story(
        label="A1",
        source="register",
        now=now,
        versions=now.assign(known_from=1, slot="register", undone_by=None, retracted=False),
        findings=pd.DataFrame(
            columns=["column", "value", "expectation", "likely_cause"], dtype="str"
        ),
        said_by=pd.DataFrame(columns=["column", "release", "published_on"]),
        results=ask("latest_start_passed", register, on).iloc[:1],
        judged_on=pd.Timestamp(on),
        cases=[opened(on)],
        feeds={feed: getattr(register, feed) for feed in (*TOLD, "payments")},
        followers=agreements.iloc[1 : 1 + followers],
        loaded=register.loaded_feeds,
        known_on=date.fromisoformat(on),
        decisions=pd.DataFrame(columns=RECORDED, dtype="str"),
    )
    return telling(story, authority="anytown", on=None, timetable=Timetable(), year_start=(4, 1))


def opened(on: str) -> CaseEvent:
    """Return the event of a case opened on that day."""
    return CaseEvent(
        authority="anytown",
        case_no=1,
        event_no=1,
        subject_kind="agreement",
        subject_id="1",
        label="A1",
        kind="opened",
        judgement_no=1,
        on_day=date.fromisoformat(on),
        severity="critical",
        act_by=date(2026, 2, 18),
        rules="[]",
    )
