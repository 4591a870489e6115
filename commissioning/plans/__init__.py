"""The prioritised plan of services: what to commission first, need, supply, and when each start has to be.

One section a file; the groups below are their order on the page.
"""

from collections.abc import Callable

from commissioning.packs.sheet import Group, Part, Sheet, sheet_page
from commissioning.packs.wording import counted, day_in_words
from commissioning.plans.all_starts import all_starts, headline
from commissioning.plans.choice_section import choice
from commissioning.plans.cliffs import cliffs
from commissioning.plans.duplication import duplication
from commissioning.plans.gaps import gaps
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.need_section import need
from commissioning.plans.options_section import options
from commissioning.plans.outcomes import outcomes
from commissioning.plans.priorities import opening, priorities
from commissioning.plans.services import services
from commissioning.plans.smoothing import smoothing
from commissioning.plans.starts import starts
from commissioning.plans.ways import ways
from commissioning.plans.who_is_reached import who_is_reached
from commissioning.plans.without_end import without_end

__all__ = ["PlanInputs", "line", "plan_page"]

Section = Callable[[PlanInputs], Part]
FIRST: tuple[Section, ...] = (priorities,)
NEED: tuple[Section, ...] = (need, who_is_reached)
SUPPLY: tuple[Section, ...] = (services, options, outcomes, duplication, choice, ways)
TIMETABLE: tuple[Section, ...] = (starts, all_starts, cliffs, smoothing, without_end)
GAPS: tuple[Section, ...] = (gaps,)


def groups(inputs: PlanInputs) -> tuple[Group, ...]:
    """Return the groups of sections, each with the line that opens it."""
    return tuple(
        Group(name, title, opened, tuple(section(inputs) for section in sections))
        for name, title, opened, sections in (
            ("first", "What to commission first", opening(inputs), FIRST),
            (
                "need",
                "Need and who is reached",
                "What people need, and whether it reaches them.",
                NEED,
            ),
            (
                "supply",
                "Services and options",
                "What there is, what it costs and what else could be done.",
                SUPPLY,
            ),
            ("plan", "When to start", line(inputs), TIMETABLE),
            ("gaps", "Gaps", "What nobody provides, and what nobody recorded.", GAPS),
        )
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
                *warned(inputs.register.suppression.warning),
            ),
            groups=groups(inputs),
            sources=inputs.sources,
            version=inputs.version,
            links=links,
        )
    )


def warned(warning: str) -> tuple[tuple[str, str], ...]:
    """Return the warning that people could be known by the page, or nothing where they could not."""
    return (("Warning", warning),) if warning else ()


def line(inputs: PlanInputs) -> str:
    """Return the plan in one line: how many are to be replaced, how many are late, how many are due."""
    if inputs.plan.empty:
        return "Nothing is to be replaced: no live agreement is without a successor or a decision."
    unknown = len(inputs.without_end)
    tail = f"; of {unknown:,} no end is recorded" if unknown else ""
    return f"{counted(len(inputs.plan), 'agreement')} to replace. {headline(inputs)}{tail}."
