"""Where an authority's data are kept, and how what it fetches is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine

from tasks.http_client import REAL, Clock


@dataclass(frozen=True)
class Place:
    """Where loads go: the database, the folder of snapshots and the home for temporary files.

    ``keys`` are those that services ask for, by the name of the variable that held each.
    """

    engine: Engine
    snapshots: Path
    home: Path
    keys: Mapping[str, SecretStr] = field(default_factory=dict)
    clock: Clock = REAL
