"""What a run shows of itself in the Prefect UI: tables, summaries, links and progress.

Outside a flow run there is nobody to show it to, and nothing happens. Names from data are written
so that neither markdown nor HTML in them takes effect.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.context import FlowRunContext

from commissioning.decisions.told import who
from commissioning.redaction import redacted
from tasks.terminal import drawn

ROWS_SHOWN = 500
MARKDOWN = re.compile(r"([\\`*_{}\[\]#!|~$]|^[+-])")


def in_run() -> bool:
    """Return whether a flow run is under way."""
    return FlowRunContext.get() is not None


def announce_table(key: str, rows: Sequence[Mapping[str, object]], description: str) -> None:
    """Show a table: the first 500 rows, and how many there are in all."""
    if in_run():
        shown = [{name: _cell(value) for name, value in row.items()} for row in rows[:ROWS_SHOWN]]
        note = f" (the first {ROWS_SHOWN} of {len(rows):,})" if len(rows) > ROWS_SHOWN else ""
        create_table_artifact(shown, key=_key(key), description=plain_markdown(description) + note)


def announce_summary(key: str, markdown: str, description: str = "What this run came to") -> None:
    """Show a page of markdown, whose data the caller has passed through ``plain_markdown``."""
    if in_run():
        create_markdown_artifact(markdown, key=_key(key), description=plain_markdown(description))


def announce_run(
    key: str, line: str, points: Sequence[str] = (), links: Mapping[str, str] | None = None
) -> None:
    """Show what a run came to: a line, what more there is to tell of it, and the pages to go on to."""
    lines = [
        f"# {plain_markdown(line)}",
        "",
        *(f"- {plain_markdown(point)}" for point in points),
        "",
        *(f"- [{plain_markdown(text)}]({address})" for text, address in (links or {}).items()),
    ]
    announce_summary(f"summary {key}", "\n".join(lines), line)


def announce_link(key: str, address: str, text: str, description: str) -> None:
    """Show a link to a page that is served over http; a browser refuses links to files."""
    if in_run():
        create_link_artifact(
            address, link_text=text, key=_key(key), description=plain_markdown(description)
        )


def announce_pack(path: str, title: str, headline: str, *, served_at: str) -> None:
    """Show a link to an issued pack where packs are served over http, and its file name elsewhere."""
    if served_at:
        address = f"{served_at.rstrip('/')}/{path}"
        announce_link(f"pack {Path(path).parent}", address, title, headline)
    else:
        lines = (f"# {plain_markdown(title)}", "", plain_markdown(headline), "", f"`packs/{path}`")
        announce_summary(f"pack {Path(path).parent}", "\n".join(lines))


def announce_answer(key: str, told: Mapping[str, Any]) -> None:
    """Show an answer: what it is, of how much it tells, the rows behind each figure, the sources."""
    exempt = ["**Exempt part: not for publication.**", ""]
    figures = [f"- {plain_markdown(figure['said'])}" for figure in told["rows"][:ROWS_SHOWN]]
    lines = [
        f"# {plain_markdown(told['answer'])}",
        "",
        *(exempt if told["question"]["part"] == "exempt" else []),
        f"Coverage: {plain_markdown(told['coverage'])}",
        "",
        *figures,
        *(f"- {plain_markdown(line)}" for line in told["lines"]),
        "",
        *(f"- Source: {plain_markdown(str(source['title']))}" for source in told["sources"]),
    ]
    announce_summary(f"answer {key}", "\n".join(lines))
    rows = [
        {"figure": figure["said"], "rows": ", ".join(figure["row_ids"])} for figure in told["rows"]
    ]
    announce_table(f"rows {key}", rows, "The rows behind each figure")


def announce_decision(recorded: Mapping[str, Any]) -> None:
    """Show a recorded decision: what, by whom, on what authority, and what could not be told of it."""
    lines = [
        f"# {plain_markdown(recorded['reference'])}: {plain_markdown(recorded['outcome'])}",
        "",
        f"Decision {recorded['decision_no']}, decided on {recorded['decided_on']} by "
        f"{plain_markdown(who(recorded))} ({plain_markdown(recorded['authority_reference'])}).",
        "",
        plain_markdown(recorded["reason"]),
        "",
        *(f"- {plain_markdown(note)}" for note in recorded["notes"]),
    ]
    announce_summary(
        f"decision {recorded['authority']} {recorded['decision_no']}", "\n".join(lines)
    )


def announce_plan(authority: str, told: Mapping[str, Any]) -> None:
    """Show a plan: in one line, its smoothing, what to commission in its order, and every start."""
    lines = [
        f"# {plain_markdown(told['line'])}",
        "",
        *(f"- {plain_markdown(sentence)}" for sentence in told["smoothing"]["sentences"]),
    ]
    announce_summary(f"plan {authority}", "\n".join(lines))
    first = [{**row, "reasons": " ".join(row["reasons"])} for row in told["priorities"]]
    announce_table(f"first {authority}", first, f"What to commission first, on {told['on']}")
    announce_table(f"starts {authority}", told["plan"], f"When work has to begin, on {told['on']}")


def progress_shown(key: str, description: str, noun: str = "rows") -> Callable[[int, int], None]:
    """Return a function of (done, of) that moves a progress bar in the UI, and counts in a terminal."""
    bar: list[UUID] = []
    draw = drawn(noun)

    def move(done: int, of: int) -> None:
        draw(done, of)
        if not in_run():
            return
        share = min(100.0, 100.0 * done / of) if of else 100.0
        if bar:
            update_progress_artifact(bar[0], progress=share)
        else:
            made = create_progress_artifact(
                share, key=_key(key), description=plain_markdown(description)
            )
            bar.append(made)  # type: ignore[arg-type]

    return move


def plain_markdown(text: str) -> str:
    """Return text from data so that markdown and HTML show it as it is."""
    return html.escape(MARKDOWN.sub(r"\\\1", redacted(text)), quote=False)


def _cell(value: object) -> object:
    """Return a table's cell so that a link in it is no link; the UI shows the rest as it is."""
    return redacted(value).replace("](", "] (") if isinstance(value, str) else value


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
