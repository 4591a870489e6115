"""Where an authority's data are kept, and how what it fetches is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine

from tasks.http_client import REAL, Clock

# The folder of the home that has every authority's plans of services.
PLANS = "plans"


@dataclass(frozen=True)
class Place:
    """Where loads go: the database, the folder of snapshots and the home for temporary files.

    ``keys`` are those that services ask for, by the name of the variable that held each; ``today`` is
    the day on which they are asked, whatever day a run is about.
    """

    engine: Engine
    snapshots: Path
    home: Path
    keys: Mapping[str, SecretStr] = field(default_factory=dict)
    clock: Clock = REAL
    today: date | None = None
