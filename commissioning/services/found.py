"""What the answers of a pull hold together: whose rows are kept, which came twice, which never came."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from rapidfuzz import fuzz, process

from commissioning.errors import shown
from commissioning.services.service import Answer, Row, Service, Wanted

ALIKE = 90  # of 100: how alike a name is to a buyer's, for a note to ask whether it is meant
MOST_ALIKE = 5


@dataclass
class Found:
    """The rows of a pull. With ``buyers`` only theirs are kept; the others are counted.

    A change to a process that names no buyer is its buyer's: it is kept where the process is, which
    ``processes`` names as far as an earlier pull brought them.
    """

    buyers: Iterable[str] = ()
    processes: Iterable[str] = ()
    given: int = 0
    repeated: int = 0
    notes: list[str] = field(default_factory=list)
    _rows: list[Row] = field(default_factory=list)
    _seen: set[bytes] = field(default_factory=set)
    _promised: dict[tuple[str, ...], Row] = field(default_factory=dict)
    _keys: set[tuple[str, ...]] = field(default_factory=set)
    _others: Counter[str] = field(default_factory=Counter)
    _unnamed: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Fold what is compared."""
        self._ours = frozenset(map(folded, self.buyers))
        self._processes = set(self.processes)

    def take(self, answer: Answer) -> None:
        """Keep account of one answer."""
        if answer.note:
            self.notes.append(answer.note)
        if answer.is_partial:
            self._promised.update((row.key, row) for row in answer.rows)
            return
        for row in answer.rows:
            self._take(row)

    def end(self) -> None:
        """Take what only the page of a longer time had, and settle whose the rows without a buyer are."""
        lost = [row for key, row in self._promised.items() if key not in self._keys]
        for row in lost:
            self._take(row)
        if lost:
            self.notes.append(
                f"{len(lost):,} releases were listed for a longer time and not given for its parts; "
                "they are kept, and others may be missing"
            )
        for row in self._unnamed:
            if row.key[0] in self._processes:
                self._rows.append(row)
            else:
                self._others[""] += 1
        self._unnamed.clear()
        self.notes += self._names_alike()

    def _take(self, row: Row) -> None:
        self.given += 1
        self._keys.add(row.key)
        mark = sha256("\0".join((*row.key, row.text)).encode(errors="surrogatepass")).digest()
        if mark in self._seen:
            self.repeated += 1
            return
        self._seen.add(mark)
        named = [name for name in row.buyers if name]
        if not self._ours or self._ours & set(map(folded, named)):
            self._rows.append(row)
            self._processes.add(row.key[0])
        elif named:
            self._others[named[-1]] += 1
        else:
            self._unnamed.append(row)

    @property
    def rows(self) -> list[Row]:
        """The rows that are kept."""
        return self._rows

    @property
    def others(self) -> int:
        """How many rows are of other buyers, or of none that is known."""
        return self._others.total()

    def _names_alike(self) -> list[str]:
        """Return a note of the names left out that are most like a buyer's: one may be ours, written otherwise."""
        names = {name: folded(name) for name in self._others}
        alike = {
            name
            for buyer in self._ours
            for _, _, name in process.extract(
                buyer, names, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=MOST_ALIKE
            )
        }
        if not alike:
            return []
        listed = ", ".join(f"{shown(name)} ({self._others[name]:,})" for name in sorted(alike))
        return [f"left out though alike: {listed}; add a name to buyers where it is ours"]

    def summary(self, service: Service, wanted: Wanted) -> str:
        """Return what was given and what became of it, in a sentence."""
        if wanted.numbers:
            asked = f"{len(wanted.numbers):,} identifiers"
            return f"{service.title} gave {self.given:,} answers for {asked}"
        if wanted.ask:
            return f"{service.title} gave {self.given:,} {'page' if self.given == 1 else 'pages'}"
        parts = [f"{len(self.rows):,} kept"]
        if self._ours:
            parts.append(f"{self.others:,} of other buyers left out")
        parts.append(f"{self.repeated:,} repeats left out")
        return (
            f"{service.title} gave {self.given:,} releases from {wanted.from_on} to {wanted.until}: "
            + ", ".join(parts)
        )


def folded(name: str) -> str:
    """Return a name as it is compared: in small letters, with single spaces."""
    return " ".join(name.split()).casefold()
