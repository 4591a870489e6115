"""Work that was begun and whose worker is gone: its lease is still in the ledger."""

from collections.abc import Iterable

from commissioning.watch.finding import Finding, listed


def leases_finding(authority: str, left: Iterable[tuple[str, str, int]]) -> Finding:
    """Tell of the leases that nobody alive holds: (what was worked on, by whom, at which attempt)."""
    return listed(
        f"{authority} work left",
        (
            (f"{key} {attempt}", f"{key} was interrupted ({owner.rsplit(':', 1)[0]})")
            for key, owner, attempt in left
        ),
        otherwise="none was interrupted",
        remedy="what was stored is whole: run the command again, unless watch has started it again",
    )
