"""The front page: every authority that has packs, with the latest of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissioning.packs.inputs import PackEntry
from commissioning.packs.page import environment, stylesheet


@dataclass(frozen=True)
class FrontEntry:
    """One authority as the front page lists it: its full name, its index page, its latest pack."""

    title: str
    href: str
    latest: PackEntry


def front_page(authorities: Sequence[FrontEntry]) -> bytes:
    """Return the page that leads to every authority's packs, in the order of their names."""
    ordered = sorted(authorities, key=lambda entry: entry.title)
    html = (
        environment()
        .get_template("front.html.j2")
        .render(authorities=ordered, stylesheet=stylesheet())
    )
    return html.encode("utf-8")
