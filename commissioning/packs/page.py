"""Sections into one page: self-contained HTML that needs no network and no script."""

from collections.abc import Hashable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from commissioning.packs.acted_on import decided, decided_among
from commissioning.packs.audiences import Audience
from commissioning.packs.data_quality import sources_table
from commissioning.packs.definition import CURRENT, definition
from commissioning.packs.forms.values import file_name
from commissioning.packs.inputs import Pack, PackError, PackInputs
from commissioning.packs.live import live_agreements
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.scopes import WHOLE, Scope
from commissioning.packs.section import Section
from commissioning.packs.sensitivity import PARTS_TOLD
from commissioning.packs.tables import is_missing
from commissioning.packs.wording import counted, day_in_words, visible

VALUES = (
    "Values are for the whole term of an agreement, excluding recoverable VAT, and are shown to the "
    "nearest pound unless pence are given; the tables that come with the pack hold exact pence."
)


@cache
def environment() -> SandboxedEnvironment:
    """Return the templates: sandboxed, escaping everything, refusing a name nobody gave."""
    made = SandboxedEnvironment(
        loader=PackageLoader("commissioning.packs"),
        autoescape=True,
        finalize=as_seen,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["day"] = day_in_words
    return made


def as_seen(value: object) -> object:
    """Return what a template writes, with nothing unseen in it; what a template made is as it was."""
    return visible(value) if type(value) is str else value


@cache
def stylesheet() -> Markup:
    """Return the one stylesheet, which is ours and goes into the page as it is."""
    return Markup((files("commissioning.packs") / "templates" / "pack.css").read_text("utf-8"))  # noqa: S704


def page(
    inputs: PackInputs | NeedInputs,
    audience: Audience,
    sections: list[Section],
    *,
    line: str,
    made_by: dict[str, str],
    scope: Scope = WHOLE,
) -> Pack:
    """Return the finished pack; one without the definition of commissioning is not made.

    ``line`` opens it and is the line its index shows. ``made_by`` are the digests of what else made it.
    """
    period = inputs.period
    tables = {table.name: table for section in sections for table in section.tables}
    about = (
        ("For", audience.title),
        *([("About", scope.label)] if scope.label else []),
        ("Period", f"{day_in_words(period.starts_on)} to {day_in_words(period.ends_on)}"),
        ("As known on", day_in_words(inputs.on)),
    )
    whose = f"{scope.label}, {inputs.title}" if scope.label else inputs.title
    title = f"{audience.document}, {period.label}: {whose}"
    html = (
        environment()
        .get_template("page.html.j2")
        .render(
            inputs=inputs,
            audience=audience,
            title=title,
            about=about,
            tables=[(file_name(name), table.caption) for name, table in tables.items()],
            values=VALUES,
            told=PARTS_TOLD[audience.part],
            sections=sections,
            annex=[table for section in sections for table in section.annex],
            line=line,
            sources=sources_table(inputs.sources).frame.to_dict("records"),
            definition=definition(),
            definition_version=CURRENT,
            made_by=made_by,
            stylesheet=stylesheet(),
        )
    )
    if str(escape(definition())) not in html:
        raise PackError("The pack was not built: the definition of commissioning is not in it.")
    return Pack(
        html=html.encode("utf-8"),
        tables=tables,
        headline=f"{scope.label}: {line}" if scope.label else line,
        title=title,
        about=about,
        notes=notes(inputs, audience, made_by),
    )


def notes(
    inputs: PackInputs | NeedInputs, audience: Audience, made_by: dict[str, str]
) -> tuple[str, ...]:
    """Return what the foot of the page says, a sentence or two each, for the forms that have no foot."""
    sources = sources_table(inputs.sources).frame.to_dict("records")
    return (
        *([f"Warning. {inputs.warning}"] if inputs.warning else []),
        *([PARTS_TOLD[audience.part]] if PARTS_TOLD[audience.part] else []),
        f"Commissioning is {definition()}. Definition, version {CURRENT}.",
        *([VALUES] if audience.asks_rules else []),
        *(_note_of(source) for source in sources),
        f"Made by Commissioning Cycle, version {inputs.package_version}.",
        *(f"{name}: {digest}." for name, digest in made_by.items()),
    )


def _note_of(source: dict[Hashable, Any]) -> str:
    said = "" if is_missing(source["attribution"]) else f" {source['attribution']}"
    return (
        f"Source: {source['title']}, {source['publisher']}. Edition: "
        f"{day_in_words(source['edition_on'])}. Licence: {source['licence']}.{said} "
        f"SHA-256 {source['digest']}."
    )


def headline_line(inputs: PackInputs) -> str:
    """Return the one line that the page opens with and the index shows."""
    live = live_agreements(inputs)
    flagged = int(live["severity"].notna().sum())
    critical = int((live["severity"] == "critical").sum())
    if not flagged:
        unasked = int((live["unasked"] > 0).sum())
        but = f", but not every rule could be asked of {unasked:,}" if unasked else ""
        return f"{counted(len(live), 'live agreement')}; none is flagged{but}."
    made = int((decided(inputs, live.loc[live["severity"].notna(), "agreement_id"]) != "").sum())
    is_flagged, needs = ("is flagged", "needs") if flagged == 1 else ("are flagged", "need")
    need = f"{is_flagged}; {decided_among(made)}" if made else f"{needs} a decision"
    line = f"{flagged:,} of {counted(len(live), 'live agreement')} {need}"
    if not critical:
        return f"{line}."
    are = "it is" if flagged == 1 else f"{critical:,} of them {'is' if critical == 1 else 'are'}"
    return f"{line}, and {are} critical."
