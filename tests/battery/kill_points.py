"""The points at which a run can be killed, and what kills it there.

A point is a COMMIT of a writing transaction, a rename or an fsync: all that a run does to what
outlives it. It is called by what is done and how many times that was done by then ("COMMIT 6",
"replace index.html 1"), and the process kills itself with SIGKILL just before or just after it.
"""

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

BEFORE, AFTER = "before", "after"


class Points:
    """Tells the points of a run apart, and kills the process at the one it is to die at."""

    def __init__(self, point: str, moment: str, log: Path) -> None:
        self.point, self.moment = point, moment
        self._log = log.open("w")
        self._times: Counter[str] = Counter()
        self._writes = False

    def watch(self) -> None:
        """Stand between the code and everything that outlives the process."""
        from sqlalchemy import Engine, event
        from sqlalchemy.engine.default import DefaultDialect

        os.replace = self.around("replace", os.replace)  # type: ignore[assignment]
        os.rename = self.around("rename", os.rename)  # type: ignore[assignment]
        os.fsync = self.around("fsync", os.fsync)
        event.listen(Engine, "commit", self._about_to_commit)
        commit = DefaultDialect.do_commit
        noted = self.around("COMMIT", commit)
        DefaultDialect.do_commit = lambda *given: (noted if self._writes else commit)(*given)  # type: ignore[method-assign,assignment]

    def _about_to_commit(self, connection: Any) -> None:
        # A transaction that only reads leaves nothing behind, whenever it is killed.
        self._writes = connection.get_execution_options().get("immediate", False)

    def around(self, name: str, done: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with a point at it."""

        def at_point(*given: Any, **named: Any) -> Any:
            what = f"{name} {Path(given[1]).name}" if name in ("replace", "rename") else name
            self._times[what] += 1
            point = f"{what} {self._times[what]}"
            self._log.write(f"{point}\n")
            self._log.flush()
            self._die_if(point, BEFORE)
            result = done(*given, **named)
            self._die_if(point, AFTER)
            return result

        return at_point

    def _die_if(self, point: str, moment: str) -> None:
        if (point, moment) == (self.point, self.moment):
            os.kill(os.getpid(), signal.SIGKILL)


def die_in_command(point: str, moment: str, words: list[str]) -> None:
    """Run a command of ours as a person would, and die in it."""
    from deployments.cli import main

    Points(point, moment, Path(os.devnull)).watch()
    main(words)


if __name__ == "__main__":
    die_in_command(sys.argv[1], sys.argv[2], sys.argv[3:])
