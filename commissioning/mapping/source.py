"""A column map made into a source: the same parsers, the same suite and the same account of every row.

Shape: as the map says. Payments keep their repeats: two equal rows are two payments.
Faults: a row with more or fewer cells than the header, where the map keeps such rows, is set aside, because
every cell after the missing comma is in the wrong column.
"""

from functools import partial

import pandas as pd

from commissioning.areas.levels import level_of
from commissioning.ingest.mapping import (
    Cell,
    as_published,
    financial_years,
    found,
    joined,
    typed,
)
from commissioning.ingest.totals import payments_without_totals, without_totals
from commissioning.mapping.amounts import usual_amounts
from commissioning.mapping.column_map import ColumnMap
from commissioning.mapping.periods import EXAMPLES, financial_years_of
from commissioning.sources.source import Parsed, Source

GRANT = {"instrument": "grant", "regime": "grant"}
SURPLUS = "_surplus"
READERS = ("commissioning.mapping.amounts", "commissioning.mapping.periods")


def mapped_source(column_map: ColumnMap) -> Source:
    """Return the source that reads files as the map says."""
    cells = cells_of(column_map)
    required = [cell.published for cell in cells.values() if not cell.optional]
    known = (*column_map.made_for, *column_map.other_money)
    optional = [cell.published for cell in cells.values() if cell.optional]
    return Source(
        name=column_map.name,
        feed=column_map.feed,
        layout=column_map.layout.layout(),
        required=tuple(dict.fromkeys(required)),
        optional=tuple(dict.fromkeys((*optional, *known))),
        parse=partial(parse, column_map=column_map),
        cells=cells,
        parts=column_map.parts,
        repeats_kept=column_map.feed == "payments",
        modules=READERS,
    )


def cells_of(column_map: ColumnMap) -> dict[str, Cell]:
    """Return how each canonical column is read."""
    return {
        name: Cell(
            column.published,
            day_formats=column.day_formats,
            not_recorded=frozenset(column.not_recorded),
            choices=column.choices,
            unreadable=column.unreadable,
            empty=column_map.severity_of_nothing(name),
            optional=column.optional,
            scheme=column.scheme,
        )
        for name, column in column_map.columns.items()
    }


def parse(published: pd.DataFrame, column_map: ColumnMap) -> Parsed:
    """Return the rows of a file as the map says; rows of another width are only among the problems."""
    whole, ragged = without_ragged(published, column_map)
    money = money_columns(column_map)
    target = column_map.canonical_feed
    whole, remainders = with_usual_amounts(whole, money)
    if target.name == "payments":
        data, not_data, doubtful = payments_without_totals(whole, money)
    else:
        (data, not_data), doubtful = without_totals(whole, money), joined([])
    remainders = remainders[~remainders["row_no"].isin(not_data["row_no"])]
    grant = GRANT if column_map.feed == "grants" else {}
    frame, problems = typed(
        data, cells_of(column_map), target, constants={**grant, **column_map.constants}
    )
    periods = pd.DataFrame()
    if target.name == "payments":
        frame, periods = with_years(frame, data, column_map)
    if target.name == "agreements":
        kinds = {column.name for column in target.columns if column.kind == "day"}
        days = [c.published for name, c in column_map.columns.items() if name in kinds]
        frame["as_published"] = as_published(data, days)
    if target.name == "observations":
        frame["area_level"] = level_of(frame["area_code"])
    return Parsed(
        {target.name: frame}, joined([ragged, remainders, doubtful, problems, periods]), not_data
    )


def without_ragged(
    published: pd.DataFrame, column_map: ColumnMap
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that have a cell for every column, and the others as problems."""
    if SURPLUS not in published:
        return published, joined([])
    surplus = published[SURPLUS]
    cells = (
        surplus.abs().astype("str") + " " + (surplus.abs() == 1).map({True: "cell", False: "cells"})
    )
    many = (surplus > 0).map({True: " more than", False: " fewer than"})
    cause = "The row has " + cells + many + " the header, so what it says is in the wrong columns."
    column = money_columns(column_map)[0] if money_columns(column_map) else published.columns[0]
    problems = found(published, surplus != 0, column, "has_every_cell", "critical", cause)
    return published[surplus == 0].drop(columns=SURPLUS), problems


def money_columns(column_map: ColumnMap) -> list[str]:
    """Return the published columns that hold money, those that are read first."""
    kinds = {column.name for column in column_map.canonical_feed.columns if column.kind == "money"}
    read = [column.published for name, column in column_map.columns.items() if name in kinds]
    return list(dict.fromkeys((*read, *column_map.other_money)))


def with_usual_amounts(data: pd.DataFrame, money: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows with their amounts as usually written, and those that lost a remainder."""
    problems = []
    for name in money:
        if name not in data:
            continue
        amounts, had = usual_amounts(data[name])
        cause = "A spreadsheet's rounding stood after the pence; the amount to fifteen digits is loaded."
        problems.append(found(data, had, name, "is_whole_pence", "warning", cause))
        data = data.assign(**{name: amounts})
    return data, joined(problems)


def with_years(
    payments: pd.DataFrame, data: pd.DataFrame, column_map: ColumnMap
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return payments with their financial year: of the day, else of the period the map reads it from."""
    told = payments["financial_year"]
    problems = joined([])
    column = column_map.columns.get("financial_year")
    if column and column.period and column.published in data:
        told, unread = financial_years_of(
            data[column.published], column.period, column_map.year_start
        )
        cause = f"No period such as {EXAMPLES[column.period]}, or one across two years."
        problems = found(data, unread, column.published, "is_a_period", "warning", cause)
    of_day = financial_years(payments["paid_on"], column_map.year_start)
    return payments.assign(financial_year=of_day.fillna(told)), problems
