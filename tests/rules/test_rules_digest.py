"""A judgement is told from another by the source of all that its answers turn on."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from commissioning import rules
from commissioning.rules import judged_by, rules_digest

ROOT = Path(rules.__file__).resolve().parents[2]
ROOMS = ("commissioning", "expectations", "models", "tasks")
# What the covered files import of the rest, and why no answer turns on it. Tables are left out too:
# what is read of their rows is in models/store, and their columns change by migration.
NO_ANSWER_TURNS_ON = {
    "commissioning/errors.py": "how bad input is refused; a refusal answers nothing",
    "commissioning/memory.py": "what is given back between answers",
    "commissioning/profile_departments.py": "the form of settings; what they say has its own digest",
    "commissioning/profile_tables.py": "how settings are refused; what they say has its own digest",
    "models/metadata.py": "where tables are registered",
    "models/store/acts.py": "the ledger's row of a decision; what it said is read elsewhere",
    "models/store/subjects.py": "how a silence finds its flag; no answer is silenced",
    "models/store/agreements.py": "which table holds agreements; the rest of it writes",
    "models/store/alike.py": "which rules were asked of the same; no answer is made there",
    "models/store/arrival.py": "what a load is handed; facts are known by the load's number",
    "models/store/engine.py": "the connection",
    "models/store/judgements.py": "what keeps the answers",
    "models/store/found.py": "the form in which the cases are asked of them",
    "models/store/hashing.py": "how an answer that is kept is told to be the same",
    "models/store/rule_sets.py": "the form in which the cases keep the rules flagged",
    "models/store/told.py": "the form in which they are kept",
}


def imported(path: Path) -> Iterator[Path]:
    """Yield the files of the repository that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: an import relative to its package"
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name.split(".")[0] in ROOMS:
                module = ROOT.joinpath(*name.split("."))
                found = (module.with_suffix(".py"), module / "__init__.py")
                yield from (each for each in found if each.is_file())


def test_all_that_an_answer_can_turn_on_is_in_the_digest():
    covered = set(judged_by())
    beyond = {
        each.relative_to(ROOT).as_posix()
        for path in covered
        for each in imported(path)
        if each not in covered and "table=True" not in each.read_text(encoding="utf-8")
    }
    # One too many here is to be covered by SHARED, or named above with the reason why not.
    assert beyond == set(NO_ANSWER_TURNS_ON)


@pytest.mark.parametrize(
    "name",
    [
        "commissioning/rules/cliff_edge.py",
        "commissioning/measures/volume.py",
        "commissioning/money.py",
        "models/store/facts.py",  # which facts rules see
        "models/store/payments_known.py",
    ],
)
def test_the_digest_is_another_where_a_line_is(name, monkeypatch):
    usual, read_bytes = rules_digest(), Path.read_bytes

    def edited(path: Path) -> bytes:
        return read_bytes(path) + (b"\n" if path == ROOT / name else b"")

    monkeypatch.setattr(Path, "read_bytes", edited)
    assert rules_digest.__wrapped__() != usual
