"""The pages that link packs: every pack of an authority, and those of one period."""

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from commissioning.dates import Period
from commissioning.packs.audiences import AUDIENCES
from commissioning.packs.index_script import index_script
from commissioning.packs.inputs import PackEntry
from commissioning.packs.page import environment, stylesheet
from commissioning.packs.scopes import AUTHORITY_SCOPE, name_in

IN_FORCE, WITHDRAWN = "in force", "withdrawn"
Choices = list[tuple[str, str]]


def index_page(authority_title: str, packs: Sequence[PackEntry]) -> bytes:
    """Return the page of an authority: latest period first, and in it one line a pack with its headline."""
    return _page(authority_title, packs, None)


def period_page(authority_title: str, packs: Sequence[PackEntry], period: Period) -> bytes:
    """Return the page of one period, whose packs lie beside it."""
    return _page(authority_title, [pack for pack in packs if pack.period == period], period)


def _page(authority_title: str, packs: Sequence[PackEntry], period: Period | None) -> bytes:
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
            authority_title=authority_title,
            period=period,
            periods=periods,
            titles=titles,
            name_in=name_in,
            filters=_filters(ordered, titles),
            script=Markup(index_script()),  # noqa: S704  # ours, and it goes into the page as it is
            stylesheet=stylesheet(),
        )
    )
    return html.encode("utf-8")


def _filters(packs: Sequence[PackEntry], titles: dict[str, str]) -> list[tuple[str, str, Choices]]:
    """Return what packs can be chosen by: the name, the label and the choices, where there are several."""
    audiences = {pack.audience: titles.get(pack.audience, pack.audience) for pack in packs}
    periods = {pack.period.slug: pack.period.label for pack in packs}
    scopes = {
        pack.scope: "The whole authority" if pack.scope == AUTHORITY_SCOPE else name_in(pack.scope)
        for pack in packs
    }
    standings = {WITHDRAWN if pack.withdrawal else IN_FORCE: "" for pack in packs}
    every = (
        ("audience", "For", sorted(audiences.items(), key=lambda choice: choice[1])),
        ("period", "Period", list(periods.items())),
        (
            "scope",
            "About",
            sorted(scopes.items(), key=lambda choice: (choice[0] != AUTHORITY_SCOPE, choice[1])),
        ),
        ("standing", "Standing", [(name, name.capitalize()) for name in sorted(standings)]),
    )
    return [(name, label, choices) for name, label, choices in every if len(choices) > 1]
