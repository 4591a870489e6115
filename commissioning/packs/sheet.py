"""A page other than a pack, such as one agreement's story: self-contained, in the packs' own style."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from commissioning.packs.data_quality import sources_table
from commissioning.packs.drawing import Chart
from commissioning.packs.page import environment, stylesheet
from commissioning.packs.tables import Table


@dataclass(frozen=True)
class Part:
    """One part of a sheet: its words, charts and tables; those ``kept_back`` are shown when asked."""

    name: str
    title: str
    words: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    kept_back: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Group:
    """Parts under one heading; ``line`` opens it. A sheet of one group shows no heading of it."""

    name: str
    title: str
    line: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Sheet:
    """A page: whose it is, what it is called, what is told about it, and its groups of parts.

    ``sources`` are as a pack's inputs have them; ``links`` lead to the pages beside it.
    """

    authority: str
    title: str
    about: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    sources: pd.DataFrame
    version: str
    links: tuple[tuple[str, str], ...] = ()


def sheet_page(sheet: Sheet) -> bytes:
    """Return the finished page: the same bytes for the same sheet."""
    sources: Sequence[object] = sources_table(sheet.sources).frame.to_dict("records")
    template = environment().get_template("sheet.html.j2")
    html = template.render(sheet=sheet, sources=sources, stylesheet=stylesheet())
    return html.encode("utf-8")
