"""A tutorial read as what it tells a person to do, and done in a copy of the checkout."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deployments.embedded import prefect_settings

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "tutorial"
# The folders that a command reads; models and tests are among them, documentation for the pages made from it.
LEFT_OUT = ("benchmarks/", "docs/images/", "examples/packs/")
FENCE = re.compile(
    r"(?:^`([\w./-]+)`\n\n)?^(?P<fence>`{3,})(\w+)\n(.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
ELISION = "…"


@dataclass(frozen=True)
class Step:
    """One thing to do: write a file, put one line into one, or run commands and see what they print."""

    kind: str
    path: str
    text: str
    printed: str = ""


def steps(page: str) -> list[Step]:
    """Return the steps of a tutorial in order.

    A block under a path alone on its line is that file, whole, or, where it is a ``diff``, a line of it with
    the lines about it. A block ``sh`` is commands, and a block ``text`` after it all that they print.
    """
    found: list[Step] = []
    text = (PAGES / page).read_text(encoding="utf-8")
    for path, _fence, kind, block in FENCE.findall(text):
        if kind == "text":
            assert found[-1].kind == "sh", f"{page}: nothing printed {block}"
            found[-1] = Step("sh", "", found[-1].text, block)
        elif kind in ("sh", "diff"):
            found.append(Step(kind, path, block))
        else:
            assert path, f"{page}: no path above {block}"
            found.append(Step("file", path, block))
    return found


def matches(printed: str, told: str) -> bool:
    """Tell whether the printed text is the told one, where ``…`` stands for any text, alone for any lines."""
    lines = []
    for line in told.splitlines(keepends=True):
        any_lines = line.strip() == ELISION
        pattern = r"(?:.*\n)*?" if any_lines else re.escape(line).replace(re.escape(ELISION), ".*?")
        lines.append(pattern)
    return re.fullmatch("".join(lines), printed) is not None


def with_line(text: str, diff: str) -> str:
    """Return the text with the line that a diff adds, between the lines that it shows about it."""
    lines = diff.splitlines(keepends=True)
    [added] = [line for line in lines if line.startswith("+")]
    before = "".join(line[1:] for line in lines if line != added)
    after = "".join(line[1:] for line in lines)
    assert text.count(before) == 1, f"these lines stand nowhere, or more than once:\n{before}"
    return text.replace(before, after)


class Checkout:
    """A copy of the checkout's tracked files in which commands are run as in a terminal."""

    def __init__(self, folder: Path, terminal: "subprocess.Popen[str]") -> None:
        self.folder = folder
        self._terminal = terminal

    def do(self, step: Step) -> str:
        """Do one step and return what was printed."""
        if step.kind == "sh":
            return "".join(self.run(line) for line in joined_lines(step.text))
        path = self.folder / step.path
        path.parent.mkdir(parents=True, exist_ok=True)
        is_line = step.kind == "diff"
        text = with_line(path.read_text(encoding="utf-8"), step.text) if is_line else step.text
        path.write_text(text, encoding="utf-8")
        return ""

    def run(self, line: str) -> str:
        """Run one command and return what it printed on both streams."""
        assert self._terminal.stdin
        assert self._terminal.stdout
        self._terminal.stdin.write(json.dumps(shlex.split(line)) + "\n")
        self._terminal.stdin.flush()
        answer: dict[str, Any] = json.loads(self._terminal.stdout.readline())
        return str(answer["printed"])

    def added(self) -> dict[str, tuple[int, int, bool]]:
        """Return the files changed since it was last asked: lines added, lines taken away, and whether new."""
        git(self.folder, "add", "--all")
        counts = git(self.folder, "diff", "--cached", "--numstat").splitlines()
        new = git(self.folder, "diff", "--cached", "--name-only", "--diff-filter=A").splitlines()
        git(self.folder, "commit", "--quiet", "--message", "Follow a tutorial")
        changed = {}
        for line in counts:
            added, removed, path = line.split("\t")
            changed[path] = (int(added), int(removed), path in new)
        return changed


def joined_lines(text: str) -> list[str]:
    """Return the commands of a block; one that ends in a backslash goes on in the next line."""
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


@contextmanager
def checkout(folder: Path) -> Iterator[Checkout]:
    """Make the copy, with a terminal open in it until the block ends."""
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file() and not name.startswith(LEFT_OUT):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    (folder / ".venv").symlink_to(sys.prefix)
    git(folder, "init", "--quiet")
    with (folder / ".git" / "info" / "exclude").open("a") as exclude:
        exclude.write("/.venv\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "The checkout as it is")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COMMISSIONING_"))},
        **prefect_settings(folder / "var"),
        **{"PYTHONPATH": str(folder), "GX_ANALYTICS_ENABLED": "false", "COLUMNS": "80"},
        "PYTEST_ADDOPTS": "-W 'ignore:Module already imported'",  # by the terminal, before pytest was
    }  # fmt: skip
    environment.pop("PREFECT_API_URL", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("warm.py"))],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as terminal:
        yield Checkout(folder, terminal)


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, under no name of a person's, and return what it prints."""
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "core.autocrlf=false"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout
