"""The five stages of the commissioning cycle, and the four-step model that stands for them."""

from enum import StrEnum

from commissioning.errors import RequestError, shown


class Stage(StrEnum):
    """The stages in order; none is a one-way state, and any may be entered again."""

    NEEDS = "needs"
    DESIGN = "design"
    PROCURE = "procure"
    DELIVER = "deliver"
    REVIEW = "review"


# The model that many authorities teach. Its third step is two stages here.
FOUR_STEPS = {
    "analyse": (Stage.NEEDS,),
    "plan": (Stage.DESIGN,),
    "do": (Stage.PROCURE, Stage.DELIVER),
    "review": (Stage.REVIEW,),
}


def stages_named(name: str) -> tuple[Stage, ...]:
    """Return the stage of that name, or those that a step of the four-step model stands for."""
    if name in set(Stage):
        return (Stage(name),)
    if name in FOUR_STEPS:
        return FOUR_STEPS[name]
    raise RequestError(
        f"{shown(name)} is not a stage; the five are {', '.join(Stage)}, "
        f"and the four steps {', '.join(FOUR_STEPS)} stand for them."
    )
