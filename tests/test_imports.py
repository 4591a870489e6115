"""The judgement stands on its own: it is asked without a scheduler and without a checking library."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import commissioning

ROOT = Path(__file__).parents[1]
HEAVY = """
heavy = sorted({"prefect", "great_expectations"} & sys.modules.keys())
sys.exit(f"imports {heavy}" if heavy else 0)
"""


def in_a_fresh_interpreter(code: str, *arguments: str) -> str:
    """Run code in a Python that has imported nothing of ours, and return what it complains of."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys\n" + code + HEAVY, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    return done.stderr if done.returncode else ""


@pytest.mark.thorough
def test_no_module_of_the_judgement_imports_prefect_or_great_expectations():
    names = [m.name for m in pkgutil.walk_packages(commissioning.__path__, "commissioning.")]
    assert {"commissioning.rules.cliff_edge", "commissioning.packs", "commissioning.story"} <= {
        *names
    }
    code = f"import importlib\nfor name in {names!r}:\n    importlib.import_module(name)\n"
    assert in_a_fresh_interpreter(code) == ""


@pytest.mark.thorough
@pytest.mark.parametrize(("words", "status"), [(("explain", "S1196"), 2), (("cases",), 0)])
def test_explaining_an_agreement_and_listing_cases_import_neither(words, status, tmp_path):
    code = (
        "from deployments.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        f"except SystemExit as left:\n    assert left.code == {status}, left.code\n"
    )
    where = ("--authority", "salford", "--home", str(tmp_path / "home"))
    assert in_a_fresh_interpreter(code, *words, *where) == ""


@pytest.mark.thorough
def test_holding_rows_to_their_promises_imports_no_library_of_charts_or_statistics():
    code = (
        "from expectations import SUITES\n"
        "assert SUITES['notices'].row_expectations\n"
        "assert 'altair' in sys.modules and 'scipy.stats' in sys.modules  # but only their names\n"
        "heavy = {'altair.vegalite', 'scipy.stats._stats_py'} & sys.modules.keys()\n"
        "sys.exit(f'imports {heavy}' if heavy else 0)\n"
    )
    assert in_a_fresh_interpreter(code) == ""
