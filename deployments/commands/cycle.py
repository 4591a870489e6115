"""One command a flow, under the flow's name."""

from pathlib import Path
from typing import Annotated, Any

import typer

from deployments.commands.options import (
    AsJson,
    Authority,
    Database,
    Day,
    Home,
    KnownAt,
    day_of,
    print_json,
    print_json_lines,
    settle,
)

Plain = Annotated[
    bool | None,
    typer.Option(
        "--plain/--prefect",
        help="Without Prefect or through it; by default through it where PREFECT_API_URL is set.",
        show_default=False,
    ),
]
Authorities = Annotated[
    list[str],
    typer.Option("--authority", help="An authority, by profile name; repeat it for several."),
]
AUDIENCES = ("manager", "dmt", "public", "exempt", "provider", "needs")


def add_to(app: typer.Typer) -> None:
    """Add the flows' commands."""
    app.command("refresh-needs", help="Bring the needs data up to date; issue the needs profile.")(
        refresh_needs
    )
    app.command("refresh-register", help="Fetch, check and store the register.")(refresh_register)
    app.command("flag-contracts", help="Say which agreements need a decision, by when and why.")(
        flag_contracts
    )
    app.command("plan-services", help="Say what to commission first, why, and what to start when.")(
        plan_services
    )
    app.command(
        "refresh-market", help="Say which notices are owed and what must go out to tender."
    )(refresh_market)
    app.command("build-packs", help="Make the monitoring pack of a quarter.")(build_packs)
    app.command("run-cycle", help="Run every stage in order, for one authority or several.")(
        run_cycle
    )


def refresh_needs(
    authority: Authority,
    on: Day = "",
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Bring the needs data up to date; issue the needs profile."""
    settle(home, database)
    loads = run("flows.needs.refresh_needs", plain, authority=authority, on=day_of(on))
    if as_json:
        print_json(loads)


def refresh_register(
    authority: Authority,
    on: Day = "",
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Fetch, check and store the register."""
    settle(home, database)
    loads = run("flows.register.refresh_register", plain, authority=authority, on=day_of(on))
    if as_json:
        print_json(loads)


def flag_contracts(
    authority: Authority,
    on: Day = "",
    known_at: KnownAt = "",
    wait_for_decision: Annotated[
        bool, typer.Option("--wait-for-decision", help="Then wait for a decision in the UI.")
    ] = False,
    decide_on: Annotated[
        str, typer.Option(metavar="REFERENCE", help="Wait for this one; else the most severe.")
    ] = "",
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Say which agreements need a decision, by when and why."""
    settle(home, database)
    flags = run(
        "flows.flagging.flag_contracts",
        plain,
        authority=authority,
        on=day_of(on),
        known_at=known_at,
        wait_for_decision=wait_for_decision,
        decide_on=decide_on,
    )
    if as_json:
        print_json_lines(flags)
    else:
        _print_flags(flags)


def _print_flags(flags: dict[str, Any]) -> None:
    """Print what is flagged by the day to act; what is acknowledged comes after, with the reason."""
    flagged = list(flags["results"].flagged())
    for result, silence in flagged:
        where = f"{result['act_by']}  {result['severity']:8}  {result['reference']}"
        print(f"{where}  {result['rule']}: {result['sentence']}{silence and f' [{silence}]'}")
    if not flags["agreements"]:
        print(
            "No live agreement is loaded, so none was asked: commissioning refresh-register loads."
        )
    elif not flagged:
        print(
            f"Nothing needs a decision on {flags['on']}: {flags['agreements']:,} agreements asked."
        )


def refresh_market(
    authority: Authority,
    on: Day = "",
    known_at: KnownAt = "",
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Say which notices are owed and what must go out to tender."""
    settle(home, database)
    market = run(
        "flows.market.refresh_market",
        plain,
        authority=authority,
        on=day_of(on),
        known_at=known_at,
    )
    if as_json:
        print_json(market)
        return
    # Imported here because it needs pandas, which takes a second, and most commands do not.
    from commissioning.market.market import told

    for line in told(market):
        print(line)


def plan_services(
    authority: Authority,
    on: Day = "",
    department: Annotated[str, typer.Option(help="Only this department's.")] = "",
    capacity: Annotated[
        int,
        typer.Option(
            help="Procurements a team can start in a quarter; 0: the least that would do."
        ),
    ] = 0,
    known_at: KnownAt = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE.html", help="Where one page is written to."),
    ] = None,
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Say what to commission first, why, and what to start when."""
    settle(home, database)
    if known_at and not output:
        raise typer.BadParameter(
            "--known-at needs --output: a plan of the past is written to FILE, not put among the plans."
        )
    made = run(
        "flows.design.plan_services",
        plain,
        authority=authority,
        on=day_of(on),
        department=department,
        capacity=capacity,
        known_at=known_at,
        output=str(output.absolute()) if output else "",
    )
    if as_json:
        print_json({name: value for name, value in made.items() if name != "told"})
        return
    for line in (*made["told"], *(page["html"] for page in made["pages"])):
        print(line)


def build_packs(
    authority: Authority,
    on: Day = "",
    audience: Annotated[
        str,
        typer.Option(help=f"Whom they are for: {', '.join(AUDIENCES)} (the needs profile)."),
    ] = "dmt",
    scope: Annotated[
        str,
        typer.Option(
            help="Only the pack about this contract manager, provider or (dmt) department."
        ),
    ] = "",
    known_at: KnownAt = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Where a pack of the past is written to."),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Make a PDF beside each page as well.")
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would be issued and sent to whom; do neither."),
    ] = False,
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Make the packs of a month, quarter or year for an audience."""
    settle(home, database)
    if audience not in AUDIENCES:
        raise typer.BadParameter(f"{audience} is not an audience; write {', '.join(AUDIENCES)}.")
    if bool(known_at) != bool(output):
        raise typer.BadParameter(
            "--known-at and --output go together: a pack of the past is not issued, but written to FILE."
        )
    made = run(
        "flows.monitoring.build_packs",
        plain,
        authority=authority,
        on=day_of(on),
        audience=audience,
        scope=scope,
        known_at=known_at,
        output=str(output.absolute()) if output else "",
        pdf=pdf,
        dry_run=dry_run,
    )
    if as_json:
        print_json(made)
        return
    for pack in made["packs"]:
        print(f"{'Would be: ' if dry_run else ''}{pack['html']}")


def run_cycle(
    authority: Authorities,
    on: Annotated[
        list[str] | None,
        typer.Option(
            "--on", metavar="YYYY-MM-DD", help="The day it is about; one for all, or one each."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="How many authorities at once, where no server is set; else one a processor.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    plain: Annotated[bool, typer.Option("--plain", help="Without Prefect.")] = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Run every stage in order, for one authority or several."""
    settle(home, database)
    # Imported here because the other commands need none of it, and it takes a second.
    from deployments.many import run_apart, workers_for
    from deployments.running import has_server, run_flow

    requests = _requests(authority, on or [])
    at_once = 1 if has_server() and not plain else workers_for(len(set(authority)), workers)
    if at_once > 1:
        apart = _by_authority(requests)
        done = run_apart(apart, workers=at_once, plain=plain, wants_results=as_json)
    else:
        done = run_flow("flows.cycle.run_cycle", plain, *requests)
    if as_json:
        print_json({name: stages for run in done for name, stages in run.items()})
    else:
        print(f"Open {_front_page()}")


def _requests(authorities: list[str], on: list[str]) -> list[dict[str, Any]]:
    """Return one run of the cycle for all authorities, or one for each where each has its day.

    Raises RequestError where an authority is unknown, before any work.
    """
    from flows.workplace import read_profile

    days = [day_of(day) for day in on]
    if len(days) not in (0, 1, len(authorities)):
        raise typer.BadParameter("give --on once for all authorities, or once for each.")
    for authority in authorities:
        read_profile(authority)
    if len(days) < 2:
        return [{"authorities": authorities, "on": days[0] if days else None}]
    pairs = zip(authorities, days, strict=True)
    return [{"authorities": [authority], "on": day} for authority, day in pairs]


def _by_authority(requests: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return each authority's own runs, in their order: two of one authority are never at work at once."""
    apart: dict[str, list[dict[str, Any]]] = {}
    for request in requests:
        for authority in dict.fromkeys(request["authorities"]):
            own = {**request, "authorities": [authority]}
            apart.setdefault(authority, []).append(own)
    return apart


def _front_page() -> Path:
    from flows.workplace import home_folder

    return home_folder() / "packs" / "index.html"


def run(entrypoint: str, plain: bool | None, **parameters: Any) -> Any:
    """Run one flow, once, and return what it returns."""
    # Imported here because the other commands need none of it, and it takes a second.
    from deployments.running import run_flow

    return run_flow(entrypoint, plain, parameters)[0]
