"""Totals, blank rows and a header printed again on every page are no contracts, and their money is not counted."""

import pytest

from tests.battery.files import LAYOUTS, OURS, Publication, agreement, comma_line
from tests.battery.sentences import must_balance

MILLION = "1000000.00"


def row_of(published: Publication, **cells: str) -> str:
    """Return a line with these cells, named as Publication names columns, and no others."""
    named = {getattr(published, name): text for name, text in cells.items()}
    return comma_line(named.get(column, "") for column in published.header)


def first_cell(published: Publication, text: str) -> str:
    """Return a line with this text first, a sum of money, and nothing else."""
    blank = dict.fromkeys(published.header, "")
    return comma_line((blank | {published.header[0]: text, published.money: MILLION}).values())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_no_contract_is_counted_as_no_data(terminal, tmp_path, layout):
    published = LAYOUTS[layout]
    header, *lines = published.lines()
    empty = "," * (len(published.header) - 1)
    no_data = [
        empty,
        " ,  " + empty[1:],
        "",
        header,
        header.upper(),
        row_of(published, money=MILLION),  # money and nothing else
        *(() if layout == "grants" else (first_cell(published, "Total"),)),
        first_cell(published, "TOTAL"),
        first_cell(published, "Grand total:"),
        first_cell(published, "Sub-total: Place"),
        first_cell(published, "Total for 2024/25"),
    ]
    # Between the rows, and after the last.
    path = tmp_path / "register.csv"
    written = [header, *lines[:2], *no_data[:5], *lines[2:], *no_data[5:]]
    path.write_text("".join(f"{line}\n" for line in written), encoding="utf-8")

    ran = terminal.load(published.feed, path, authority=published.authority)
    pence = sum(round(float(row[published.money]) * 100) for row in published.rows)
    must_balance(
        ran,
        rows_in=6 + len(no_data),
        rows_loaded=6,
        rows_set_aside=0,
        rows_not_data=len(no_data),
        pence_in=pence,
    )
    assert terminal.count(published.table) == 6


def test_a_provider_called_total_and_a_title_that_begins_so_are_contracts(terminal, tmp_path):
    path = tmp_path / "register.csv"
    rows = [
        agreement("A1", provider_name="Total"),
        agreement("A2", title="Total"),
        agreement("Total Care", title="Homes"),
        agreement("Totally", title="", provider_name="", starts_on="", ends_on=""),
    ]
    path.write_text(OURS.having(*rows).text(), encoding="utf-8")
    must_balance(terminal.load("agreements", path), rows_loaded=4, rows_not_data=0)


PRINT_OUT = """\
Payments over £500,,,
Report Date: 02/07/2026,,,
Supplier,Paid on,Service,Amount
A Ltd,01/06/2026,Adults,1000.50
Page 1 of 2,,,
Supplier,Paid on,Service,Amount
B Ltd,12/06/2026,Place,600.00
††††,††,,
Place total,,,600.00
Total:††,,,1600.50
"""
PRINT_OUT_MAP = """
feed = "payments"
confirmed = true
[layout]
title_rows = 2
page_marks = ["Page "]
footer_marks = ["Total", "Place total"]
padding = "†"
[constants]
basis = "outturn"
[columns.paid_on]
published = "Paid on"
day_formats = ["%d/%m/%Y"]
[columns.provider_name]
published = "Supplier"
[columns.amount_gbp]
published = "Amount"
"""


def test_a_print_out_s_titles_pages_and_totals_are_no_payments(terminal, tmp_path):
    path, column_map = tmp_path / "june.csv", tmp_path / "print-out.toml"
    path.write_text(PRINT_OUT, encoding="utf-8")
    column_map.write_text(PRINT_OUT_MAP, encoding="utf-8")
    ran = terminal.load("payments", path, "--map", column_map)
    must_balance(
        ran, rows_in=7, rows_loaded=2, rows_set_aside=0, rows_not_data=5, pence_in=1_600_50
    )
    assert "Note: 2 rows above the header left out" in ran.err
