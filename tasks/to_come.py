"""What is of a day that has not come on the day of the run: it is set aside until then."""

from datetime import date

import pandas as pd
from sqlalchemy import Engine

from models.ledger import Load
from models.quarantine import NOT_TO_COME
from models.store.engine import reading
from models.store.quarantine import was_too_early

TO_COME = "A slip in the year, or the clock of the publisher or of this machine is wrong; promised is not paid."


def payments_to_come(frame: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return, as failures of a suite, the payments made after a day; what is promised may lie ahead."""
    paid = frame["basis"].eq("outturn").fillna(False).astype(bool)
    later = frame.index[paid & frame["paid_on"].gt(pd.Timestamp(on)).fillna(False)]
    return pd.DataFrame(
        {
            "row_no": later.astype("int64"),
            "column": "paid_on",
            "expectation": NOT_TO_COME,
            "severity": "critical",
            "likely_cause": TO_COME,
        }
    )


def is_due_again(engine: Engine, load: Load, on: date) -> bool:
    """Return whether a file that was loaded has to be read again: it had rows of a day that may have come."""
    with reading(engine) as connection:
        return load.loaded_on < on and was_too_early(connection, load)
