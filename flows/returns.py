"""Ask providers for their monitoring returns."""

from datetime import date
from pathlib import Path

from prefect import flow

from commissioning.dates import last_finished, quarter_of
from commissioning.packs.wording import counted
from commissioning.returns.period import period_asked
from flows.due import day_due
from flows.form import form
from flows.run_name import run_name
from flows.workplace import open_workplace
from tasks.announce import announce_run, announce_table
from tasks.return_forms import ask_for_returns, write_forms
from tasks.step import flow_log


@flow(name="write-return-templates", flow_run_name=run_name)
@form(output="Folder to write to", provider="Only this provider", contact="Whom a provider may ask")
def write_return_templates(
    authority: str,
    output: str,
    period: str = "",
    on: date | None = None,
    provider: str = "",
    contact: str = "",
) -> dict[str, object]:
    """Write a form for each provider that owes monitoring returns: one workbook with its measures to fill in.

    Args:
        authority: Whose register, by profile name.
        output: The folder, on the machine that runs this, that the forms are written to.
        period: What the forms ask for: a quarter (2026-Q1, the first of the year that begins in 2026),
            a month (2026-05) or a year (2026). Empty means the quarter that holds the day below.
        on: The day on which it is asked. Empty means the day this run was due, and with an empty
            period the last quarter that was over then.
        provider: Only this provider's form, by its name or code. Empty means every provider's.
        contact: Whom a provider is to ask, as it shall stand on the cover. Empty means the agreement's
            own commissioner.
    """
    workplace = open_workplace(authority)
    profile = workplace.profile
    start = profile.financial_year_start_md
    due = day_due(on, profile)
    if period:
        asked_for = period_asked(period, start)
    else:
        asked_for = quarter_of(on, start) if on else last_finished("quarter", due, start)
    asked = ask_for_returns(
        profile, workplace.engine, asked_for, on=due, provider=provider, contact=contact
    )
    written = write_forms(asked.forms, Path(output).absolute())
    flow_log().info("%s %s: %d forms", authority, asked_for.label, len(written))
    announce_table(f"return forms {authority}", written, f"Return forms for {asked_for.label}")
    line = f"{profile.title}: {counted(len(written), 'form')} for {asked_for.label}"
    announce_run(f"write-return-templates {authority}", line, list(asked.notes), workplace.links)
    return {
        "authority": authority,
        "period": asked_for.label,
        "starts_on": asked_for.starts_on.isoformat(),
        "ends_on": asked_for.ends_on.isoformat(),
        "forms": written,
        "notes": list(asked.notes),
    }
