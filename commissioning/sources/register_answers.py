"""What a register answered, number by number, opened as a table: one line of JSON is one row.

Each source says which of an answer's values become the row's cells. A number that the register does
not have is no data.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from commissioning.errors import BadFile
from commissioning.ingest.json_reader import Json, json_objects

NUMBER = "number"
UNKNOWN = "the register has no such number"

Cells = Callable[[Json], Mapping[str, str]]


@dataclass
class AnswersFile:
    """A file of answers; ``part`` is the name of what every body that exists has, in each line."""

    path: Path
    name: str
    part: str
    columns: tuple[str, ...]
    cells: Cells
    not_data: list[tuple[int, int, str]] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    is_workbook: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the cells."""
        return self.columns

    @property
    def rows(self) -> int:
        """How many lines the file has."""
        with self.path.open("rb") as file:
            return sum(1 for line in file if line.strip())

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """Yield the rows, at most so many at a time; one empty frame where there are none."""
        taken: list[dict[str, Any]] = []
        is_first = True
        for row_no, (line, answer) in enumerate(json_objects(self.path, self.name, arrays=()), 1):
            self._must_be_an_answer(answer, line)
            if answer[self.part] is None:
                self.not_data.append((row_no, line, f"{UNKNOWN}, {answer[NUMBER]}"))
                continue
            taken.append({**self.cells(answer), "_line": line, "row_no": row_no})
            if len(taken) == rows:
                yield self._frame(taken)
                taken, is_first = [], False
        if taken or is_first:
            yield self._frame(taken)

    def _must_be_an_answer(self, answer: Json, line: int) -> None:
        found = answer.get(self.part, "")
        if not isinstance(answer.get(NUMBER), str) or not (
            found is None or isinstance(found, dict)
        ):
            raise BadFile(
                self.name,
                f"the line is no answer of the register: it has no {NUMBER} with its {self.part}",
                "pull the source again",
                line=line,
            )

    def _frame(self, taken: list[dict[str, Any]]) -> pd.DataFrame:
        columns = {name: [row[name] for row in taken] for name in self.columns}
        frame = pd.DataFrame(columns, dtype="str")
        frame["_line"] = pd.Series([row["_line"] for row in taken], dtype="int64")
        index = pd.Index([row["row_no"] for row in taken], dtype="int64", name="row_no")
        return frame.set_axis(index, axis="index")


def text_in(answer: Json | None, *names: str) -> str:
    """Return the text, number or yes or no at the end of a path of names; empty where there is none."""
    found: Any = answer
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, bool):
        return "yes" if found else "no"
    return str(found).strip() if isinstance(found, str | int) else ""
