"""A figure with its coverage, sources and rows: the answer to a member's question."""

from datetime import date
from typing import Literal

from prefect import flow

from commissioning.answers.question import Kind, Question
from flows.due import day_due
from flows.form import form
from flows.refresh import REGISTER_FEEDS, refresh_sources
from flows.run_name import run_name
from flows.workplace import open_workplace
from models.store.cut import load_no_at
from models.store.engine import reading
from models.store.known import latest_load_no
from tasks.announce import announce_answer
from tasks.answer import answer
from tasks.step import flow_log


@flow(name="answer-question", flow_run_name=run_name)
@form(
    kind="Question",
    year="Financial year",
    day="Ending on",
    structure_on="Departments as on",
    by="Divided by",
    part="Public or exempt",
)
def answer_question(
    authority: str,
    kind: Kind,
    on: date | None = None,
    year: str = "",
    day: date | None = None,
    structure_on: date | None = None,
    department: str = "",
    service_category: str = "",
    provider_type: Literal["", "private", "other_public", "third_sector"] = "",
    by: Literal["", "department", "service_category", "provider"] = "",
    part: Literal["public", "exempt"] = "public",
    known_at: str = "",
) -> dict[str, object]:
    """Answer a question about the register with its coverage, its sources and the rows behind it.

    Args:
        authority: Whose register, by profile name.
        kind: What is asked. members-question: last year's spend, this year's plan, endings during the
            year and on its last day. spend: by year and basis. ending-during and ending-on: what ends in
            a year, or on a day. equality-status: how far assessments are. terms-by-year: terms and
            procurement methods. scores: of principles. top-contributors: to a change of spend.
        on: The day the question is about. Empty means the day this run was due.
        year: The financial year, such as 2011/12, or 2024 where it is the calendar year. Empty
            means the year that holds the day asked about.
        day: For ending-on: the day. Empty means the year's last.
        structure_on: Show departments in the structure of this day. Empty means as recorded.
        department: Only this department's. Empty means all.
        service_category: Only this service's. Empty means all.
        provider_type: Only providers of this kind. Empty means all.
        by: Divide money by this. Empty means not at all; top-contributors then goes by service.
        part: public withholds what the profile calls exempt; exempt shows all.
        known_at: Answer from what was known at this load, such as 12, or on this day, such as
            2026-05-01. Empty means what is known now.
    """
    workplace = open_workplace(authority)
    due = day_due(on, workplace.profile)
    question = Question(
        kind=kind,
        on=due,
        year=year,
        day=day,
        structure_on=structure_on,
        department=department,
        service_category=service_category,
        provider_type=provider_type,
        by=by,
    )
    question.must_fit()
    with reading(workplace.engine) as connection:
        is_first_run = latest_load_no(connection, authority) == 0
    if is_first_run and workplace.profile.sources:
        flow_log().info("Nothing of %s is loaded yet, so its register is loaded first.", authority)
        refresh_sources(workplace, REGISTER_FEEDS, stage="register", on=due)
    with reading(workplace.engine) as connection:
        load_no = load_no_at(connection, authority, known_at)
    told = answer(question, workplace.profile, workplace.engine, load_no=load_no, part=part)
    flow_log().info("%s: %s answered as known at load %s", authority, kind, load_no)
    announce_answer(f"{authority} {kind}", told)
    return told
