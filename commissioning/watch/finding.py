"""One thing looked at: whether it is well, what was seen, and what to do where it is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Finding:
    """One thing looked at, as ``doctor`` shows it and ``watch`` tells of it.

    ``what`` names the thing from one look to the next. ``key`` stands for the fault: while it is the
    same there is nothing new to tell, although what was seen may differ (days late, bytes free).
    """

    what: str
    is_well: bool
    seen: str
    remedy: str = ""
    key: str = ""


def listed(
    what: str, faults: Iterable[tuple[str, str]], *, otherwise: str, remedy: str, at_most: int = 10
) -> Finding:
    """Return one finding of all the faults of a thing, each a key and a sentence; well where there is none.

    The key is a digest: it is kept, and what a fault is about may have to be erased.
    """
    found = sorted(set(faults))
    more = f"; and {len(found) - at_most} more" if len(found) > at_most else ""
    return Finding(
        what,
        not found,
        "; ".join(sentence for _, sentence in found[:at_most]) + more or otherwise,
        remedy,
        digest_of(key for key, _ in found) if found else "",
    )


def digest_of(keys: Iterable[str]) -> str:
    """Return one short key that stands for several, in whatever order they come."""
    return sha256("\0".join(sorted(keys)).encode()).hexdigest()[:16]
