"""Rows of a frame as the plain values that JSON holds."""

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return rows as plain values, for a program to read."""
    return [
        {str(name): plain(value) for name, value in row.items() if name != "authority"}
        for row in frame.astype(object).to_dict("records")
    ]


def plain(value: object) -> object:
    """Return one value as JSON holds it: a day as ISO text, what is missing as null."""
    if isinstance(value, (list, dict)):
        return value
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value
