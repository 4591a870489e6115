"""A provider may be called NA, None or TRUE, and is still called that in the register."""

import pytest

from tests.battery.files import LAYOUTS
from tests.battery.sentences import must_balance

NAMES = (
    *("NA", "N/A", "#N/A", "n/a", "None", "none", "null", "NULL", "nan", "NaN", "<NA>", "NaT"),
    *("TRUE", "False", "yes", "-", "1", "1.0", "007", "inf", "1e5", "2026-03-31", "Total Care Ltd"),
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_name_arrives_as_it_was_written(terminal, tmp_path, layout):
    published = LAYOUTS[layout]
    rows = [
        published.rows[0] | {published.identifier: f"T{n}", published.provider: name}
        for n, name in enumerate(NAMES)
    ]
    path = tmp_path / "register.csv"
    path.write_text(published.having(*rows).text(), encoding="utf-8")
    ran = terminal.load(published.feed, path, authority=published.authority)
    must_balance(ran, rows_in=len(NAMES), rows_loaded=len(NAMES))
    stored = terminal.ask(f"SELECT provider_name FROM {published.table}")
    assert sorted(stored) == sorted((name,) for name in NAMES)
