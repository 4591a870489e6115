"""Tables of inputs and expected results: where they are, which method each belongs to, when two figures agree."""

import os
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("REFERENCE_TABLES", ROOT.parent / "shared" / "reference"))
# A few cases of each table, copied: data only, see README.md beside them.
SAMPLE = Path(__file__).parent / "sample"
# Which columns a table has that only a table of this method has.
COLUMNS = {
    "intervals": ("interval", "x", "n", "confidence", "expected_lower"),
    "funnels_limits": ("point", "expected_axis", "expected_lower_2s_limit"),
    "funnels": ("what", "statistic", "expected_significance", "expected_rate_chart"),
    "direct": ("eventfreq", "stdpop", "expected_value"),
    "indirect": ("ref_events", "ref_population", "expected_ratio"),
    "life_expectancy": ("start_age", "deaths", "suppressed_because"),
    "quantiles": ("nquantiles", "invert", "expected_quantile"),
    "slopes": ("quantile", "value_type", "transform", "expected_sii"),
    "means": ("value", "expected_mean", "expected_sd"),
    "shares_and_rates": ("numerator", "denominator", "multiplier", "expected_value"),
}


def tables(folder: Path) -> list[Path]:
    """Return every table below the folder that a method belongs to, by its columns."""
    return [path for path in sorted(folder.rglob("*.csv")) if method_of(path)]


@cache
def method_of(path: Path) -> str:
    """Return the method that a table belongs to, told by its columns; empty where none is known."""
    columns = set(pd.read_csv(path, nrows=0).columns)
    for method, needed in COLUMNS.items():
        if {"case_id", *needed} <= columns:
            return method
    return ""


@cache
def read(path: Path) -> pd.DataFrame:
    """Return a table: numbers as numbers, the words "None" and "NA" as themselves."""
    return pd.read_csv(path, keep_default_na=False, na_values=[""])


def same(found, expected, what: str, relative: float = 1e-9, width=None) -> None:
    """Assert that numbers agree, and are missing together.

    A simulated limit near nought may also be a hundredth of its interval's width away.
    """
    found, expected = (np.asarray(each, dtype="float64") for each in (found, expected))
    assert (np.isnan(found) == np.isnan(expected)).all(), f"{what}: missing where the other is not"
    allowed = np.maximum(relative * np.abs(expected), 1e-12 if width is None else width / 100)
    assert np.all((np.abs(found - expected) <= allowed) | np.isnan(expected)), what


def same_words(found: pd.Series, expected: pd.Series, what: str) -> None:
    """Assert that words agree, and are missing together."""
    assert list(found.fillna("")) == list(expected.fillna("")), what
