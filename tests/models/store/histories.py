"""Files in any order, some rolled back, and which of them count: what replays are compared with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from models.store.errors import CannotRollBack

EDITIONS = [date(2026, month, 1) for month in range(1, 4)]

# On PostgreSQL a history takes three times as long, and only what the two do differently is in doubt.
HISTORIES = {"sqlite": 8, "postgresql": 4}


@dataclass(frozen=True)
class File:
    """A file as its publisher wrote it; ``rows`` is what it lists, whatever the feed."""

    edition_on: date
    complete: bool
    rows: tuple[tuple[Any, ...], ...]
    refused: tuple[str, ...] = ()
    corrects: int | None = None


@dataclass(frozen=True)
class Undo:
    """A rollback of one of the loads made before it."""

    which: int


@dataclass(frozen=True)
class Made:
    """A load, and the rollback that undid it."""

    load_no: int
    file: File
    undone_by: int | None = None


def standing(made: list[Made], at: int, about: date = date.max) -> list[File]:
    """Return the files that count as known at a load about a day, in the order they count."""
    stood = [
        one
        for one in made
        if one.load_no <= at
        and one.file.edition_on <= about
        and (one.undone_by is None or one.undone_by > at)
    ]
    return [one.file for one in sorted(stood, key=lambda one: (one.file.edition_on, one.load_no))]


def carried_out(
    steps: list[File | Undo], publish: Callable[[File], int], roll_back: Callable[[int], int]
) -> Iterator[list[Made]]:
    """Yield what was made so far after each step that could be done."""
    made: list[Made] = []
    for step in steps:
        if isinstance(step, Undo):
            left = [one for one in made if one.undone_by is None]
            if not left:
                continue
            chosen = left[step.which % len(left)]
            if any(one.file.corrects == chosen.load_no for one in left):
                with pytest.raises(CannotRollBack, match="back first"):
                    roll_back(chosen.load_no)
                continue
            made[made.index(chosen)] = replace(chosen, undone_by=roll_back(chosen.load_no))
        else:
            if step.corrects is not None:
                whole = [one for one in made if one.undone_by is None and one.file.corrects is None]
                if not whole:
                    continue
                of = whole[step.corrects % len(whole)]
                step = replace(step, corrects=of.load_no, edition_on=of.file.edition_on)
            made.append(Made(publish(step), step))
        yield made


def steps_of(files: st.SearchStrategy[File]) -> st.SearchStrategy[list[File | Undo]]:
    """Return histories of such files: enough of them to get in each other's way, then rollbacks."""
    undo = st.builds(Undo, st.integers(0, 6))
    return st.tuples(
        st.lists(files, min_size=4, max_size=7),
        st.lists(undo, min_size=1, max_size=3),
        st.lists(st.one_of(files, undo), max_size=3),
    ).map(lambda parts: [step for part in parts for step in part])


def in_one_database(engine: Engine) -> settings:
    """Return how many histories a test is held to: each is an authority of its own in its database."""
    return settings(
        max_examples=HISTORIES[engine.dialect.name],
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def new_authority() -> str:
    """Return the name of an authority that has nothing yet."""
    return f"authority{next(_numbers)}"


_numbers = count(1)
