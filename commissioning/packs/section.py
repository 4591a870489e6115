"""A section of a pack: its words, its tables and its charts, ready for its template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from commissioning.packs.drawing import Chart
from commissioning.packs.tables import Table

INVENTED = "illustrative: invented figures"


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


def with_tables(shown: Any, change: Callable[[Table], Table]) -> Any:
    """Return a table changed, and what holds tables with each of them so."""
    if isinstance(shown, Table):
        return change(shown)
    if isinstance(shown, dict):
        return {name: with_tables(each, change) for name, each in shown.items()}
    if type(shown) in (list, tuple):
        return type(shown)(with_tables(each, change) for each in shown)
    if is_dataclass(shown) and not isinstance(shown, type):
        parts = {one.name: getattr(shown, one.name) for one in fields(shown)}
        changed = {name: with_tables(part, change) for name, part in parts.items()}
        same = all(changed[name] is parts[name] for name in parts)
        return shown if same else replace(shown, **changed)
    return shown


def illustrative(section: Section) -> Section:
    """Return the section of figures that are in part invented: it and the caption of every table say so."""
    marked: Section = with_tables(section, _called_illustrative)
    return replace(marked, is_illustrative=True)


def _called_illustrative(table: Table) -> Table:
    return replace(table, caption=f"{table.caption} ({INVENTED})")
