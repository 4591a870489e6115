"""Thirty days at ten times the schedule with nothing new: what a quiet day adds to our database, and to Prefect's.

``python -m benchmarks.soak [DAYS]``: one small authority whose register and payments never change. Each
day its flows run ten times as often as the schedule has them, on that day: 10 times the register and the
rules, 240 times the watch. ``python -m benchmarks.soak DAYS --prefect`` runs as many through a Prefect server
of its own, on three days unless told otherwise, and tells what Prefect's database comes to where its server
clears what is older than `serve` has it keep.
"""

import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.at_once import write_authorities
from benchmarks.measure import Figure, report

FIRST = date(2026, 4, 1)
TIMES = 10
DAYS, DAYS_THROUGH_PREFECT = 30, 3
FLOWS = {
    "flows.register.refresh_register": TIMES,
    "flows.flagging.flag_contracts": TIMES,
    "flows.watch.watch": TIMES * 24,
}
# A day is judged once however often it is asked, so a judgement a day is all that may be new.
GROWS = {"judgement": 1}
MOST_BYTES_A_DAY = 4_096
EVENTS = ("events", "event_resources")
MOST_MEGABYTES_KEPT = 1_000

Rows = dict[str, int]


def main(days: int = 0, *, prefect: bool = False) -> int:
    """Live through the days, print what grew and return the exit status."""
    logging.getLogger("commissioning").setLevel(logging.CRITICAL)
    with TemporaryDirectory(prefix="commissioning-benchmark-") as folder:
        if prefect:
            return report(list(of_prefect(Path(folder), days or DAYS_THROUGH_PREFECT)))
        return report(list(of_ours(Path(folder), days or DAYS)))


def of_ours(folder: Path, days: int) -> Iterator[Figure]:
    """Yield how many rows of each table, and bytes, a quiet day adds to our database."""
    database = settled(folder) / "commissioning.db"
    live(1, plain)  # the day on which all is new
    before, bytes_before = rows_of(database), size_of(database)
    live(days, plain, first=FIRST + timedelta(days=1))
    grown = {name: count - before[name] for name, count in rows_of(database).items()}
    for name, rows in grown.items():
        if rows or name in GROWS:
            yield Figure(f"rows of {name} a day", rows / days, GROWS.get(name, 0))
    yield Figure("bytes a day", (size_of(database) - bytes_before) / days, MOST_BYTES_A_DAY)


def of_prefect(folder: Path, days: int) -> Iterator[Figure]:
    """Yield what Prefect keeps at most of an authority, once its server clears as much a day as comes."""
    from deployments.embedded import embedded

    home = settled(folder)
    database = home / "prefect" / "prefect.db"
    with embedded(home):
        live(1, through_prefect, times=1)
        before, runs_before = bytes_of(database), rows_of(database)["flow_run"]
        live(days, through_prefect, first=FIRST + timedelta(days=1))
        runs = rows_of(database)["flow_run"] - runs_before
        of_events, of_runs = days_kept()
    grown = {name: size - before.get(name, 0) for name, size in bytes_of(database).items()}
    events = sum(grown.get(name, 0) for name in EVENTS) / days
    others = sum(grown.values()) / days - events
    yield Figure("runs lost", days * sum(FLOWS.values()) - runs, 0, beside=f"{runs} runs")
    yield Figure(
        "Prefect's database when full",
        (events * of_events + others * of_runs) / 1e6,
        MOST_MEGABYTES_KEPT,
        " MB",
        beside=f"{(events + others) * days / runs:,.0f} bytes a run, of them {events * days / runs:,.0f} "
        f"events, which go after {of_events:g} days, the others after {of_runs:g}",
    )


def days_kept() -> tuple[float, float]:
    """Return after how many days Prefect's server clears events, and runs with what is theirs."""
    from prefect.settings import get_current_settings

    server = get_current_settings().server
    kept = server.events.retention_period, server.services.db_vacuum.retention_period
    events, runs = (period / timedelta(days=1) for period in kept)
    return events, runs


def bytes_of(database: Path) -> Rows:
    """Return the bytes that each table takes, with its indexes."""
    asked = """SELECT named.tbl_name, sum(pages.pgsize) FROM dbstat AS pages
        JOIN sqlite_master AS named ON named.name = pages.name GROUP BY 1"""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return dict(connection.execute(asked).fetchall())


def settled(folder: Path) -> Path:
    """Make the authority and its home, and have the flows work there; return the home."""
    (folder / "authorities").mkdir()
    write_authorities(folder / "authorities", 1)
    os.environ["COMMISSIONING_HOME"] = str(folder / "home")
    os.environ["COMMISSIONING_AUTHORITIES"] = str(folder / "authorities")
    os.environ.pop("COMMISSIONING_DATABASE_URL", None)
    return folder / "home"


def live(
    days: int, run: Callable[[str, date], object], *, times: int = 0, first: date = FIRST
) -> None:
    """Run the flows of so many days, each flow as often a day as it is told, or as ``times``."""
    for number in range(days):
        for entrypoint, often in FLOWS.items():
            for _ in range(times or often):
                run(entrypoint, first + timedelta(days=number))


def plain(entrypoint: str, on: date) -> object:
    """Run a flow as the plain function it is."""
    return flow_named(entrypoint).fn(authority="council-000", on=on)


def through_prefect(entrypoint: str, on: date) -> object:
    """Run a flow through the server that is up."""
    return flow_named(entrypoint)(authority="council-000", on=on)


def flow_named(entrypoint: str):
    """Return the flow of an entrypoint; imported late, because Prefect reads its settings then."""
    from importlib import import_module

    module, _, name = entrypoint.rpartition(".")
    return getattr(import_module(module), name)


def rows_of(database: Path) -> Rows:
    """Return how many rows each table has."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        names = [name for (name,) in connection.execute(named)]
        counted = ((n, connection.execute(f'SELECT count(*) FROM "{n}"')) for n in names)  # noqa: S608
        return {name: rows.fetchone()[0] for name, rows in counted}


def size_of(database: Path) -> int:
    """Return the bytes that are in use: pages, without those that are free."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        ask = ("page_count", "freelist_count", "page_size")
        pages, free, size = (connection.execute(f"PRAGMA {each}").fetchone()[0] for each in ask)
        return (pages - free) * size


if __name__ == "__main__":
    asked = [word for word in sys.argv[1:] if word != "--prefect"]
    sys.exit(main(*map(int, asked), prefect="--prefect" in sys.argv))
