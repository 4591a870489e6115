"""A load in the making: parsed and checked chunk by chunk into temporary files, then published at once.

Nothing here is visible to anybody. The folder is temporary: a killed run leaves it to the next
run's sweep.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from commissioning.ingest.temporary import remove_left_over, this_process
from models.feeds import Feed
from models.store.arrival import Counts
from models.store.hashing import row_numbers

SET_ASIDE = ["row_no", "line_no", "column", "value", "expectation", "likely_cause", "pence"]
FINDING = SET_ASIDE[:-1]
KNOWN_OTHERWISE = ("agreements", "payments")  # by identities of their own, not by a hashed key
CHECK = ["expectation", "column", "severity", "rows", "failed"]
LINE = "_line"  # where in the file a staged row starts: for people, and never stored
BYTES_A_PART = 16 << 20  # of a frame: 50,000 rows of most feeds, and far fewer releases
NO_ROWS = pd.DataFrame(columns=["row_no", "row_hash", "line_no", "key", "pence", "value"])
NO_NUMBERS = np.array([], dtype="int64")


@dataclass
class Staging:
    """One file on its way in. ``add`` each checked chunk, ``settle`` once, then read ``frames``."""

    folder: Path
    source: str
    feed: Feed
    is_keyed: bool
    parts: dict[str, int] = field(default_factory=dict)
    _rows: int = 0
    _contents: list[pd.DataFrame] = field(default_factory=list)
    _refused: list[np.ndarray] = field(default_factory=list)
    _refused_names: list[pd.Series] = field(default_factory=list)
    _dropped: np.ndarray = field(default_factory=lambda: np.array([], dtype="int64"))
    _occurrence: pd.Series | None = None

    def add(self, frames: dict[str, pd.DataFrame], line_no: pd.Series) -> None:
        """Stage the rows of a chunk that passed: one canonical frame a feed, index ``row_no``.

        ``line_no`` gives the line of the file on which each row starts, by ``row_no``.
        """
        for name, frame in frames.items():
            for some in _in_parts(frame):
                self._add_part(name, some, line_no)

    def _add_part(self, name: str, frame: pd.DataFrame, line_no: pd.Series) -> None:
        staged = self._hashed(name, frame)
        if name == main_feed(self.feed):
            self._rows += len(staged)
            if not self.is_keyed:
                self._contents.append(staged[["row_no", "row_hash"]])
            staged[LINE] = staged["row_no"].map(line_no)
        part = self.parts.get(name, 0)
        staged.to_feather(self._part(name, part), compression="uncompressed")
        self.parts[name] = part + 1

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
        if self.is_keyed:
            return self._settle_keys()
        if self._contents:
            rows = pd.concat(self._contents, ignore_index=True)
            self._contents.clear()
            occurrence = rows.groupby("row_hash").cumcount() + 1
            self._occurrence = pd.Series(occurrence.to_numpy(), index=rows["row_no"])
        return NO_ROWS, NO_ROWS

    def _settle_keys(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        refused_keys = np.concatenate([*self._refused, NO_NUMBERS])
        rows = self._rows_of(self._keys_found_twice(refused_keys))
        if rows.empty:
            return NO_ROWS, NO_ROWS
        refused = rows["key"].isin(refused_keys)
        contents = rows.groupby("key")["row_hash"].transform("nunique")
        conflicting = rows[(contents > 1) | refused]
        repeated = rows[(contents == 1) & ~refused & rows["key"].duplicated()]
        self._dropped = np.union1d(conflicting["row_no"], repeated["row_no"])
        if main_feed(self.feed) == "agreements":
            self._refused_names.append(conflicting["value"])
        elif main_feed(self.feed) not in KNOWN_OTHERWISE:
            self._refused_names.append(conflicting["key"])
        return repeated, conflicting

    def _keys_found_twice(self, refused: np.ndarray) -> np.ndarray:
        """Return the keys that more than one row has, refused or staged, in eight bytes a row."""
        every = np.empty(self._rows + len(refused), dtype="int64")
        every[self._rows :] = refused
        place, name = 0, main_feed(self.feed)
        is_hashed = name not in KNOWN_OTHERWISE
        columns = ["key_hash"] if is_hashed else list(self.feed.key)
        for part in range(self.parts.get(name, 0)):
            keys = self._key(pd.read_feather(self._part(name, part), columns=columns))
            every[place : place + len(keys)] = keys
            place += len(keys)
        every.sort()
        return np.unique(every[1:][every[1:] == every[:-1]])

    def _rows_of(self, keys: np.ndarray) -> pd.DataFrame:
        """Return the rows of some keys, read back from the staged files in file order.

        Columns: row_no, row_hash, line_no, key, pence and ``value``, the first column of the key as text.
        """
        found = [NO_ROWS]
        name, worth = main_feed(self.feed), self.feed.value
        for part in range(self.parts.get(name, 0) if len(keys) else 0):
            staged = pd.read_feather(self._part(name, part))
            numbers = self._key(staged)
            is_asked = np.isin(numbers, keys)
            some = staged[is_asked]
            if len(some):
                found.append(
                    pd.DataFrame(
                        {
                            "row_no": some["row_no"],
                            "row_hash": some["row_hash"],
                            "line_no": some[LINE],
                            "key": numbers[is_asked],
                            "pence": some[worth].fillna(0).astype("int64") if worth else 0,
                            "value": some[self.feed.key[0]].astype("str"),
                        }
                    )
                )
        return pd.concat(found[1:] or found, ignore_index=True)

    def _part(self, name: str, number: int) -> Path:
        return self.folder / f"{name}-{number:05d}.feather"

    def frames(self, name: str) -> Iterator[pd.DataFrame]:
        """Yield the staged frames of a feed in file order, without what ``settle`` dropped."""
        for part in range(self.parts.get(name, 0)):
            frame = pd.read_feather(self._part(name, part)).drop(columns=LINE, errors="ignore")
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


def _in_parts(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the rows in parts of about so many bytes: what is staged, and later stored, is one of them."""
    parts = int(frame.memory_usage(index=False).sum()) // BYTES_A_PART + 1
    rows = -(-len(frame) // parts) or 1
    for start in range(0, max(len(frame), 1), rows):
        yield frame.iloc[start : start + rows]


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
    return Path(tempfile.mkdtemp(prefix=f"{this_process()}.", dir=waiting))


def sweep(home: Path, now: float) -> None:
    """Remove what killed runs left half-staged."""
    remove_left_over((home / "staging").glob("*"), now)
