"""A section of a pack: its words, its tables and its charts, ready for its template."""

from dataclasses import dataclass, field
from typing import Any

from commissioning.packs.tables import Table


@dataclass(frozen=True)
class Section:
    """One section. ``context`` is what its template is given beside the section itself.

    ``tables`` are all that it holds, shown or not: they leave the pack as CSV and JSON. ``annex`` are
    those too long for the section itself, shown in full after the last one. ``stale`` are the sentences
    on what it rests on that could not be brought up to date.
    """

    name: str
    title: str
    context: dict[str, Any] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    annex: tuple[Table, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """The template of the section's own name."""
        return f"{self.name}.html.j2"
