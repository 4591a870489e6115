"""The plan of services: what it is made from, and its pages to where people read them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, Engine

from commissioning.dates import YEAR_MONTHS, financial_year, months_after
from commissioning.measures.volume import last_complete_year
from commissioning.organisation import renamed
from commissioning.packs.owed import sources_of, stated
from commissioning.plans import PlanInputs, plan_page
from commissioning.profile import Profile
from commissioning.register import Register
from commissioning.rules.thresholds import Thresholds
from commissioning.supply.supply import Supply
from commissioning.timetable.department import key_of
from commissioning.version import package_version
from models.names import folded
from models.store.engine import reading
from models.store.known import read_loads
from models.store.money_known import spend_by_purpose
from models.store.payments_known import Year
from tasks.judge import register_known_at
from tasks.step import step
from tasks.whole_file import write_output

INDEX = "index.html"
# The feeds, beside the register's own, of which a plan shows facts.
ALSO_TOLD = (
    *("decisions", "notices", "payments", "observations", "users", "measures", "returns"),
    "social_value",
)
YEARS_SPENT = 3  # the years over which a share of the spend is followed


@step
def plan_inputs(
    profile: Profile, engine: Engine, *, on: date, load_no: int, capacity: int | None
) -> PlanInputs:
    """Return what the plan of a whole authority is made from, as known at a load."""
    register = register_known_at(profile, engine, on=on, load_no=load_no)
    years = years_spent(on, profile.financial_year_start_md)
    with reading(engine) as connection:
        sources = _sources(connection, profile, register)
        spent = spend_by_purpose(connection, profile.name, load_no=load_no, years=years)
    supply = Supply(
        register=register,
        on=on,
        thresholds=profile.thresholds,
        own=profile.own_thresholds,
        spent=spent.assign(department=renamed(spent["department"], register.department_names)),
        years=tuple(name for name, _first, _last in years),
        terms=profile.supply.personal_budget_terms,
        organisations=profile.supply.user_led,
        areas=profile.supply.user_led_areas,
    )
    return PlanInputs(
        title=profile.title,
        department=None,
        on=on,
        capacity=capacity,
        supply=supply,
        sources=sources,
        version=package_version(),
    )


def years_spent(on: date, year_start: tuple[int, int]) -> tuple[Year, ...]:
    """Return the last complete financial years, the earliest first, each with its first and last day."""
    firsts = [last_complete_year(on, year_start, before) for before in range(YEARS_SPENT)]
    return tuple(
        (financial_year(first, year_start), first, months_after(first, YEAR_MONTHS) - timedelta(1))
        for first in reversed(firsts)
    )


def of_department(inputs: PlanInputs, department: str) -> PlanInputs:
    """Return the plan of one department, however its name is written, by its own thresholds if it has any."""
    key = key_of(department, inputs.register)
    named = pd.Series(departments(inputs), dtype="str")
    name = dict(zip(folded(named), named, strict=True)).get(key, department)
    supply, own = inputs.supply, dict(_own_thresholds(inputs.supply))
    if key in own:
        supply = replace(supply, thresholds=own[key], own={})
    return replace(inputs, department=name, supply=supply)


def _own_thresholds(supply: Supply) -> Iterator[tuple[str, Thresholds]]:
    names = pd.Series(list(supply.own), dtype="str")
    return zip(folded(names), supply.own.values(), strict=True)


def departments(inputs: PlanInputs) -> list[str]:
    """Return the departments that have anything to replace, in the order of their names."""
    names = inputs.plan["department"].dropna().drop_duplicates().sort_values()
    return names[~folded(names).duplicated()].tolist()


@step
def draw(inputs: PlanInputs, links: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return the page of a plan."""
    return plan_page(inputs, links)


def write_plans(inputs: PlanInputs, folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Write the authority's page and one a department; yield whose each is, its path and its digest.

    A page of that day that is no longer made is removed, so that none is read as if it were.
    """
    names = departments(inputs)
    files = page_names(names)
    beside = tuple((files[name], name) for name in names)
    pages = [("", INDEX, inputs, beside)]
    pages += [
        (name, files[name], of_department(inputs, name), ((INDEX, "All departments"),))
        for name in names
    ]
    for name, file, plan, links in pages:
        yield name, *write_page(plan, folder / file, links)
    for left in set(folder.glob("*.html")) - {folder / file for _, file, _, _ in pages}:
        left.unlink()


def write_page(
    inputs: PlanInputs, path: Path, links: tuple[tuple[str, str], ...] = ()
) -> tuple[Path, str]:
    """Write one page; return its path and the digest of its bytes."""
    html = draw(inputs, links)
    return write_output(path, html), sha256(html).hexdigest()


def page_names(departments: list[str]) -> dict[str, str]:
    """Return the file name of each department's page; two of one name are numbered."""
    files: dict[str, str] = {}
    for name in departments:
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "department"
        taken = {INDEX, *files.values()}
        tries = (f"{plain}.html", *(f"{plain}-{number}.html" for number in range(2, 10_000)))
        files[name] = next(file for file in tries if file not in taken)
    return files


def _sources(connection: Connection, profile: Profile, register: Register) -> pd.DataFrame:
    loads = stated(read_loads(connection, profile.name, load_no=register.load_no))
    is_told = loads["source"].isin(register.agreements["source"]) | loads["feed"].isin(ALSO_TOLD)
    return sources_of(profile, loads[is_told].reset_index(drop=True))
