"""The promises: one suite a feed, listed here by hand."""

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from expectations.suite import Suite

# Great Expectations reads this once, when it is first imported; every suite is reached through here.
os.environ["GX_ANALYTICS_ENABLED"] = "false"


class Suites(Mapping[str, "Suite"]):
    """The suites by feed. Each is imported when asked for, because Great Expectations takes seconds."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = dict(modules)

    def __getitem__(self, feed: str) -> "Suite":
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
