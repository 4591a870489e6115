"""The machine and the database: readable by others, out of space, at another schema, at another time."""

from commissioning.watch.finding import Finding

LOW_DISK_BYTES = 1 << 30
CLOCK_SECONDS = 60


def home_finding(home: str, mode: int) -> Finding:
    """Tell whether anyone but its owner may read the home; ``mode`` is that of the folder."""
    return Finding("home", not mode & 0o077, f"{home}, mode {mode:o}", f"chmod 700 {home}")


def disk_finding(free: int) -> Finding:
    """Tell whether a load would still find space; ``free`` is in bytes."""
    return Finding(
        "disk",
        free > LOW_DISK_BYTES,
        f"{free / 1e9:,.1f} GB free",
        "free some space: loads need it",
    )


def schema_finding(found: str | None, known: str) -> Finding:
    """Tell whether the database is at the schema this version knows; None is a database of no tables."""
    if found is None:
        return Finding("database", True, "nothing loaded yet: commissioning run-cycle makes it")
    remedy = (
        "a newer version was at work: install it, or restore the backup made before it"
        if found > known
        else "back it up, then run any loading command: it brings it up to date"
    )
    seen = f"schema {found}, this version knows {known}"
    return Finding("database", found == known, seen, remedy, found)


def clock_finding(apart: float) -> Finding:
    """Tell whether this machine and the database agree on the time; ``apart`` is in seconds."""
    return Finding(
        "clock",
        abs(apart) < CLOCK_SECONDS,
        f"{abs(apart):,.0f} s from the database's",
        "set this machine's clock",
    )
