"""Where an authority's data are kept."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine


@dataclass(frozen=True)
class Place:
    """Where loads go: the database, the folder of snapshots and the home for temporary files."""

    engine: Engine
    snapshots: Path
    home: Path
