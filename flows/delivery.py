"""Issued packs sent to those an authority's profile names, as every flow that issues packs does it."""

import os
from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import SecretStr

from flows.workplace import Workplace
from models.pack import Pack
from models.store.errors import AlreadyRunning
from tasks.distribute import Post, send_packs, would_send
from tasks.step import flow_log


def send_issued(workplace: Workplace, packs: Sequence[Pack], *, on: date) -> None:
    """Send the packs of a run and what earlier ones owe; what cannot be sent is a warning and no failure."""
    if not workplace.profile.packs.distribution:
        return
    try:
        told = send_packs(post_of(workplace), packs, on=on)
    except AlreadyRunning as problem:
        flow_log().warning("Nothing was sent now: %s", problem)
        return
    for is_sent, sentence in told:
        (flow_log().info if is_sent else flow_log().warning)(sentence)


def foretold(workplace: Workplace, packs: Sequence[Pack]) -> list[dict[str, str]]:
    """Return what a run would send to whom, each told on the log too; nothing is sent."""
    found = would_send(post_of(workplace), packs)
    for one in found:
        flow_log().info("Would go to %s: %s", one["to"], one["what"])
    return found


def post_of(workplace: Workplace, environment: Mapping[str, str] = os.environ) -> Post:
    """Return what packs are sent from, with the addresses that are set in the environment."""
    profile = workplace.profile
    names = {name for one in profile.packs.distribution for name in one.notify}
    found = {name: environment.get(name, "").strip() for name in sorted(names)}
    return Post(
        profile,
        workplace.engine,
        workplace.packs,
        workplace.packs_address,
        {name: SecretStr(address) for name, address in found.items() if address},
    )
