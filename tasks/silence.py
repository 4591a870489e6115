"""What people acknowledged: which flags are silent on a day, until when and why."""

from datetime import date

from sqlalchemy import Engine

from commissioning.decisions.told import silence
from models.store.case_acts import acknowledgements
from models.store.cut import load_no_at
from models.store.engine import reading


def silenced_flags(
    engine: Engine, authority: str, *, on: date, known_at: str = ""
) -> dict[tuple[str, str, str], str]:
    """Return, by kind and number of its subject and by rule, until when each flag is acknowledged, by whom and why."""
    with reading(engine) as connection:
        load_no = load_no_at(connection, authority, known_at)
        rows = acknowledgements(connection, authority, on=on, load_no=load_no)
    return {
        (row["subject_kind"], row["subject_id"], row["rule"]): silence(row)
        for row in rows.to_dict("records")
    }
