"""The answer of one asking, as a person or a program reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from commissioning.rules import ASKED_OF_ENDED


@dataclass(frozen=True, eq=False)
class Flags:
    """Every result of one asking, and what it did to the cases.

    ``results`` has one row for each agreement asked about and rule, with its sentence; ``cases`` the
    numbers opened, updated, closed and open.
    """

    authority: str
    on: date
    results: pd.DataFrame
    cases: Mapping[str, int]

    @property
    def agreements(self) -> int:
        """How many live agreements were asked about."""
        of_live = ~self.results["rule"].isin(ASKED_OF_ENDED)
        return int(self.results.loc[of_live, "agreement_id"].nunique())

    @property
    def flagged(self) -> pd.DataFrame:
        """The flagged results, the earliest day to act first."""
        flagged = self.results[self.results["status"] == "flagged"]
        return flagged.sort_values(["act_by", "reference", "rule"])

    @property
    def line(self) -> str:
        """One line for a log or a terminal."""
        cases = self.cases
        return (
            f"{self.agreements:,} agreements asked, {len(self.flagged):,} flags; "
            f"cases: {cases['opened']:,} opened, {cases['updated']:,} updated, "
            f"{cases['closed']:,} closed, {cases['open']:,} open"
        )

    def rows_of(self, silenced: Mapping[tuple[str, str], str]) -> list[dict[str, str]]:
        """Return the flagged results for people; those in ``silenced`` come last, with its words."""
        flagged = self.flagged
        columns = (
            flagged[name] for name in ("reference", "rule", "severity", "act_by", "sentence")
        )
        rows = [
            {
                "agreement": reference,
                "rule": rule,
                "severity": severity,
                "act by": str(act_by.date()),
                "why": why,
                "acknowledged": silenced.get((reference, rule), ""),
            }
            for reference, rule, severity, act_by, why in zip(*columns, strict=True)
        ]
        return sorted(rows, key=lambda row: bool(row["acknowledged"]))

    @property
    def shape(self) -> dict[str, object]:
        """The documented JSON shape."""
        return {
            "authority": self.authority,
            "on": self.on.isoformat(),
            "agreements": self.agreements,
            "results": self._result_shapes(),
            "cases": dict(self.cases),
        }

    def _result_shapes(self) -> list[dict[str, object]]:
        ordered = self.results.sort_values(["reference", "rule"])
        names = ("reference", "rule", "status", "severity", "sentence", "act_by", "row_ids")
        return [
            {
                **dict(zip(names[:5], row[:5], strict=True)),
                "act_by": row[5].date().isoformat(),
                "evidence": list(row[6]),
            }
            for row in zip(*(ordered[name] for name in names), strict=True)
        ]
