"""The page that links every pack of an authority."""

from collections.abc import Sequence
from itertools import groupby

from commissioning.packs.audiences import AUDIENCES
from commissioning.packs.inputs import PackEntry
from commissioning.packs.page import environment, stylesheet


def index_page(authority_title: str, packs: Sequence[PackEntry]) -> bytes:
    """Return the page: latest period first, and in it one line a pack with its headline."""
    ordered = sorted(packs, key=lambda pack: (pack.audience, pack.scope, -pack.version))
    ordered = sorted(
        ordered, key=lambda pack: (pack.period.starts_on, pack.period.ends_on), reverse=True
    )
    periods = [
        (period, list(of_it)) for period, of_it in groupby(ordered, key=lambda pack: pack.period)
    ]
    titles = {
        name: audience.title if audience.asks_rules else audience.document
        for name, audience in AUDIENCES.items()
    }
    html = (
        environment()
        .get_template("index.html.j2")
        .render(
            authority_title=authority_title, periods=periods, titles=titles, stylesheet=stylesheet()
        )
    )
    return html.encode("utf-8")
