"""Two rows under one key: equal, they are one; different, neither is believed; in a publisher's file, parts."""

import pytest

from models.feeds import FEEDS
from models.store.keyed import KEYED
from tests.battery.feed_files import TABLES, example, written
from tests.battery.files import OURS, SALFORD, TRAFFORD, agreement
from tests.battery.sentences import must_balance, must_have_stored_nothing, must_set_aside

ANOTHER = "another row has the same reference and other values; keep the right one"


def load(terminal, tmp_path, published):
    path = tmp_path / "register.csv"
    path.write_text(published.text(), encoding="utf-8")
    return terminal.load(published.feed, path, authority=published.authority)


def test_equal_rows_are_one_agreement_and_its_money_counts_once(terminal, tmp_path):
    rows = [agreement("A1"), agreement("A2"), agreement("A1"), agreement("A1")]
    ran = load(terminal, tmp_path, OURS.having(*rows))
    must_balance(ran, rows_in=4, rows_loaded=2, rows_not_data=2, pence_in=2 * 1000_50)
    assert (ran.err, terminal.count("agreement")) == ("", 2)


def test_different_rows_are_all_set_aside_each_with_its_line(terminal, tmp_path):
    rows = [agreement("A1"), agreement("A2"), agreement("A1", value_gbp="9.00"), agreement("A1")]
    ran = load(terminal, tmp_path, OURS.having(*rows))
    cells = [(line, "reference", "A1") for line in (2, 4, 5)]
    must_set_aside(ran, "register.csv", *cells, expectation=ANOTHER)
    must_balance(
        ran, rows_loaded=1, rows_set_aside=3, rows_not_data=0, pence_set_aside=2 * 1000_50 + 9_00
    )
    assert terminal.ask("SELECT reference FROM agreement") == [("A2",)]
    assert terminal.ask("SELECT line_no, pence FROM quarantined_row ORDER BY line_no") == [
        (2, 1000_50),
        (4, 9_00),
        (5, 1000_50),
    ]


def test_a_row_is_not_believed_because_its_rival_cannot_be_read(terminal, tmp_path):
    rows = [agreement("A1", value_gbp=""), agreement("A1", value_gbp="1e9")]
    ran = load(terminal, tmp_path, OURS.having(*rows))
    must_set_aside(ran, "register.csv", (2, "reference", "A1"), (3, "value_gbp", "1e9"))
    must_balance(ran, rows_in=2, rows_loaded=0, rows_set_aside=2, pence_in=0)
    assert terminal.count("agreement") == 0


def test_rows_of_salford_s_register_under_one_reference_are_parts_and_all_are_kept(
    terminal, tmp_path
):
    first = SALFORD.rows[0]
    rows = [first, first | {SALFORD.provider: "Another Ltd"}, first, SALFORD.rows[1]]
    must_balance(load(terminal, tmp_path, SALFORD.having(*rows)), rows_loaded=4, rows_not_data=0)
    assert terminal.ask("SELECT label FROM agreement ORDER BY label") == [
        ("S1152",),
        ("S1417/1",),
        ("S1417/2",),
        ("S1417/3",),
    ]


def test_equal_lines_of_trafford_s_spend_are_as_many_payments(terminal, tmp_path):
    rows = [TRAFFORD.rows[0]] * 3 + [TRAFFORD.rows[1]]
    ran = load(terminal, tmp_path, TRAFFORD.having(*rows))
    must_balance(ran, rows_loaded=4, rows_not_data=0, pence_loaded=3 * 2850_00 + 664_17)
    assert terminal.ask("SELECT sum(amount_pence) FROM payment_version") == [
        (3 * 2850_00 + 664_17,)
    ]


def test_checking_a_file_tells_of_its_repeats_and_stores_nothing(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(OURS.having(agreement("A1"), agreement("A1")).text(), encoding="utf-8")
    ran = terminal.load("agreements", path, "--check")
    must_balance(ran, rows_in=2, rows_loaded=1, rows_not_data=1)
    must_have_stored_nothing(terminal)


@pytest.mark.parametrize("feed", KEYED)
def test_equal_rows_of_any_feed_are_one_and_different_ones_are_set_aside(terminal, tmp_path, feed):
    row, key = example(feed), FEEDS[feed].key
    other = next(name for name in reversed(row) if name not in key)
    ran = terminal.load(feed, written(tmp_path, row, row | {other: ""}, row))
    cells = [(line, key[0], row[key[0]]) for line in (2, 3, 4)]
    cause = f"another row has the same {', '.join(key)} and other values; keep the right one"
    must_set_aside(ran, "export.csv", *cells, expectation=cause)
    assert terminal.count(TABLES[feed]) == 0

    ran = terminal.load(feed, written(tmp_path, row, row, row))
    assert ran.err == ""
    must_balance(ran, rows_in=3, rows_loaded=1, rows_not_data=2)
    assert terminal.count(TABLES[feed]) == 1
