"""Rows that were set aside: out to a person as the publisher wrote them."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from commissioning.errors import RequestError
from commissioning.ingest.correction import mark_of
from commissioning.ingest.correction_sheet import Leaf, reasons_of, write_leaf
from commissioning.ingest.mapping import day_examples
from commissioning.profile import Profile
from commissioning.sources import Source
from commissioning.sources.source import CORRECT_FILE, OpenFile
from expectations import SUITES
from models.ledger import Load
from models.store.engine import reading
from models.store.publish import load_numbered
from models.store.quarantine import open_now
from tasks.kept_file import kept_file, name_of
from tasks.known_source import is_known, source_named
from tasks.place import Place
from tasks.step import step


@dataclass(frozen=True)
class Exported:
    """What was written for a person to correct."""

    file: str
    source: str
    load_no: int
    rows: int


@step
def export_rows(
    profile: Profile, place: Place, output: Path, *, source: str = "", load_no: int | None = None
) -> Exported:
    """Write the open rows that one load of one source set aside, as published, each with the reason.

    Raises RequestError where there are none, or where several loads have some and none was named.
    """
    with reading(place.engine) as connection:
        cells = open_now(connection, profile.name)
        load = load_numbered(
            connection, profile.name, _chosen(profile.name, cells, source, load_no)
        )
    cells = cells[cells["load_no"] == load.load_no]
    leaf = _leaf(profile, place, load, cells)
    write_leaf(leaf, output)
    return Exported(str(output), load.source, load.load_no, len(leaf.cells))


def _chosen(authority: str, cells: pd.DataFrame, source: str, load_no: int | None) -> int:
    """Return the load whose rows are to be exported: the one that is named, or the only one."""
    rows = cells.drop_duplicates(["load_no", "row_no"]).groupby(["source", "load_no"]).size()
    if rows.empty:
        raise RequestError(f"No rows of {authority} are set aside, so there is nothing to export.")
    having = ", ".join(f"{name} (load {no}: {count:,})" for (name, no), count in rows.items())
    fitting = [
        (name, no) for name, no in rows.index if source in ("", name) and load_no in (None, no)
    ]
    if not fitting:
        asked = " and ".join(
            filter(None, [source and f"--source {source}", load_no and f"--load {load_no}"])
        )
        raise RequestError(f"{asked} has no rows set aside; these have: {having}.")
    if len({name for name, _ in fitting}) > 1:
        raise RequestError(
            f"Rows of several sources are set aside: {having}; name one with --source."
        )
    if len(fitting) > 1:
        raise RequestError(f"Rows of several loads are set aside: {having}; name one with --load.")
    return int(fitting[0][1])


def _leaf(profile: Profile, place: Place, load: Load, cells: pd.DataFrame) -> Leaf:
    remedy = source_of(profile, place, load).remedy
    if remedy != CORRECT_FILE:
        raise RequestError(
            f"what load {load.load_no} set aside is not to be corrected here: {remedy}; "
            "commissioning quarantine list shows what was wrong."
        )
    published = pd.concat(
        [
            rows[rows.index.isin(cells["row_no"])]
            for rows in _kept_table(profile, place, load).chunks()
        ]
    ).drop(columns=["_line", "_surplus"], errors="ignore")
    withheld = SUITES[load.feed].withheld
    for cell in cells[cells["expectation"].isin(withheld)].itertuples():
        if cell.column in published:
            published.loc[cell.row_no, cell.column] = ""
    marks = [mark_of(profile.name, load.snapshot, load.load_no, no) for no in published.index]
    return Leaf(
        source=load.source,
        load_no=load.load_no,
        cells=published,
        marks=pd.Series(marks, index=published.index),
        reasons=reasons_of(cells, withheld).reindex(published.index),
        failed=cells.groupby("row_no")["column"].agg(frozenset).to_dict(),
        days=day_examples(source_of(profile, place, load).day_cells, "2027-03-31"),
    )


def source_of(profile: Profile, place: Place, load: Load) -> Source:
    """Return what read a load's file, and reads its rows when they come back."""
    own = profile.sources.get(load.source)
    name = load.adapter or (own.adapter if own else load.source)
    if not is_known(name, place.snapshots):
        raise RequestError(
            f"load {load.load_no} was read by {name}, which this version does not have; "
            "load the whole file again."
        )
    return source_named(name, place.snapshots)


def _kept_table(profile: Profile, place: Place, load: Load) -> OpenFile:
    path = kept_file(load, place.snapshots)
    return source_of(profile, place, load).open(path, name_of(load))
