"""What names the row that a fact came from: the start of the file's digest and the record's number."""

import pandas as pd

DIGEST_SHOWN = 12


def with_row_ids(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``row_id``: the start of the snapshot's digest and the record number in that file."""
    digest = frame["snapshot"].astype("str").str[:DIGEST_SHOWN]
    return frame.assign(row_id=digest + ":" + frame["row_no"].astype("str"))
