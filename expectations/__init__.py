"""The promises: one suite a feed, listed here by hand."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
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
    """The suites by feed. Each is imported when asked for, because Great Expectations takes seconds."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = dict(modules)

    def __getitem__(self, feed: str) -> "Suite":
        with _put_off():
            suite: Suite = import_module(self._modules[feed]).SUITE
        return suite

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def digest(self, feed: str) -> str:
        """Return the version of a feed's suite: the digest of its source, read without importing it.

        A load under an amended suite is a change even where the publisher's bytes are the same.
        """
        sources = (
            find_spec(name)
            for name in ("expectations.suite", "expectations.table", self._modules[feed])
        )
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
    {
        "agreements": "expectations.agreements",
        "grants": "expectations.grants",
        "extensions": "expectations.extensions",
        "modifications": "expectations.modifications",
        "equality": "expectations.equality",
        "payments": "expectations.payments",
        "measures": "expectations.measures",
        "returns": "expectations.returns",
        "social_value": "expectations.social_value",
        "observations": "expectations.observations",
        "indicators": "expectations.indicators",
        "users": "expectations.users",
        "engagement": "expectations.engagement",
        "reviews": "expectations.reviews",
        "needs_assessments": "expectations.needs_assessments",
        "notices": "expectations.notices",
        "providers": "expectations.providers",
        "provider_identifiers": "expectations.provider_identifiers",
        "provider_mergers": "expectations.provider_mergers",
        "decisions": "expectations.decisions",
    }
)
