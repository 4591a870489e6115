"""The plan of services: what to commission first, need and supply, and when each replacement has to start."""

from datetime import date
from pathlib import Path

from prefect import flow

from commissioning.errors import RequestError
from commissioning.plans.told import lines, shape
from flows.due import day_due, is_due
from flows.form import form
from flows.run_name import run_name
from flows.workplace import open_workplace
from models.store.cut import load_no_at
from models.store.engine import reading
from models.store.known import latest_load_no
from tasks.announce import announce_plan
from tasks.plan import of_department, plan_inputs, write_page, write_plans
from tasks.step import flow_log


@flow(name="plan-services", flow_run_name=run_name)
@form(department="Only this department", capacity="Starts a quarter at most")
def plan_services(
    authority: str,
    on: date | None = None,
    department: str = "",
    capacity: int = 0,
    only_on_working_day: int = 0,
    known_at: str = "",
    output: str = "",
) -> dict[str, object]:
    """Say what to commission first and why, when work on each replacement has to begin, and what to start when.

    Args:
        authority: Whose register, by profile name.
        on: The day the plan is made for. Empty means the day this run was due.
        department: What is told, and written to a file, is only this department's. Empty means
            all. The plans in the home are always those of all, a page for each department beside.
        capacity: How many procurements a team can start in a quarter. 0 means the least that
            would do.
        only_on_working_day: For schedules: do nothing unless this is that working day of the
            month, by the authority's bank holidays. 0 means any day.
        known_at: Plan from what was known at a load (12) or on a day (2026-05-01), and write it to
            the file below. Empty means all that is known now.
        output: The file, on the machine that runs this, that one page is written to, instead of the
            plans in the home.
    """
    if known_at and not output:
        raise RequestError(
            "known_at needs output: a plan of the past is not put among the plans, it is written to a file."
        )
    if capacity < 0:
        raise RequestError(f"a capacity of {capacity} cannot be planned with; give 1 or more.")
    workplace = open_workplace(authority)
    profile, engine = workplace.profile, workplace.engine
    on = day_due(on, profile)
    if not is_due(only_on_working_day, profile):
        return {"authority": authority, "on": on.isoformat(), "pages": []}
    with reading(engine) as connection:
        if latest_load_no(connection, authority) == 0:
            raise RequestError(
                f"nothing of {authority} is loaded yet; commissioning refresh-register loads it."
            )
        load_no = load_no_at(connection, authority, known_at)

    whole = plan_inputs(profile, engine, on=on, load_no=load_no, capacity=capacity or None)
    plan = of_department(whole, department) if department else whole
    if output:
        pages = [(department, *write_page(plan, Path(output)))]
    else:
        pages = list(write_plans(whole, workplace.plans / authority / on.isoformat()))

    told = shape(plan)
    flow_log().info("%s on %s: %s", authority, on, told["line"])
    announce_plan(authority, told)
    return told | {
        "told": list(lines(plan)),
        "pages": [
            {"department": name or None, "html": str(path), "sha256": digest}
            for name, path, digest in pages
        ],
    }
