"""Packs that a person withdraws."""

from datetime import date
from typing import Literal

from prefect import flow

from commissioning.packs.scopes import AUTHORITY_SCOPE
from flows.due import day_due
from flows.form import form
from flows.run_name import run_name
from flows.workplace import open_workplace
from tasks.announce import announce_run
from tasks.pack_indexes import publish_indexes
from tasks.step import flow_log
from tasks.withdraw import Asked, withdraw


@flow(name="withdraw-pack", flow_run_name=run_name)
@form(audience="For whom", scope="About whom", by="Withdrawn by")
def withdraw_pack(
    authority: str,
    period: str,
    audience: Literal["manager", "dmt", "public", "exempt", "provider", "needs"],
    reason: str,
    by: str,
    scope: str = AUTHORITY_SCOPE,
    on: date | None = None,
) -> dict[str, object]:
    """Withdraw the latest version of a pack. It stays on record and on the index, marked with the reason.

    Args:
        authority: Whose pack, by profile name.
        period: Its period, as its folder or its page has it: 2022-23-q2, or 2022/23 Q2.
        audience: Whom it is for.
        reason: Why it is withdrawn, in a sentence; every reader of the index sees it.
        by: Who withdraws it: the office or the person.
        scope: What it is about, as its file has it. authority is the whole authority.
        on: The day it is withdrawn. Empty means the day this run was due.
    """
    workplace = open_workplace(authority)
    day = day_due(on, workplace.profile)
    asked = Asked(period, audience, scope)
    done = withdraw(workplace.engine, authority, asked, by=by, reason=reason, on=day)
    publish_indexes(workplace.engine, workplace.packs, workplace.profile)
    flow_log().info(
        "%s: version %s of %s %s withdrawn", authority, done.version, audience, done.period
    )
    line = (
        f"Version {done.version} of {audience} {done.period} withdrawn by {by} (as typed): {reason}"
    )
    announce_run(f"withdraw-pack {authority}", line, links=workplace.links)
    return {
        "authority": authority,
        "period": done.period,
        "audience": done.audience,
        "scope": done.scope,
        "version": done.version,
        "on": day.isoformat(),
        "by": done.acted_by,
        "reason": done.reason,
    }
