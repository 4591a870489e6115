"""Small files of a publisher, written in sight of what is asked of them, and published in order."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

import pandas as pd
from sqlalchemy import Engine

from models.feeds import DTYPES, FEEDS
from models.ledger import Load
from models.store.arrival import Arrival, Counts, Edition, Slot
from models.store.engine import reading
from models.store.hashing import row_numbers
from models.store.lease import Lease, lease
from models.store.listing import Listing
from models.store.publish import latest_load, publish
from models.store.rollback import roll_back

NO_QUALITY = ["row_no", "column", "expectation", "line_no", "value", "likely_cause"]
NO_CHECKS = ["expectation", "column", "severity", "rows", "failed"]

Row = dict[str, Any]


def frame(feed: str, rows: Sequence[Row], first_row: int = 1) -> pd.DataFrame:
    """Return a checked frame of a feed, with the columns that staging adds."""
    columns = {column.frame_name: column.kind for column in FEEDS[feed].columns}
    extra = {"agreements": {"as_published": "text"}, "observations": {"area_name": "text"}}
    columns |= extra.get(feed, {})
    made = pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows]).astype(DTYPES[kind])
            for name, kind in columns.items()
        }
    )
    made["row_hash"] = row_numbers(made)
    if feed in ("observations", "providers"):
        made["key_hash"] = row_numbers(made[list(FEEDS[feed].key)])
    if feed == "payments":
        made["occurrence"] = made.groupby("row_hash").cumcount() + 1
    return made.assign(row_no=range(first_row, first_row + len(made)))


@dataclass(frozen=True)
class Publisher:
    """One authority's files, loaded one after another: each call is an edition and returns its load."""

    engine: Engine
    authority: str = "anytown"
    listings: dict[str, Listing] = field(default_factory=dict)

    def register(self, *rows: Row, **edition: Any) -> Load:
        """Load a council's register, in which rows that share a reference are parts of it."""
        return self.load({"agreements": rows}, source="register", parts=True, **edition)

    def grants(self, *rows: Row, **edition: Any) -> Load:
        """Load a file in which the reference alone tells agreements apart."""
        return self.load({"agreements": rows}, source="grants", **edition)

    def payments(self, *rows: Row, slot: str = "spend 2026-03", **edition: Any) -> Load:
        """Load a month's payments."""
        return self.load({"payments": rows}, source="spend", slot=slot, **edition)

    def load(
        self,
        feeds: dict[str, Iterable[Row]],
        *,
        source: str,
        slot: str = "whole",
        parts: bool = False,
        pieces: int = 1,
        edition_on: date | None = None,
        complete: bool = True,
        refused: Sequence[str | int] = (),
        corrects: int | None = None,
        by: Lease | None = None,
    ) -> Load:
        """Load a file that holds rows of these feeds; the first is the one that others refer to.

        ``pieces`` is how many frames it is read in, each counting its own index, as staging's do.
        ``refused`` is what rows of it were about that did not pass.
        """
        frames = {feed: frame(feed, list(rows)) for feed, rows in feeds.items()}
        main = next(iter(frames))
        rows_in = len(frames[main])
        content = json.dumps(
            [{k: f.to_json(orient="split") for k, f in frames.items()}, list(refused)]
        )
        digest = sha256(content.encode()).hexdigest()
        arrival = Arrival(
            slot=self._slot(main, source, slot),
            edition=Edition(
                snapshot=digest,
                path=f"{self.authority}/{digest}",
                size=rows_in,
                file="file.csv",
                adapter="test",
                loaded_on=date(2026, 1, 1),
                edition_on=edition_on,
                complete=complete,
                corrects=corrects,
            ),
            digest=digest,
            columns=tuple(frames[main].columns),
            counts=Counts(rows_in + len(refused), len(refused), 0, 0, 0),
            parts=parts,
            feeds=tuple(frames),
            frames=lambda name: _in_pieces(frames[name], pieces),
            set_aside=pd.DataFrame(columns=NO_QUALITY),
            findings=pd.DataFrame(columns=NO_QUALITY),
            checks=pd.DataFrame(columns=NO_CHECKS),
            refused=tuple(refused),
        )
        self.listings[digest] = Listing(arrival.frames, arrival.refused, parts)
        if by is not None:
            return publish(self.engine, arrival, by, self.read_again)
        with lease(self.engine, self.authority, f"load {source}/{slot}") as held:
            return publish(self.engine, arrival, held, self.read_again)

    def roll_back(self, load: Load | int, reason: str = "the wrong file") -> Load:
        """Roll a load back."""
        load_no = load if isinstance(load, int) else load.load_no
        with lease(self.engine, self.authority, "rollback") as held:
            return roll_back(
                self.engine,
                self.authority,
                load_no,
                held,
                reason=reason,
                on=date(2026, 1, 2),
                read_again=self.read_again,
            )

    def read_again(self, load: Load) -> Listing:
        """Return what a file listed, as reading it again would."""
        return self.listings[load.snapshot]

    def _slot(self, feed: str, source: str, slot: str) -> Slot:
        with reading(self.engine) as connection:
            last = latest_load(connection, (self.authority, feed, source, slot))
        return Slot(self.authority, feed, source, slot, last.slot_seq if last else 0)


def _in_pieces(whole: pd.DataFrame, pieces: int) -> Iterator[pd.DataFrame]:
    size = -(-len(whole) // pieces)
    return (
        whole.iloc[start : start + size].reset_index(drop=True)
        for start in range(0, len(whole), size)
    )
