"""What the commands about providers ask: no Great Expectations, a second or two."""

from collections.abc import Sequence
from typing import Any

from commissioning.provider_review import Suggestion, providers_listed, suggestions
from deployments.commands.providers import draw
from flows.due import day_due
from flows.workplace import Workplace, open_workplace
from models.store.cut import load_no_at
from models.store.engine import reading
from models.store.provider_aliases import NameDecision
from tasks.providers import Confirmed, Known, confirm, read_known


def listed(authority: str, known_at: str) -> list[dict[str, Any]]:
    """Return the providers of an authority as known at a load or day."""
    known = _known(open_workplace(authority), known_at)
    return providers_listed(known.mentions, known.providers)


def reviewed(authority: str, known_at: str) -> list[Suggestion]:
    """Return the names that a person should look at."""
    known = _known(open_workplace(authority), known_at)
    return suggestions(known.mentions, known.providers, progress=draw)


def decided(authority: str, decisions: Sequence[NameDecision], *, again: bool) -> Confirmed:
    """Keep what a person decided, as of today."""
    workplace = open_workplace(authority)
    today = day_due(None, workplace.profile)
    return confirm(workplace.engine, authority, decisions, on=today, again=again)


def _known(workplace: Workplace, known_at: str) -> Known:
    authority = workplace.profile.name
    with reading(workplace.engine) as connection:
        return read_known(connection, authority, load_no_at(connection, authority, known_at))
