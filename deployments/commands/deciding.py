"""The command that records a decision."""

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
from models.feeds import OUTCOMES

Verdict = Annotated[str, typer.Option(help="For recommission: met, not_met or unknown.")]
Evidence = Annotated[str, typer.Option(help="A link or reference that shows it.")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("record-decision", help="Record what was decided of an agreement.")(record_decision)


def record_decision(
    reference: Annotated[str, typer.Argument(help="The agreement, or one part of it.")],
    authority: Authority,
    outcome: Annotated[str, typer.Option(help=f"One of {', '.join(OUTCOMES)}.")],
    decided_by: Annotated[str, typer.Option(help="Who decided: the office or the meeting.")],
    authority_reference: Annotated[str, typer.Option(help="The decision's own reference.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")],
    on: Day = "",
    decided_on: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="The day of the decision; else --on.")
    ] = "",
    successor: Annotated[str, typer.Option(help="The agreement that follows.")] = "",
    equality_assessment: Annotated[
        str,
        typer.Option(
            metavar="REF|'none needed'",
            help="Reference of the assessment; the agreement's own when left out.",
        ),
    ] = "",
    equality_reason: Annotated[str, typer.Option(help="Why no assessment is needed.")] = "",
    new_ends_on: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="For extend: the new last day.")
    ] = "",
    value_change_gbp: Annotated[str, typer.Option(help="For vary: pounds, such as -1200.50.")] = "",
    term_change_days: Annotated[int, typer.Option(help="For vary: days.")] = 0,
    strategic_objectives: Verdict = "unknown",
    strategic_objectives_evidence: Evidence = "",
    quality_assured: Verdict = "unknown",
    quality_assured_evidence: Evidence = "",
    no_duplication: Verdict = "unknown",
    no_duplication_evidence: Evidence = "",
    competed: Verdict = "unknown",
    competed_evidence: Evidence = "",
    supersedes: Annotated[int, typer.Option(min=0, help="The decision that this corrects.")] = 0,
    expected_version: Annotated[
        int, typer.Option(min=0, help="The agreement's version that you saw (explain shows it).")
    ] = 0,
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Record what was decided of an agreement, which closes its case."""
    settle(home, database)
    if outcome not in OUTCOMES:
        raise RequestError(
            f"--outcome {outcome} is not known; choose one of {', '.join(OUTCOMES)}."
        )
    recorded = run(
        "flows.decisions.record_decision",
        plain,
        authority=authority,
        reference=reference,
        outcome=outcome,
        decided_by=decided_by,
        authority_reference=authority_reference,
        reason=reason,
        decided_on=day_of(decided_on, "--decided-on"),
        successor_reference=successor,
        equality_assessment=equality_assessment,
        equality_reason=equality_reason,
        new_ends_on=day_of(new_ends_on, "--new-ends-on"),
        value_change_gbp=value_change_gbp,
        term_change_days=term_change_days,
        strategic_objectives=strategic_objectives,
        strategic_objectives_evidence=strategic_objectives_evidence,
        quality_assured=quality_assured,
        quality_assured_evidence=quality_assured_evidence,
        no_duplication=no_duplication,
        no_duplication_evidence=no_duplication_evidence,
        competed=competed,
        competed_evidence=competed_evidence,
        supersedes=supersedes,
        expected_version=expected_version,
        on=day_of(on),
    )
    if as_json:
        print_json(recorded)
    else:
        _print(recorded)


def _print(recorded: dict[str, Any]) -> None:
    # Imported here because it needs pandas, which takes a second, and most commands do not.
    from commissioning.decisions.told import who

    case = recorded["case_no"]
    closed = f"case {case} is closed" if case else "it had no open case"
    print(
        f"Decision {recorded['decision_no']} on {recorded['reference']}: {recorded['outcome']}, "
        f"decided on {recorded['decided_on']} by {who(recorded)}; {closed} "
        f"(load {recorded['load_no']})."
    )
    if recorded["gate"]:
        still_open = "; ".join(recorded["gate"]["open"])
        print(f"Gate: {recorded['gate']['verdict']}{f' ({still_open})' if still_open else ''}.")
    for note in recorded["notes"]:
        print(f"Note: {note}")
