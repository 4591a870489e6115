"""Ten million versions of agreements: how long one of them, a page and the count take, as known at a load.

``python -m benchmarks.history`` makes the register in SQLite and then in PostgreSQL, asks each and
deletes it; ``python -m benchmarks.history 200000`` does so with as many versions. What is asked is what
the commands ask: ``explain`` of one agreement, ``register`` of a page and of the count. Loads and places
are drawn at random, the same every time. Every answer is compared with what was written.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, event

from benchmarks.history_databases import postgres, sqlite
from benchmarks.history_register import AUTHORITY, LOADS, SOURCE, History, label_of, write_history
from benchmarks.measure import Figure, report
from models.store.engine import reading
from models.store.pages import Place, count_register, register_page
from models.store.story import read_stories

VERSIONS = 10_000_000
ASKED = 200
PAGE = 100

MOST_SECONDS = 0.2
MOST_SECONDS_TO_COUNT = 3

# How a plan says that it reads all versions: the table, or the index with no agreement named.
WHOLE_TABLE = ("SCAN main.agreement_version", "SCAN agreement_version", "Seq Scan on agreement_")
WHOLE_INDEX = "agreement_version_1 (authority=?)"


def main(versions: int = VERSIONS) -> int:
    """Measure on both databases, print the figures and return the exit status."""
    statuses = []
    for name, database in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        with database(versions) as engine:
            began = perf_counter()
            history = write_history(engine, versions)
            print(f"{name}: filled in {perf_counter() - began:.0f} s; {_busy()}", flush=True)
            statuses.append(report(list(_figures(name, engine, history))))
            print(f"{name}: {_busy()}", flush=True)
    return max(statuses)


def _figures(name: str, engine: Engine, history: History) -> Iterator[Figure]:
    with whole_readings(engine) as whole:
        for what, most, waits in ask_all(engine, history):
            beside = (
                f"middle {waits[len(waits) // 2]:.4f} s, longest {waits[-1]:.4f} s of {len(waits)}"
            )
            yield Figure(f"{name}: {what}, 95 of 100 asked", _most_of(waits), most, " s", beside)
    yield Figure(f"{name}: plans that read every version", len(whole), 0)


def ask_all(
    engine: Engine, history: History, asked: int = ASKED
) -> Iterator[tuple[str, float, list[float]]]:
    """Yield what was asked, the seconds that it may take, and those that each took, shortest first.

    Raises SystemExit where an answer is not what was written.
    """
    for what, ask, times, most in (
        ("one agreement", _one_agreement, asked, MOST_SECONDS),
        (f"a page of {PAGE}", _page, asked, MOST_SECONDS),
        ("the count", _count, LOADS, MOST_SECONDS_TO_COUNT),
    ):
        random = Random(75)  # noqa: S311 (draws what is asked)
        waits = [ask(engine, history, random, number) for number in range(times)]
        yield what, most, sorted(waits)


def _one_agreement(engine: Engine, history: History, random: Random, _number: int) -> float:
    load_no, place = random.randint(1, LOADS), random.randrange(len(history.ids))
    wait, found = _timed(
        engine, lambda c: read_stories(c, AUTHORITY, label_of(place + 1), known_at=load_no)
    )
    is_in_force = bool(found) and len(found[0].now) == 1
    _must_be(is_in_force, bool(history.in_force(load_no)[place]), load_no)
    return wait


def _page(engine: Engine, history: History, random: Random, _number: int) -> float:
    load_no, place = random.randint(1, LOADS), random.randrange(len(history.ids))
    after = Place(SOURCE, label_of(place), 1)
    wait, found = _timed(
        engine,
        lambda c: register_page(c, AUTHORITY, load_no=load_no, after=after, size=PAGE),
    )
    _must_be(list(found["label"]), history.page(load_no, place, PAGE), load_no)
    return wait


def _count(engine: Engine, history: History, _random: Random, number: int) -> float:
    load_no = number + 1
    wait, found = _timed(engine, lambda c: count_register(c, AUTHORITY, load_no=load_no))
    _must_be(found, int(history.in_force(load_no).sum()), load_no)
    return wait


def _timed(engine: Engine, ask: Callable[[Connection], Any]) -> tuple[float, Any]:
    began = perf_counter()
    with reading(engine) as connection:
        found = ask(connection)
    return perf_counter() - began, found


def _must_be(found: object, written: object, load_no: int) -> None:
    if found != written:
        raise SystemExit(f"Load {load_no}: {found} was read where {written} was written.")


def _most_of(waits: list[float]) -> float:
    return quantiles(waits, n=100, method="inclusive")[94]


@contextmanager
def whole_readings(engine: Engine) -> Iterator[set[str]]:
    """Yield a set that collects, until the block ends, each plan that reads every version there is."""
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    asked: dict[str, Any] = {}
    whole: set[str] = set()

    def remember(_connection, _cursor, statement, parameters, _context, _many) -> None:
        asked.setdefault(statement, parameters)

    event.listen(engine, "before_cursor_execute", remember)
    yield whole
    event.remove(engine, "before_cursor_execute", remember)
    with engine.connect() as connection:
        for statement, parameters in asked.items():
            plan = connection.exec_driver_sql(explain + statement, parameters)
            lines = [str(row[-1]) for row in plan]
            if any(_reads_all(line) for line in lines):
                whole.add("\n".join(lines))


def _reads_all(line: str) -> bool:
    return line.endswith(WHOLE_INDEX) or any(words in line for words in WHOLE_TABLE)


def _busy() -> str:
    return f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
