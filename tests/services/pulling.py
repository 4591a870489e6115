"""A source pulled from an imitation, with a clock that only waiting moves."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from models.ledger import Load
from models.store.engine import open_engine
from tasks.http_client import Clock
from tasks.place import Place
from tasks.pull import Pulled, pull
from tests.services.imitation import HOST, Imitation

TRAFFORD = {
    "name": "trafford",
    "title": "Trafford Council",
    "kind": "metropolitan_district",
    "jurisdiction": "england",
    "regimes": ["pa2023"],
    "holidays": "england-and-wales",
    "area_code": "E08000009",
    "area_name": "Trafford",
}


@dataclass
class Waiting:
    """A clock that stands still but for waits, which are written down."""

    at: float = 0.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Wait without waiting."""
        self.waits.append(seconds)
        self.at += seconds

    def clock(self) -> Clock:
        """Return it as those who wait are handed it."""
        return Clock(now=lambda: self.at, sleep=self.sleep)


def settings_of(service: str, imitation: Imitation, **more: Any) -> SourceSettings:
    """Return a source that pulls from an imitation of a service."""
    written = {
        "feed": "notices",
        "adapter": "ocds",
        "service": service,
        "address": imitation.address,
        "slot": "notices",
        "title": "Notices",
        "publisher": "Cabinet Office",
        "licence": "Open Government Licence v3.0",
        **more,
    }
    return SourceSettings.model_validate(written)


def profile_of(settings: SourceSettings, *, hosts: tuple[str, ...] = (HOST,)) -> Profile:
    """Return a profile with one source that may ask this machine."""
    written = {**TRAFFORD, "fetching": {"hosts": list(hosts)}}
    profile = Profile.model_validate(written)
    return profile.model_copy(update={"sources": {"notices": settings}})


def place_of(home: Path, waiting: Waiting, **more: Any) -> Place:
    """Return a place that waits on the clock; nobody has loaded anything there."""
    engine = open_engine(f"sqlite:///{home / 'commissioning.db'}")
    return Place(engine, home / "snapshots" / "trafford", home, clock=waiting.clock(), **more)


def pulled(
    settings: SourceSettings, place: Place, on: date, standing: Load | None = None
) -> Pulled:
    """Return what a pull brings."""
    profile = profile_of(settings)
    return pull.fn(profile, "notices", settings, place, standing=standing, on=on)


def lines_of(brought: Pulled) -> list[dict[str, Any]]:
    """Return the lines of the file that a pull brought."""
    return [json.loads(line) for line in brought.kept.path.read_text("utf-8").splitlines()]
