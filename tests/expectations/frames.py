"""Canonical frames of a row or two, typed as the feed says."""

import pandas as pd

from models.feeds import FEEDS
from tasks.check import hold_to

DTYPES = {
    "day": "datetime64[s]",
    "money": "Int64",
    "integer": "Int64",
    "number": "float64",
    "yes_no": "boolean",
}


def frame_of(feed, *rows, without=()):
    """Return a frame of all the feed's columns, its rows numbered from 1; a cell not given is missing."""
    columns = {}
    for column in FEEDS[feed].columns:
        cells = [row.get(column.frame_name) for row in rows]
        columns[column.frame_name] = pd.Series(cells, dtype="object").astype(
            DTYPES.get(column.kind, "str")
        )
    index = pd.RangeIndex(1, len(rows) + 1, name="row_no")
    return pd.DataFrame(columns).set_axis(index).drop(columns=list(without))


def broken_by(suite, clean, *changes):
    """Return, for each change to a clean row, the promises that the row so changed breaks."""
    frame = frame_of(suite.feed, clean, *(clean | cells for cells in changes))
    failures = hold_to(frame, suite).failures
    assert 1 not in set(failures["row_no"])  # the clean row beside them breaks none
    return [
        list(failures.loc[failures["row_no"] == row_no, "expectation"])
        for row_no in frame.index[1:]
    ]
