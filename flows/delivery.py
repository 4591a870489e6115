"""Issued packs sent to those an authority's profile names, as every flow that issues packs does it."""

import os
from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import SecretStr

from commissioning.packs.forms.document import document
from flows.workplace import Workplace, most_wait
from models.pack import Pack
from models.store.errors import AlreadyRunning, LeaseLost
from tasks.distribute import Post, send_packs, would_send
from tasks.pack_files import document_beside
from tasks.step import flow_log
from tasks.whole_file import write_whole


def send_issued(workplace: Workplace, packs: Sequence[Pack], *, on: date) -> None:
    """Send the packs of a run and what earlier ones owe; what cannot be sent is a warning and no failure."""
    if not workplace.profile.packs.distribution:
        return
    try:
        told = send_packs(post_of(workplace), packs, on=on, most_seconds=most_wait())
    except (AlreadyRunning, LeaseLost) as problem:
        flow_log().warning("The packs are issued and stay owed to whom they go: %s", problem)
        return
    for is_sent, sentence in told:
        (flow_log().info if is_sent else flow_log().warning)(sentence)


def make_documents(workplace: Workplace, packs: Sequence[Pack]) -> None:
    """Make the PDF of each pack beside its page."""
    for page in (workplace.packs / pack.path for pack in packs):
        write_whole(document_beside(page), document(page.read_bytes()))


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
