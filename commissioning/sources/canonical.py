"""The canonical files, one layout a feed, made from the columns in models/feeds.py.

Publisher: whoever exports to our own layout.
Shape: UTF-8, comma, header row; ISO days; pounds with two decimals; empty means not recorded;
several values in one cell separated by semicolons. Columns may come in any order, and all but the
required ones may be left out.
Faults: a grants file is read as agreements of instrument and regime ``grant``; days such as
9999-12-31 are not recorded, with a finding.
"""

from functools import partial

import pandas as pd

from commissioning.areas.levels import level_of
from commissioning.ingest.mapping import Cell, as_published, joined, typed
from commissioning.ingest.reader import Layout
from commissioning.ingest.totals import payments_without_totals, without_totals
from commissioning.sources.source import Parsed, Source
from models.feeds import FEEDS, Feed

LAYOUT = Layout(footer_marks=("Total", "Totals", "Grand Total"), final_newline=True)
GRANT = {"instrument": "grant", "regime": "grant"}

# A row that leaves one of these empty cannot be told from another, or counted, and is set aside.
RECORDED = {
    "agreements": ("reference",),
    "grants": ("reference",),
    "extensions": ("reference", "new_ends_on"),
    "modifications": ("reference", "decided_on"),
    "equality": ("reference", "status"),
    "payments": ("payment_id", "basis", "amount_gbp"),
    "measures": ("reference", "measure"),
    "returns": ("reference", "measure", "starts_on"),
    "social_value": ("reference", "commitment"),
    "observations": ("indicator", "area_code", "starts_on"),
    "indicators": ("indicator", "title"),
    "users": ("reference", "starts_on"),
    "engagement": ("reference", "held_on"),
    "reviews": ("reference", "reviewed_on"),
    "needs_assessments": ("service_category", "completed_on"),
    "notices": ("ocid", "notice_type"),
    "providers": ("provider_org_id",),
    "provider_identifiers": ("provider_org_id", "other_org_id"),
    "provider_mergers": ("provider_org_id", "transferee_org_id"),
    "decisions": ("reference", "outcome"),
}


def parse(published: pd.DataFrame, feed: Feed) -> Parsed:
    """Return the rows of a canonical file of ``feed``; grants come as agreements."""
    money = [column.name for column in feed.columns if column.kind == "money"]
    if feed.name == "payments":
        data, not_data, doubtful = payments_without_totals(published, money)
    else:
        (data, not_data), doubtful = without_totals(published, money), joined([])
    is_grants = feed.name == "grants"
    target = FEEDS["agreements"] if is_grants else feed
    frame, problems = typed(data, cells_of(feed), target, constants=GRANT if is_grants else {})
    if target.name == "agreements":
        days = [column.name for column in feed.columns if column.kind == "day"]
        frame["as_published"] = as_published(data, days)
    if target.name == "observations":
        frame["area_level"] = level_of(frame["area_code"])
    return Parsed({target.name: frame}, joined([problems, doubtful]), not_data)


def cells_of(feed: Feed) -> dict[str, Cell]:
    """Return how each column of a canonical file is read: under its own name."""
    return {
        column.name: Cell(
            column.name,
            empty="critical" if column.name in RECORDED[feed.name] else None,
            optional=not column.required,
        )
        for column in feed.columns
    }


def canonical(feed: Feed) -> Source:
    """Return the source of a feed's canonical files."""
    return Source(
        name=f"canonical_{feed.name}",
        feed=feed.name,
        layout=LAYOUT,
        required=feed.required,
        cells=cells_of(feed),
        optional=tuple(column.name for column in feed.columns if not column.required),
        parse=partial(parse, feed=feed),
    )


SOURCES = tuple(canonical(feed) for feed in FEEDS.values())
