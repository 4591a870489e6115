"""Battery 63: a planted pickle is not loaded: nothing of ours is kept as one, and no step reads what another left."""

import os
import pickle
import subprocess
import sys

from deployments.embedded import prefect_settings
from tests.battery.cycle_runner import ROOT

ASKED = """
import sys
from importlib import import_module
from pathlib import Path
from prefect.results import ResultRecord
from prefect.serializers import Serializer
from prefect.settings import get_current_settings
from tasks.step import Step
known = get_current_settings().results
assert (known.default_serializer, known.persist_by_default) == ("json", False), known
steps = []
for path in sorted(Path("tasks").glob("*.py")):
    found = vars(import_module(f"tasks.{path.stem}")).values() if path.stem != "__init__" else ()
    steps += [one for one in found if isinstance(one, Step)]
assert len(steps) > 10
assert not any(step.persist_result for step in steps)
planted = Path(sys.argv[1]).read_bytes()
try:
    ResultRecord.deserialize(planted, Serializer(type="json"))
except Exception as refused:
    print(type(refused).__name__)
"""


class Planted:
    def __reduce__(self):
        return os.system, (f"touch {os.environ['PLANTED']}",)


def test_a_planted_pickle_is_not_loaded(tmp_path, monkeypatch):
    was_run = tmp_path / "was-run"
    monkeypatch.setenv("PLANTED", str(was_run))
    planted = tmp_path / "planted"
    planted.write_bytes(pickle.dumps(Planted()))
    done = subprocess.run(
        [sys.executable, "-c", ASKED, planted],
        cwd=ROOT,
        env=os.environ | prefect_settings(tmp_path / "home"),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()  # it was refused
    assert not was_run.exists()


def test_nothing_of_ours_reads_a_pickle():
    """But for the tests, no file names what could load one."""
    readers = ("pickle", "cloudpickle", "joblib", "read_pickle", "shelve", "marshal")
    rooms = ("commissioning", "deployments", "expectations", "flows", "models", "tasks")
    found = [
        (path.name, reader)
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        for reader in readers
        if f"import {reader}" in line or f".{reader}(" in line
    ]
    assert found == []
