"""The promises: one suite a feed, its files listed here by hand."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader, find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from expectations.suite import Suite

# Great Expectations reads this once, when it is first imported; every suite is reached through here.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

# Great Expectations imports them for three promises that no suite makes, one of which draws a chart of
# itself; they are 80 MB and more than a second.
NOT_NEEDED = ("scipy.stats", "altair")


class Suites(Mapping[str, "Suite"]):
    """The suites by feed. Each is imported when asked for, because Great Expectations takes seconds.

    ``listed`` are the feed and the file of this folder that promises something of it; a feed's suite is
    what all of its files promise.
    """

    def __init__(self, listed: Iterable[tuple[str, str]]) -> None:
        self._files: dict[str, list[str]] = {}
        for feed, file in listed:
            self._files.setdefault(feed, []).append(file)

    def __getitem__(self, feed: str) -> "Suite":
        first, *others = (self.promised_in(file) for file in self._files[feed])
        return first.with_promises_of(*others)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def promised_in(self, file: str) -> "Suite":
        """Return what one file of this folder promises."""
        with _put_off():
            suite: Suite = import_module(f"{__name__}.{file}").SUITE
        return suite

    def digest(self, feed: str) -> str:
        """Return the version of a feed's suite: the digest of its source, read without importing it.

        A load under an amended suite is a change even where the publisher's bytes are the same.
        """
        files = ("suite", "table", *self._files[feed])
        sources = (find_spec(f"{__name__}.{file}") for file in files)
        return sha256(
            b"\0".join(Path(s.origin).read_bytes() for s in sources if s and s.origin)
        ).hexdigest()


class PutOff(MetaPathFinder):
    """Finds modules so that each is imported only when something in it is asked for."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how a module that is not needed is imported later, or None of any other."""
        spec = PathFinder.find_spec(fullname, path) if fullname in NOT_NEEDED else None
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def _put_off() -> Iterator[None]:
    """Import what is not needed only when it is."""
    finder = PutOff()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


SUITES = Suites(
    (
        ("agreements", "agreements"),
        ("grants", "grants"),
        ("extensions", "extensions"),
        ("modifications", "modifications"),
        ("equality", "equality"),
        ("payments", "payments"),
        ("measures", "measures"),
        ("returns", "returns"),
        ("social_value", "social_value"),
        ("observations", "observations"),
        ("indicators", "indicators"),
        ("users", "users"),
        ("engagement", "engagement"),
        ("reviews", "reviews"),
        ("needs_assessments", "needs_assessments"),
        ("notices", "notices"),
        ("providers", "providers"),
        ("provider_identifiers", "provider_identifiers"),
        ("provider_mergers", "provider_mergers"),
        ("decisions", "decisions"),
    )
)
