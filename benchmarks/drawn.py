"""Columns of values drawn at random, the same every time, around the day a question is asked."""

from datetime import date

import numpy as np
import pandas as pd

ON = date(2026, 5, 20)
# The months of a day, counted from 1970 as numpy does.
THIS_MONTH = (ON.year - 1970) * 12 + ON.month - 1


class Maker:
    """Columns of values drawn at random, the same every time."""

    def __init__(self, seed: int) -> None:
        """Begin the same row of draws for the same seed."""
        self.random = np.random.default_rng(seed)

    def chosen(
        self, choices: tuple[str | None, ...], rows: int, shares: tuple[float, ...]
    ) -> pd.Series:
        """Return texts of these choices, in these shares."""
        codes = self.random.choice(len(choices), rows, p=shares)
        return pd.Series(pd.array(choices, dtype="str").take(codes))

    def numbered(self, form: str, most: int, rows: int, missing: float = 0.0) -> pd.Series:
        """Return texts that number things from 0, each as likely, and empty in a share of the rows."""
        texts = pd.array([*(form.format(number) for number in range(most)), None], dtype="str")
        codes = self.random.integers(0, most, rows)
        codes[self.random.random(rows) < missing] = most
        return pd.Series(texts.take(codes))

    def firsts(self, earliest: int, latest: int, rows: int, missing: float = 0.0) -> pd.Series:
        """Return first days of months, so many months from the month of the question."""
        months = THIS_MONTH + self.random.integers(earliest, latest, rows)
        return self.some(pd.Series(months.astype("datetime64[M]").astype("datetime64[s]")), missing)

    def lasts(self, earliest: int, latest: int, rows: int, missing: float = 0.0) -> pd.Series:
        """Return last days of months, so many months from the month of the question."""
        return self.firsts(earliest + 1, latest + 1, rows, missing) - pd.Timedelta(days=1)

    def whole(self, least: int, most: int, rows: int, missing: float = 0.0) -> pd.Series:
        """Return whole numbers."""
        numbers = pd.Series(self.random.integers(least, most, rows), dtype="Int64")
        return self.some(numbers, missing)

    def some(self, values: pd.Series, missing: float) -> pd.Series:
        """Return the values, and nothing in a share of the rows."""
        return values.mask(self.random.random(len(values)) < missing) if missing else values
