"""The sentence a person reads of a result, made from its facts on the day it is read.

Equal values are put into words once, and many results of one wording are made together.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib import import_module
from string import Formatter
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.dates import spoken_day
from commissioning.money import pounds
from commissioning.rules.missing import MISSING

Facts = Mapping[str, str | int]
Columns = Mapping[str, pd.Series | str | int]
Texts = npt.NDArray[np.object_]


def with_sentences(found: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return results judged on a day, whose ``facts`` are mappings, with a column ``sentence``."""
    made = np.empty(len(found), dtype=object)
    facts = found["facts"].to_numpy(dtype=object)
    groups = cast(
        dict[tuple[str, str], npt.NDArray[np.intp]],
        found.groupby(["rule", "status"], sort=False, observed=True).indices,
    )
    for (rule, status), rows in groups.items():
        made[rows] = sentences(rule, status, as_columns(facts[rows]), on, len(rows))
    return found.assign(sentence=pd.array(made, dtype="str"))


def as_columns(facts: Iterable[Facts | None]) -> Columns:
    """Return facts as columns, a row for each mapping, with nothing where it has no such fact."""
    rows = [each or {} for each in facts]
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: pd.Series([row.get(name) for row in rows], dtype="object") for name in names}


def sentences(rule: str, status: str, facts: Columns, on: date, count: int) -> Texts:
    """Return the sentences of so many results of one rule and status.

    The fact ``wording``, where there is one, names the template instead of the status.
    """
    templates = wordings(rule)
    facts = {**facts, **facts_of_the_day(rule, status, facts, on)}
    wording = facts.get("wording", status)
    if not isinstance(wording, pd.Series):
        return filled(templates[str(wording)], facts, np.arange(count))
    made = np.empty(count, dtype=object)
    codes, names = pd.factorize(wording.fillna(status))
    for code, name in enumerate(names):
        rows = np.flatnonzero(codes == code)
        made[rows] = filled(templates[name], facts, rows)
    return made


def facts_of_the_day(rule: str, status: str, facts: Columns, on: date) -> Columns:
    """Return what a rule's sentence says that changes from day to day, and so is no fact it keeps."""
    of_the_day = getattr(module_of(rule), "facts_of_the_day", None)
    added: Columns = of_the_day(facts, on) if of_the_day and status == "flagged" else {}
    return added


def filled(template: str, facts: Columns, rows: npt.NDArray[np.intp]) -> Texts:
    """Return a template filled with the facts of each of these rows."""
    parts = list(Formatter().parse(template))
    names = [name for _text, name, _form, _turned in parts if name is not None]
    form = "".join(
        text.replace("%", "%%") + ("" if name is None else "%s") for text, name, _, _ in parts
    )
    made = np.empty(len(rows), dtype=object)
    if any(isinstance(facts[name], pd.Series) for name in names):
        columns = [in_words(name, facts[name], rows) for name in names]
        made[:] = [form % words for words in zip(*columns, strict=True)]
    else:
        made[:] = form % tuple(spoken_fact(name, cast(str | int, facts[name])) for name in names)
    return made


def in_words(name: str, values: pd.Series | str | int, rows: npt.NDArray[np.intp]) -> list[str]:
    """Return a fact of each row as a sentence says it, each of its values put into words once."""
    if not isinstance(values, pd.Series):
        return [spoken_fact(name, values)] * len(rows)
    codes, known = pd.factorize(values.array.take(rows))
    if (codes < 0).any():
        raise KeyError(name)
    words = np.array([*map(speaker(name), plain(known))], dtype=object)
    told: list[str] = words[codes].tolist() if len(words) else []
    return told


def plain(values: Any) -> list[Any]:
    """Return values as JSON holds them: days as ISO text, nothing as None."""
    if pd.api.types.is_datetime64_dtype(values.dtype):
        days = np.datetime_as_string(np.asarray(values, dtype="datetime64[D]"))
        return [None if day == "NaT" else day for day in days.tolist()]
    column = pd.Series(values)
    told: list[Any] = column.astype("object").where(column.notna(), None).tolist()
    return told


def wordings(rule: str) -> dict[str, str]:
    """Return a rule's sentences, from the file that has its name."""
    templates: dict[str, str] = module_of(rule).SENTENCES
    return templates


def module_of(rule: str) -> Any:
    """Return the module of a rule, which has its name."""
    return import_module(f"commissioning.rules.{rule}")


def spoken_fact(name: str, value: str | int) -> str:
    """Return a fact as a sentence says it: a day in words, money in pounds, what is missing."""
    return speaker(name)(value)


def speaker(name: str) -> Callable[[Any], str]:
    """Return what puts the values of a fact of that name into words."""
    if name == "missing":
        return spoken_reason
    if name.endswith("_on"):
        return spoken_day_of
    return spoken_pence if name.endswith("_pence") else str


def spoken_reason(names: str) -> str:
    """Return what is missing, by the names of what is empty."""
    return " and ".join(MISSING[each] for each in names.split(", "))


def spoken_pence(pence: float) -> str:
    """Return an amount in pounds; whole pence that a judgement kept as a float are whole all the same."""
    return pounds(int(pence))


@lru_cache(maxsize=10_000)
def spoken_day_of(day: str) -> str:
    """Return a day, kept as ISO text, in words: there are few, and each is said of many."""
    return spoken_day(date.fromisoformat(day))
