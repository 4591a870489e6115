"""Commands about cases: those that are open, acknowledged until a day, handed over."""

from typing import Annotated, Any

import typer

from commissioning.errors import RequestError
from deployments.commands.cycle import Plain, run
from deployments.commands.options import (
    AsJson,
    Authority,
    Database,
    Day,
    Home,
    day_of,
    print_json,
    settle,
)

References = Annotated[
    list[str] | None, typer.Argument(metavar="[REFERENCE]...", help="Only the cases of these.")
]
Rule = Annotated[str, typer.Option(help="Only this rule's flags, by code name.")]
Department = Annotated[str, typer.Option(help="Only cases of this department's agreements.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept on record.")]
Who = Annotated[str, typer.Option("--by", help="Who does it; it is kept on record.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands about cases."""
    app.command("cases", help="List the open cases, what presses first.")(cases)
    app.command("acknowledge", help="Silence the flags of cases until a day.")(acknowledge)
    app.command("hand-over", help="Make cases another's.")(hand_over)


def cases(
    authority: Authority,
    on: Day = "",
    owner: Annotated[str, typer.Option(help="Only this owner's.")] = "",
    department: Department = "",
    rule: Rule = "",
    severity: Annotated[str, typer.Option(help="Only low, medium, high or critical.")] = "",
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """List the open cases, what presses first."""
    settle(home, database)
    # Imported here because it takes a second, and other commands need none of it.
    from flows.workplace import open_workplace
    from tasks.open_cases import Chosen, list_cases

    workplace = open_workplace(authority)
    day = day_of(on) or workplace.today
    chosen = Chosen(owner=owner, department=department, rule=rule, severity=severity)
    found = list_cases(workplace.engine, authority, chosen, on=day)
    if as_json:
        print_json({"authority": authority, "on": day.isoformat(), "cases": found})
    elif found:
        for case in found:
            print(_told(case))
    elif chosen.is_nothing:
        print("No case is open; commissioning flag-contracts asks the rules and opens them.")
    else:
        print("No open case is of that kind; commissioning cases lists all of them.")


def _told(case: dict[str, Any]) -> str:
    """Return a case in one line, and one more for each thing acknowledged of it."""
    whose = case["owner"] or "nobody's"
    first = (
        f"{case['act_by'] or 'no day    '}  {case['severity']:8}  {case['reference']}  "
        f"case {case['case_no']}, {whose}: {', '.join(case['rules'])}"
    )
    return "\n".join([first, *(f"    {acknowledged(said)}" for said in case["acknowledged"])])


def acknowledged(said: dict[str, str]) -> str:
    """Return an acknowledgement in words."""
    return f"{said['rule']} acknowledged until {said['until']} by {said['by']}: {said['reason']}"


def acknowledge(
    authority: Authority,
    until: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The last silent day.")],
    reason: Reason,
    by: Who,
    references: References = None,
    rule: Rule = "",
    department: Department = "",
    owner: Annotated[str, typer.Option(help="Only this owner's cases.")] = "",
    on: Day = "",
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Silence the flags of cases until a day."""
    settle(home, database)
    if not until:
        raise RequestError("--until is empty; name the last day on which they are silent.")
    done = run(
        "flows.cases.acknowledge",
        plain,
        authority=authority,
        until=day_of(until, "--until"),
        reason=reason,
        by=by,
        references=";".join(references or []),
        rule=rule,
        department=department,
        owner=owner,
        on=day_of(on),
    )
    _print(done, as_json, f"acknowledged until {done['until']}", done["acknowledged"])


def hand_over(
    authority: Authority,
    to: Annotated[str, typer.Option(help="Whose the cases are from now on.")],
    reason: Reason,
    by: Who,
    references: References = None,
    from_owner: Annotated[str, typer.Option("--from", help="Only this owner's cases.")] = "",
    department: Department = "",
    on: Day = "",
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Make cases another's."""
    settle(home, database)
    done = run(
        "flows.cases.hand_over",
        plain,
        authority=authority,
        to=to,
        reason=reason,
        by=by,
        from_owner=from_owner,
        department=department,
        references=";".join(references or []),
        on=day_of(on),
    )
    _print(done, as_json, f"handed over to {done['to']}", done["handed_over"])


def _print(done: dict[str, Any], as_json: bool, what: str, references: list[str]) -> None:
    if as_json:
        print_json(done)
        return
    many = f"{len(references):,} {'case' if len(references) == 1 else 'cases'}"
    print(f"{many} {what} (load {done['load_no']}): {', '.join(references)}")
