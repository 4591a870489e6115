"""The reference page of the feeds is what the product says of itself, and its examples are whole."""

import csv
import io
import re

import pytest

from deployments.reference_pages import EXAMPLES, PAGE, feeds_page
from models.feeds import FEEDS

FENCE = re.compile(r"^```csv (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_page_is_what_make_docs_would_write():
    assert PAGE.read_text(encoding="utf-8") == feeds_page(), "run `make docs`"


def test_the_page_has_an_example_of_every_feed_and_no_file_stands_beside_them():
    assert {name for name, _ in FENCE.findall(feeds_page())} == set(FEEDS)
    assert {path.name for path in EXAMPLES.iterdir()} == {f"{feed}.csv" for feed in FEEDS}


@pytest.mark.parametrize(("feed", "example"), FENCE.findall(feeds_page()))
def test_an_example_fills_every_column_of_one_row(feed, example):
    [header, row] = csv.reader(io.StringIO(example))
    assert header == [column.name for column in FEEDS[feed].columns]
    assert all(row)


def test_the_page_tells_money_to_be_in_pounds_and_what_a_column_may_hold():
    lines = feeds_page().splitlines()
    assert (
        "| `amount_gbp` | pounds, may be below zero | required; set aside if empty "
        "| Amount, excluding recoverable VAT |"
    ) in lines
    assert (
        "| `direction` | one of `higher`, `lower` | may be left out | Which way is better |"
        in lines
    )
