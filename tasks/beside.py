"""The rows that a load and its earlier corrections brought: no corrected row may take the place of one."""

import pandas as pd

from commissioning.ingest.correction import LAYOUT
from commissioning.ingest.reader import open_table
from commissioning.ingest.staging import Staging, main_feed
from commissioning.sources.source import Parsed
from models.feeds import FEEDS
from models.ledger import Load
from models.store.listing import ReadAgain
from tasks.correction import Correction
from tasks.kept_file import kept_file, name_of

HASHES = ["row_hash", "key_hash"]  # which staging adds
# Of one file; the rows that only stand beside the corrected ones are numbered from here on.
BEYOND_ANY_ROW = 10**9


def set_beside(
    staging: Staging, correction: Correction, parsed: Parsed, read_again: ReadAgain
) -> pd.DataFrame:
    """Let staging know the rows that stand already, and return which of them have a corrected row's key.

    The result has the corrected row's ``row_no``, and ``load_no`` and ``standing_no`` of the one that stands.
    A corrected row of a key that stands already contradicts it. Where rows that share a reference are
    parts of it, those that stand are named beside the corrected ones, so that these take no one's place.
    """
    source = correction.source
    clashes = pd.DataFrame({name: [] for name in ("row_no", "load_no", "standing_no")})
    if source.repeats_kept:
        return clashes
    main = main_feed(FEEDS[source.feed])
    corrected, key = parsed.frames[main], list(FEEDS[source.feed].key)
    keys = corrected[key].rename_axis("row_no").reset_index()
    for nth, load in enumerate((correction.original, *correction.earlier), 1):
        for staged in read_again(load).frames(main):
            frame = staged.set_index("row_no").drop(columns=HASHES, errors="ignore")
            if source.parts:
                beside = frame[frame["reference"].isin(corrected["reference"].dropna())]
                beside.index = beside.index + nth * BEYOND_ANY_ROW
                staging.add({main: beside}, pd.Series(dtype="int64"))
            else:
                staging.refuse(frame)
                standing = frame[key].rename_axis("standing_no").reset_index()
                same = keys.merge(standing.assign(load_no=load.load_no), on=key)
                clashes = pd.concat([clashes, same[list(clashes)]])
    return clashes.drop_duplicates("row_no").astype("int64")


def with_standing_rows(
    set_aside: pd.DataFrame, clashes: pd.DataFrame, correction: Correction
) -> pd.DataFrame:
    """Return the rows set aside, each that has the key of a row that stands saying which row that is."""
    key = ", ".join(FEEDS[correction.source.feed].key)
    told = {}
    for load in (correction.original, *correction.earlier):
        mine = clashes[clashes["load_no"] == load.load_no]
        lines = _lines(load, correction, mine["standing_no"])
        for row_no, line in zip(mine["row_no"], lines, strict=True):
            told[row_no] = (
                f"A row loaded by load {load.load_no} (line {line:,}) has this {key}; correct it in this "
                "row, or write yes under leave_out"
            )
    clashing = (set_aside["expectation"] == "one_row_a_key") & set_aside["row_no"].isin(list(told))
    causes = set_aside["likely_cause"].mask(clashing, set_aside["row_no"].map(told))
    return set_aside.assign(likely_cause=causes)


def _lines(load: Load, correction: Correction, row_nos: "pd.Series[int]") -> list[int]:
    """Return on which line of a load's file some of its rows stand."""
    if row_nos.empty:
        return []
    path, name = kept_file(load, correction.place.snapshots), name_of(load)
    is_whole = load.corrects is None
    opened = correction.source.open(path, name) if is_whole else open_table(path, name, LAYOUT)
    lines = pd.concat(rows["_line"] for rows in opened.chunks())
    return [int(line) for line in lines.loc[row_nos]]
