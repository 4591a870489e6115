"""Which pack: whose, of which period, for whom, about what, and where packs are kept."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from commissioning.dates import Period
from commissioning.packs.scopes import AUTHORITY_SCOPE
from commissioning.profile import Profile


@dataclass(frozen=True)
class PackSlot:
    """Which pack: whose, of which period, for whom, about what (the slug of a scope); where packs are kept."""

    profile: Profile
    engine: Engine
    folder: Path
    period: Period
    audience: str
    scope: str = AUTHORITY_SCOPE

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Authority, period, audience and scope: what the versions of a pack have in common."""
        return (self.profile.name, self.period.slug, self.audience, self.scope)

    def stem(self, version: int) -> str:
        """Return the name that a version's files have in common."""
        return f"{self.audience}-{self.scope}-v{version}"
