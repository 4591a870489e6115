"""An authority speaks of its own stages; the product has five."""

import pytest

from commissioning.errors import RequestError
from commissioning.stages import Stage, stages_named


def test_there_are_five_stages_in_the_order_of_the_cycle():
    assert list(Stage) == ["needs", "design", "procure", "deliver", "review"]


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("needs", (Stage.NEEDS,)),
        ("review", (Stage.REVIEW,)),  # the same word in both models
        ("analyse", (Stage.NEEDS,)),
        ("plan", (Stage.DESIGN,)),
        ("do", (Stage.PROCURE, Stage.DELIVER)),
    ],
)
def test_a_step_of_the_four_step_model_stands_for_stages(name, stages):
    assert stages_named(name) == stages


def test_an_unknown_stage_is_answered_with_the_five():
    with pytest.raises(RequestError, match="the five are needs, design, procure, deliver, review"):
        stages_named("evaluate")
