"""The answer of one asking, as a person or a program reads it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload

import pandas as pd

from commissioning.rules import ASKED_OF_ENDED
from commissioning.rules.outcomes import Outcomes

Result = dict[str, object]
# Until when flags are acknowledged, by whom and why, by reference and rule.
Silenced = Mapping[tuple[str, str], str]
SHAPE = ("reference", "rule", "status", "severity", "sentence", "act_by", "row_ids")


@dataclass(frozen=True, eq=False)
class Flags:
    """What every rule answered, and what that did to the cases: numbers opened, updated, closed and open."""

    authority: str
    on: date
    outcomes: Outcomes
    cases: Mapping[str, int]

    @property
    def agreements(self) -> int:
        """How many live agreements were asked about."""
        of_live = (
            len(each.ids) for each in self.outcomes.answers if each.rule not in ASKED_OF_ENDED
        )
        return max(of_live, default=0)

    def rows_of(self, silenced: Silenced) -> "FlagRows":
        """Return the flagged results for people; those in ``silenced`` come last, with its words."""
        return FlagRows(pressing_first(self.outcomes.flagged(), silenced), silenced)

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
            "results": Results(self.outcomes),
            "cases": dict(self.cases),
        }


class FlagRows(Sequence[Mapping[str, object]]):
    """Flagged results as people read them, in the order given; only those looked at are made."""

    def __init__(self, flagged: pd.DataFrame, silenced: Silenced) -> None:
        """Keep the flagged results, in order, and what is said of those that are acknowledged."""
        self._flagged, self._silenced = flagged, silenced

    def __len__(self) -> int:
        return len(self._flagged)

    @overload
    def __getitem__(self, at: int) -> Mapping[str, object]: ...
    @overload
    def __getitem__(self, at: slice) -> list[Mapping[str, object]]: ...
    def __getitem__(self, at: int | slice) -> Mapping[str, object] | list[Mapping[str, object]]:
        if isinstance(at, int):
            return self[at : at + 1 or None][0]
        columns = ("reference", "rule", "severity", "act_by", "sentence")
        chosen = self._flagged.iloc[at]
        return [
            {
                "agreement": reference,
                "rule": rule,
                "severity": severity,
                "act by": str(act_by.date()),
                "why": why,
                "acknowledged": self._silenced.get((reference, rule), ""),
            }
            for reference, rule, severity, act_by, why in zip(
                *(chosen[name] for name in columns), strict=True
            )
        ]


class Results:
    """Every result as a program reads it, by reference and rule, made while they are gone through."""

    def __init__(self, outcomes: Outcomes) -> None:
        """Keep what they are made of."""
        self._outcomes = outcomes

    def __len__(self) -> int:
        return len(self._outcomes)

    def __iter__(self) -> Iterator[Result]:
        for found in self._outcomes.by_reference():
            yield from shapes(found)

    def flagged(self, silenced: Silenced) -> Iterator[Result]:
        """Yield the flagged ones, the earliest day to act first; those in ``silenced`` come last."""
        return shapes(pressing_first(self._outcomes.flagged(), silenced))


def shapes(found: pd.DataFrame) -> Iterator[Result]:
    """Yield results in the documented shape."""
    for row in zip(*(found[name] for name in SHAPE), strict=True):
        said = dict(zip(SHAPE[:5], row[:5], strict=True))
        yield {**said, "act_by": row[5].date().isoformat(), "evidence": list(row[6])}


def pressing_first(flagged: pd.DataFrame, silenced: Silenced) -> pd.DataFrame:
    """Return flagged results with the earliest day to act first, and those in ``silenced`` last."""
    named = pd.MultiIndex.from_frame(flagged[["reference", "rule"]])
    is_silent = named.isin(list(silenced)) if silenced else False
    ordered = flagged.assign(is_silent=is_silent)
    return ordered.sort_values(["is_silent", "act_by", "reference", "rule"])
