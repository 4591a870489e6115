"""A load in the making: parsed and checked chunk by chunk into temporary files, then published at once.

Nothing here is visible to anybody. The folder is temporary: a killed run leaves it to the next
run's sweep.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from commissioning.ingest.snapshot import is_running
from models.feeds import Feed
from models.store.arrival import Counts
from models.store.hashing import row_numbers

SET_ASIDE = ["row_no", "line_no", "column", "value", "expectation", "likely_cause", "pence"]
FINDING = SET_ASIDE[:-1]
KNOWN_OTHERWISE = ("agreements", "payments")  # by identities of their own, not by a hashed key
CHECK = ["expectation", "column", "severity", "rows", "failed"]


@dataclass
class Staging:
    """One file on its way in. ``add`` each checked chunk, ``settle`` once, then read ``frames``."""

    folder: Path
    source: str
    feed: Feed
    is_keyed: bool
    parts: dict[str, int] = field(default_factory=dict)
    _rows: list[pd.DataFrame] = field(default_factory=list)
    _refused: list[np.ndarray] = field(default_factory=list)
    _refused_names: list[pd.Series] = field(default_factory=list)
    _dropped: np.ndarray = field(default_factory=lambda: np.array([], dtype="int64"))
    _occurrence: pd.Series | None = None

    def add(self, frames: dict[str, pd.DataFrame], line_no: pd.Series) -> None:
        """Stage the rows of a chunk that passed: one canonical frame a feed, index ``row_no``.

        ``line_no`` gives the line of the file on which each row starts, by ``row_no``.
        """
        for name, frame in frames.items():
            staged = self._hashed(name, frame)
            part = self.parts.get(name, 0)
            staged.to_feather(self._part(name, part), compression="uncompressed")
            self.parts[name] = part + 1
            if name == main_feed(self.feed):
                self._remember(staged, line_no)

    def refuse(self, rows: pd.DataFrame) -> None:
        """Remember the keys of rows that did not pass.

        Another row of such a key contradicts them; and what they are about is listed, not gone.
        """
        if rows.empty:
            return
        hashed = self._hashed(main_feed(self.feed), rows)
        if self.is_keyed:
            self._refused.append(self._key(hashed))
        self._name_refused(hashed)

    def _name_refused(self, rows: pd.DataFrame) -> None:
        name = "key_hash" if "key_hash" in rows else "reference"
        if self.feed.name != "payments":
            self._refused_names.append(rows[name].dropna())

    @property
    def refused(self) -> tuple[str | int, ...]:
        """What the rows set aside were about: references of agreements, key hashes of other feeds."""
        return tuple(sorted({name for names in self._refused_names for name in names.tolist()}))

    def _hashed(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        staged = frame.rename_axis("row_no").reset_index()
        facts = staged.drop(columns=["row_no"])
        staged["row_hash"] = row_numbers(facts)
        if self.is_keyed and name == main_feed(self.feed) and name not in KNOWN_OTHERWISE:
            key = facts[list(self.feed.key)].assign(source=self.source)
            staged["key_hash"] = row_numbers(key)
        return staged

    def _remember(self, staged: pd.DataFrame, line_no: pd.Series) -> None:
        kept = staged[["row_no", "row_hash"]]
        if self.is_keyed:
            value = self.feed.value
            kept = kept.assign(
                line_no=staged["row_no"].map(line_no),
                key=self._key(staged),
                pence=staged[value].fillna(0).astype("int64") if value else 0,
            )
        self._rows.append(kept)

    def _key(self, staged: pd.DataFrame) -> np.ndarray:
        if "key_hash" in staged:
            return staged["key_hash"].to_numpy()
        return row_numbers(staged[list(self.feed.key)])

    def settle(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Look at the file as a whole: repeated keys.

        Returns the rows that repeat another in every cell, which are not data, and the rows that
        contradict another under the same key, refused or not, which are set aside; each with row_no,
        line_no, pence and the key's first ``value``.
        """
        rows = self._all_rows()
        self._rows.clear()
        pa.default_memory_pool().release_unused()  # a million rows, once read, leave 200 MB of holes
        if self.is_keyed:
            refused = rows["key"].isin({key for keys in self._refused for key in keys.tolist()})
            contents = rows.groupby("key")["row_hash"].transform("nunique")
            conflicting = rows[(contents > 1) | refused]
            if main_feed(self.feed) not in KNOWN_OTHERWISE:
                self._refused_names.append(conflicting["key"])
            repeated = rows[(contents == 1) & ~refused & rows["key"].duplicated()]
            self._dropped = np.union1d(conflicting["row_no"], repeated["row_no"])
            named = conflicting.assign(value=self._first_of_key(conflicting["row_no"]))
            if main_feed(self.feed) == "agreements":
                self._refused_names.append(named["value"])
            return repeated, named
        occurrence = rows.groupby("row_hash").cumcount() + 1
        self._occurrence = pd.Series(occurrence.to_numpy(), index=rows["row_no"])
        none = pd.DataFrame(columns=["row_no", "line_no", "pence", "value"])
        return none, none

    def _first_of_key(self, row_nos: pd.Series) -> pd.Series:
        """Return the first column of the key of some rows, as text, read back from the staged files."""
        found = pd.Series(dtype="str")
        if len(row_nos):
            key, name = self.feed.key[0], main_feed(self.feed)
            for part in range(self.parts[name]):
                staged = pd.read_feather(self._part(name, part), columns=["row_no", key])
                some = staged[staged["row_no"].isin(row_nos)].drop_duplicates("row_no")
                found = pd.concat([found, some.set_index("row_no")[key].astype("str")])
        return row_nos.map(found)

    def _part(self, name: str, number: int) -> Path:
        return self.folder / f"{name}-{number:05d}.feather"

    def _all_rows(self) -> pd.DataFrame:
        empty = pd.DataFrame(
            {n: np.array([], "int64") for n in ("row_no", "row_hash", "line_no", "key", "pence")}
        )
        return pd.concat(self._rows, ignore_index=True) if self._rows else empty

    def frames(self, name: str) -> Iterator[pd.DataFrame]:
        """Yield the staged frames of a feed in file order, without what ``settle`` dropped."""
        for part in range(self.parts.get(name, 0)):
            frame = pd.read_feather(self._part(name, part))
            if len(self._dropped):
                frame = frame[~frame["row_no"].isin(self._dropped)]
            if name == "payments":
                nth = (
                    1
                    if self._occurrence is None
                    else self._occurrence.loc[frame["row_no"]].to_numpy()
                )
                frame = frame.assign(occurrence=nth)
            yield frame
            del frame  # else two are held while the next is read


def main_feed(feed: Feed) -> str:
    """Return the feed whose frame holds a file's rows: grants become agreements."""
    return "agreements" if feed.name == "grants" else feed.name


@dataclass(frozen=True)
class Staged:
    """A file parsed, checked and counted: ready to publish, or only to report on."""

    staging: Staging
    header: tuple[str, ...]
    notes: tuple[str, ...]
    counts: Counts
    set_aside: pd.DataFrame
    findings: pd.DataFrame
    checks: pd.DataFrame

    @property
    def feeds(self) -> tuple[str, ...]:
        """The feeds it has frames of, the one that others refer to first."""
        return tuple(
            sorted(self.staging.parts, key=lambda name: name != main_feed(self.staging.feed))
        )


def staging_folder(home: Path) -> Path:
    """Return a new temporary folder that names this process."""
    waiting = home / "staging"
    waiting.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=waiting))


def sweep(home: Path) -> None:
    """Remove what killed runs left half-staged."""
    for folder in (home / "staging").glob("*-*"):
        if not is_running(int(folder.name.partition("-")[0])):
            shutil.rmtree(folder, ignore_errors=True)
