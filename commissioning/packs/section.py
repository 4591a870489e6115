"""A section of a pack: its words, its tables and its charts, ready for its template."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from commissioning.packs.drawing import Chart
from commissioning.packs.tables import Table


@dataclass(frozen=True)
class Section:
    """One section. ``context`` is what its template is given beside the section itself.

    ``tables`` are all that it holds, shown or not: they leave the pack as CSV and JSON. ``annex`` are
    those too long for the section itself, shown in full after the last one. ``stale`` are the sentences
    on what it rests on that could not be brought up to date; ``is_illustrative`` says that some of it is
    invented. Sections of one ``form`` share its template.
    """

    name: str
    title: str
    context: dict[str, Any] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    annex: tuple[Table, ...] = ()
    stale: tuple[str, ...] = ()
    is_illustrative: bool = False
    form: str = ""

    @property
    def template(self) -> str:
        """The template of its form, or of the section's own name."""
        return f"{self.form or self.name}.html.j2"


@dataclass(frozen=True)
class Exhibit:
    """One thing that a section of the form ``exhibits`` shows: words, a chart, the table beside it."""

    words: tuple[str, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    kept_back: tuple[tuple[str, Table], ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table of it, shown or kept back."""
        shown = (self.table,) if self.table else ()
        return (*shown, *(table for _, table in self.kept_back))


def exhibits(
    name: str, title: str, lead: str, shown: Sequence[Exhibit], *, empty: Sequence[str] = ()
) -> Section:
    """Return a section that opens with ``lead`` and shows its exhibits in turn, or says why it is ``empty``."""
    tables = tuple(table for one in shown for table in one.tables)
    context = {"lead": lead, "exhibits": list(shown), "empty": list(empty)}
    return Section(name=name, title=title, context=context, tables=tables, form="exhibits")
