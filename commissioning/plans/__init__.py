"""The plan of services: when each replacement has to start, and how a cliff edge can be smoothed.

One section a file; the list below is their order on the page. Need and supply are to come before them.
"""

from collections.abc import Callable

from commissioning.packs.sheet import Group, Part, Sheet, sheet_page
from commissioning.packs.wording import counted, day_in_words
from commissioning.plans.all_starts import all_starts, headline
from commissioning.plans.cliffs import cliffs
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.smoothing import smoothing
from commissioning.plans.starts import starts
from commissioning.plans.without_end import without_end

__all__ = ["SECTIONS", "PlanInputs", "line", "plan_page"]

SECTIONS: tuple[Callable[[PlanInputs], Part], ...] = (
    starts,
    all_starts,
    cliffs,
    smoothing,
    without_end,
)


def plan_page(inputs: PlanInputs, links: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return the plan as one page; ``links`` lead to the pages beside it."""
    return sheet_page(
        Sheet(
            authority=inputs.title,
            title=f"Plan of services: {inputs.department or 'all departments'}",
            about=(
                ("Asked on", day_in_words(inputs.on)),
                ("Quarter", inputs.quarter.label),
                (
                    "Capacity a quarter",
                    "not given" if inputs.capacity is None else f"{inputs.capacity:,}",
                ),
                ("As known at", f"load {inputs.register.load_no}"),
            ),
            groups=(
                Group("plan", "", line(inputs), tuple(section(inputs) for section in SECTIONS)),
            ),
            sources=inputs.sources,
            version=inputs.version,
            links=links,
        )
    )


def line(inputs: PlanInputs) -> str:
    """Return the plan in one line: how many are to be replaced, how many are late, how many are due."""
    if inputs.plan.empty:
        return "Nothing is to be replaced: no live agreement is without a successor or a decision."
    unknown = len(inputs.without_end)
    tail = f"; of {unknown:,} no end is recorded" if unknown else ""
    return f"{counted(len(inputs.plan), 'agreement')} to replace. {headline(inputs)}{tail}."
