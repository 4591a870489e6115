"""What is no longer needed is let go: memory that was freed, and what an error came up in."""

import subprocess
import sys
import weakref
from traceback import extract_tb

from commissioning.errors import Unforeseen, let_go

BACKEND = "import commissioning.{}, pyarrow; print(pyarrow.default_memory_pool().backend_name)"


class Inputs:
    """What a pack is made from."""


def failing(inputs: Inputs) -> None:
    raise ValueError("of a pack")


def test_columns_are_held_in_the_systems_own_memory_to_which_it_is_given_back():
    for module in ("memory", "rules"):
        printed = subprocess.run(
            [sys.executable, "-c", BACKEND.format(module)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert printed.strip() == "system"


def test_what_a_failed_pack_was_made_from_does_not_stay_with_its_error():
    inputs = Inputs()
    held = weakref.ref(inputs)
    try:
        failing(inputs)
    except ValueError as fault:
        error = Unforeseen("the pack", fault)
        error.__cause__ = fault
    del inputs
    assert held() is not None
    let_go(error)
    assert held() is None
    assert "failing" in [frame.name for frame in extract_tb(error.__cause__.__traceback__)]
