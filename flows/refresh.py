"""What the two refreshing flows share: every source in turn, each told of, none lost to another's fault."""

from collections.abc import Iterable
from datetime import date

from commissioning.errors import FORESEEN, CommissioningError
from flows.workplace import Workplace
from models.store.errors import ENDS_THE_RUN
from tasks.announce import announce_summary, announce_table, plain_markdown, progress_shown
from tasks.load import LoadReport, load_source
from tasks.place import Place
from tasks.step import flow_log

# Agreements before what refers to them.
REGISTER_FEEDS = (
    *("providers", "agreements", "grants", "extensions", "modifications", "equality", "payments"),
    *("measures", "returns", "social_value", "users", "engagement", "reviews", "notices"),
    "decisions",
)


class SourcesStopped(CommissioningError):
    """Some sources were refused; what they last gave stays in force and is marked stale."""


def refresh_sources(
    workplace: Workplace, feeds: Iterable[str], *, stage: str, on: date
) -> list[dict[str, object]]:
    """Bring every source of these feeds up to date and return what came of each; ``on`` is the run's day.

    Raises SourcesStopped, after all the others are done, when a source was refused, and
    AlreadyRunning at once when another run is at one of them, or what the next source would meet too.
    """
    profile = workplace.profile
    place = workplace.place
    names = [
        name
        for feed in feeds
        for name, settings in profile.sources.items()
        if settings.feed == feed
    ]
    # A register that is asked by number is asked of the providers that the others have named.
    names.sort(key=lambda name: profile.sources[name].is_asked_by_number)
    faults: list[Exception] = []
    reports = [_refresh(workplace, place, name, on, faults) for name in names]
    _announce(profile.name, stage, reports)
    if stopped := [report.stopped for report in reports if report.stopped]:
        raise SourcesStopped(" ".join(stopped)) from faults[0]  # which --debug shows
    return [{"source": report.source, **report.shape()} for report in reports]


def _refresh(
    workplace: Workplace, place: Place, name: str, on: date, faults: list[Exception]
) -> LoadReport:
    settings = workplace.profile.sources[name]
    progress = progress_shown(f"load {workplace.profile.name} {name}", f"Loading {settings.title}")
    try:
        report = load_source(workplace.profile, name, place, loaded_on=on, progress=progress)
    except ENDS_THE_RUN:
        raise
    except FORESEEN as error:
        faults.append(error)
        flow_log().error("%s: %s stopped: %s", workplace.profile.name, name, error)
        return LoadReport(source=name, feed=settings.feed, stored=False, stopped=str(error))
    flow_log().info("%s: %s", workplace.profile.name, load_line(report))
    return report


def load_line(report: LoadReport) -> str:
    """Return what came of a source in one line: the counts, or that nothing had changed."""
    counts = report.counts
    if report.unchanged:
        return f"{report.source} unchanged, {counts.rows_loaded:,} rows"
    return (
        f"{report.source} {counts.rows_in:,} rows in: {counts.rows_loaded:,} loaded, "
        f"{counts.rows_set_aside:,} set aside, {counts.rows_not_data:,} not data; "
        f"{len(report.findings):,} findings"
    )


def _announce(authority: str, stage: str, reports: list[LoadReport]) -> None:
    lines = [f"# {plain_markdown(authority)}: {stage} refreshed", ""]
    lines += [f"- {plain_markdown(report.stopped or load_line(report))}" for report in reports]
    announce_summary(f"{stage} {authority}", "\n".join(lines))
    rows = [
        {
            "source": report.source,
            "line": int(row.line_no),
            "column": row.column,
            "why": row.expectation,
            "likely cause": row.likely_cause,
        }
        for report in reports
        for row in report.set_aside.itertuples()
    ]
    announce_table(f"set aside {stage} {authority}", rows, "Rows set aside, and the likely cause")
