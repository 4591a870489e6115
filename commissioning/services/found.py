"""What the answers of a pull hold together: whose rows are kept, which came twice, which never came."""

from dataclasses import dataclass, field
from hashlib import sha256

from commissioning.services.service import Answer, Row, Service, Wanted


@dataclass
class Found:
    """The rows of a pull. With ``buyers``, in small letters, only theirs are kept; the others are counted."""

    buyers: frozenset[str] = frozenset()
    rows: list[Row] = field(default_factory=list)
    given: int = 0
    repeated: int = 0
    others: int = 0
    notes: list[str] = field(default_factory=list)
    _seen: set[bytes] = field(default_factory=set)
    _keys: set[tuple[str, ...]] = field(default_factory=set)
    _promised: set[tuple[str, ...]] = field(default_factory=set)

    def take(self, answer: Answer) -> None:
        """Keep account of one answer."""
        if answer.note:
            self.notes.append(answer.note)
        if answer.is_partial:
            self._promised.update(row.key for row in answer.rows)
            return
        for row in answer.rows:
            self._take(row)

    def _take(self, row: Row) -> None:
        self.given += 1
        self._keys.add(row.key)
        mark = sha256("\0".join((*row.key, row.text)).encode()).digest()
        if mark in self._seen:
            self.repeated += 1
            return
        self._seen.add(mark)
        if self.buyers and not self.buyers & {buyer.casefold() for buyer in row.buyers}:
            self.others += 1
            return
        self.rows.append(row)

    @property
    def lost(self) -> int:
        """How many rows were on a page too full to be whole, and came with none that was asked for it."""
        return len(self._promised - self._keys)

    def summary(self, service: Service, wanted: Wanted) -> str:
        """Return what was given and what became of it, in a sentence."""
        if service.scheme:
            return f"{service.title} was asked for {len(wanted.numbers):,} numbers"
        parts = [f"{len(self.rows):,} kept"]
        if self.buyers:
            parts.append(f"{self.others:,} of other buyers left out")
        parts.append(f"{self.repeated:,} given again left out")
        return (
            f"{service.title} gave {self.given:,} releases from {wanted.from_on} to {wanted.until}: "
            + ", ".join(parts)
        )
