"""The answer of one asking, as a person or a program reads it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import overload

import pandas as pd

from commissioning.rules import ASKED_OF_ENDED
from commissioning.rules.outcomes import Outcomes
from models.store.subjects import subject_ids

Result = dict[str, object]
# Until when flags are acknowledged, by whom and why, by kind and number of their subject and by rule.
Silenced = Mapping[tuple[str, str, str], str]
SHAPE = ("reference", "rule", "status", "severity", "sentence", "act_by", "row_ids")


@dataclass(frozen=True, eq=False)
class Flags:
    """What every rule answered, and what that did to the cases: numbers opened, updated, closed and open.

    ``silenced`` has the words of each flag that is acknowledged.
    """

    authority: str
    on: date
    outcomes: Outcomes
    cases: Mapping[str, int]
    silenced: Silenced = field(default_factory=dict)

    @property
    def agreements(self) -> int:
        """How many live agreements were asked about."""
        of_live = (
            len(each.ids) for each in self.outcomes.answers if each.rule not in ASKED_OF_ENDED
        )
        return max(of_live, default=0)

    @cached_property
    def pressing(self) -> pd.DataFrame:
        """The flagged results, the earliest day to act first, with their ``silence``; the silent come last."""
        flagged = self.outcomes.flagged()
        silence = silence_of(flagged, self.silenced)
        told = flagged.assign(silence=silence, is_silent=[bool(words) for words in silence])
        return told.sort_values(["is_silent", "act_by", "reference", "rule"])

    @property
    def rows(self) -> "FlagRows":
        """The flagged results for people."""
        return FlagRows(self)

    @property
    def line(self) -> str:
        """One line for a log or a terminal."""
        cases, flags = self.cases, sum(len(each.flagged) for each in self.outcomes.answers)
        return (
            f"{self.agreements:,} agreements asked, {flags:,} flags; "
            f"cases: {cases['opened']:,} opened, {cases['updated']:,} updated, "
            f"{cases['closed']:,} closed, {cases['open']:,} open"
        )

    @property
    def shape(self) -> dict[str, object]:
        """The documented JSON shape."""
        return {
            "authority": self.authority,
            "on": self.on.isoformat(),
            "agreements": self.agreements,
            "results": Results(self),
            "cases": dict(self.cases),
        }


class FlagRows(Sequence[Mapping[str, object]]):
    """Flagged results as people read them, what presses first; only those looked at are made."""

    def __init__(self, flags: Flags) -> None:
        """Keep what they are made of."""
        self._flags = flags

    def __len__(self) -> int:
        return len(self._flags.pressing)

    @overload
    def __getitem__(self, at: int) -> Mapping[str, object]: ...
    @overload
    def __getitem__(self, at: slice) -> list[Mapping[str, object]]: ...
    def __getitem__(self, at: int | slice) -> Mapping[str, object] | list[Mapping[str, object]]:
        if isinstance(at, int):
            return self[at : at + 1 or None][0]
        columns = ("reference", "rule", "severity", "act_by", "sentence", "silence")
        chosen = self._flags.pressing.iloc[at]
        return [
            {
                "agreement": reference,
                "rule": rule,
                "severity": severity,
                "act by": str(act_by.date()),
                "why": why,
                "acknowledged": said,
            }
            for reference, rule, severity, act_by, why, said in zip(
                *(chosen[name] for name in columns), strict=True
            )
        ]


class Results:
    """Every result as a program reads it, by reference and rule, made while they are gone through."""

    def __init__(self, flags: Flags) -> None:
        """Keep what they are made of."""
        self._flags = flags

    def __len__(self) -> int:
        return len(self._flags.outcomes)

    def __iter__(self) -> Iterator[Result]:
        for found in self._flags.outcomes.by_reference():
            yield from shapes(found)

    def flagged(self) -> Iterator[tuple[Result, str]]:
        """Yield the flagged ones with their silence, the earliest day to act first; the silent come last."""
        found = self._flags.pressing
        return zip(shapes(found), found["silence"], strict=True)


def shapes(found: pd.DataFrame) -> Iterator[Result]:
    """Yield results in the documented shape."""
    for row in zip(*(found[name] for name in SHAPE), strict=True):
        said = dict(zip(SHAPE[:5], row[:5], strict=True))
        yield {**said, "act_by": row[5].date().isoformat(), "evidence": list(row[6])}


def silence_of(flagged: pd.DataFrame, silenced: Silenced) -> list[str]:
    """Return what ``silenced`` says of each flagged result, or an empty text."""
    if not silenced:
        return [""] * len(flagged)
    keys = zip(flagged["subject_kind"], subject_ids(flagged), flagged["rule"], strict=True)
    return [silenced.get(key, "") for key in keys]
