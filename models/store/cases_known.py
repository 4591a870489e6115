"""Cases as they stood at a cut: what was known of each by a day and a load."""

from datetime import date

import pandas as pd
from sqlalchemy import Connection, func, or_, select

from models.case import CaseEvent
from models.judgement import Judgement
from models.metadata import table_of
from models.store.rows import read_frame

_event = table_of(CaseEvent)
_judgement = table_of(Judgement)

SAID = (
    *("case_no", "subject_kind", "subject_id", "label", "kind", "on_day", "severity", "act_by"),
    *("rules", "owner", "decision"),
)


def cases_known_at(
    connection: Connection, authority: str, *, on: date, load_no: int
) -> pd.DataFrame:
    """Return each case as its last event by that day says, and the day it was opened, by its number.

    An event counts where it is of that day or before, and comes of a judgement and of an act that knew
    no later load.
    """
    where = (
        _event.c.authority == authority,
        _event.c.on_day <= on,
        _judgement.c.load_no <= load_no,
        or_(_event.c.load_no.is_(None), _event.c.load_no <= load_no),
    )
    by_judgement = (_judgement.c.authority == _event.c.authority) & (
        _judgement.c.judgement_no == _event.c.judgement_no
    )
    newest = func.row_number().over(
        partition_by=_event.c.case_no, order_by=_event.c.event_no.desc()
    )
    first = func.min(_event.c.on_day).over(partition_by=_event.c.case_no)
    known = (
        select(
            *(_event.c[name] for name in SAID),
            first.label("opened_on"),
            newest.label("newest"),
        )
        .join(_judgement, by_judgement)
        .where(*where)
        .subquery()
    )
    columns = [known.c[name] for name in (*SAID, "opened_on")]
    return read_frame(
        connection, select(*columns).where(known.c.newest == 1).order_by(known.c.case_no)
    )
