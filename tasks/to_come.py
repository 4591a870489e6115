"""Payments of a day that has not come on the day of the run: nobody has paid them yet."""

from datetime import date

import pandas as pd

TO_COME = "A slip in the year, or the clock of the publisher or of this machine is wrong; promised is not paid."


def payments_to_come(frame: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return, as failures of a suite, the payments made after a day; what is promised may lie ahead."""
    paid = frame["basis"].eq("outturn").fillna(False).astype(bool)
    later = frame.index[paid & frame["paid_on"].gt(pd.Timestamp(on)).fillna(False)]
    return pd.DataFrame(
        {
            "row_no": later.astype("int64"),
            "column": "paid_on",
            "expectation": "not_to_come",
            "severity": "critical",
            "likely_cause": TO_COME,
        }
    )
