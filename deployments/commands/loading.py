"""A file named on the command line, recognised and loaded as its source would be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from commissioning.errors import RequestError, SourceChanged
from commissioning.ingest.archive import only_member
from commissioning.ingest.headers import (
    missing_columns,
    nearest,
    probable_renames,
    recognise_file,
)
from commissioning.ingest.json_reader import is_json
from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from commissioning.sources import Source
from deployments.commands.given_file import must_be_there, plain_file
from deployments.commands.mapped import ByMap, settings_by_map, shipped_for
from flows.due import day_due
from flows.workplace import open_workplace
from tasks.load import LoadReport, check_source, load_source
from tasks.returned import Form, receipt_beside, settings_of_form
from tasks.terminal import drawn


def load_file(
    authority: str,
    feed: str,
    file: Path,
    changes: Mapping[str, Any],
    *,
    name: str,
    check: bool,
    by_map: ByMap | None = None,
    received_on: date | None = None,
) -> LoadReport:
    """Load a file by the layout it has, or by a column map; with ``check`` only report on it.

    ``changes`` are settings of the source that the command line overrides. ``received_on`` is the day on which
    a return form came; the receipt of one that was loaded is written beside it.

    Raises BadFile when it is missing, unreadable or of no known layout.
    """
    workplace = open_workplace(authority)
    profile, place = workplace.profile, workplace.place
    today = day_due(None, profile)
    said = {*changes, *(["source"] if name else [])}
    must_be_there(file)
    member = only_member(file, file.name)
    is_form = False
    if by_map:
        name, settings = settings_by_map(
            profile, feed, file, name, by_map.on_trial() if check else by_map.kept(place, today)
        )
    else:
        with plain_file(workplace.home, file, member) as plain:
            source = _recognised(feed, plain, file.name)
        if source.only_adds and changes.get("complete"):
            raise RequestError(
                f"{file.name} cannot be loaded as complete: it only adds to what is known, and ends nothing "
                "by what it does not list; load it without --complete."
            )
        name, settings = _settings(profile, source, file, name)
        is_form = source.made_here is not None
    if received_on and not is_form:
        raise RequestError(
            f"--received-on {received_on}: {file.name} is no return form; leave it out, or state the day "
            "with --edition."
        )
    settings = settings.model_copy(
        update={
            **changes,
            "path": str(file.absolute()),
            "url": None,
            "service": None,
            "member": member,
        }
    )
    if is_form:
        came_on = received_on or changes.get("edition_on")
        with plain_file(workplace.home, file, member) as plain:
            settings = settings_of_form(
                profile, place, name, settings, Form(plain, file.name), came_on, today=today
            )
    if check:
        report = check_source(profile, name, place, file, settings=settings, on=today, said=said)
        return replace(report, feed=feed)
    report = load_source(
        profile,
        name,
        place,
        loaded_on=today,
        settings=settings,
        is_by_hand=not _is_own(profile, name, file),
        is_asked_for=True,
        said=said,
        progress=drawn("rows"),
    )
    notes = [*report.notes, *(by_map.notes if by_map else ())]
    if is_form:
        told = report
        if report.unchanged:  # which tells nothing of its rows
            told = check_source(profile, name, place, file, settings=settings, on=today)
        notes.extend(receipt_beside(file, profile, place, told, settings))
    return replace(report, feed=feed, notes=tuple(notes))


def _is_own(profile: Profile, name: str, file: Path) -> bool:
    """Return whether a file is the very one that the profile's source names."""
    settings = profile.sources.get(name)
    own = settings and settings.path and profile.folder / settings.path
    return bool(own and own.exists() and own.samefile(file))


def _recognised(feed: str, file: Path, name: str) -> Source:
    source, header = recognise_file(feed, file, name)
    if source is None and is_json(file):
        what = f"this is JSON of no kind known for {feed}: the names in it are {', '.join(header)}"
        raise SourceChanged(name, what, "check that it is the file meant, or ask for a table")
    if source is None:
        closest = nearest(feed, header)
        wanted = _wanted(closest, header) if closest else ""
        shipped = shipped_for(feed, header)
        raise SourceChanged(
            name,
            f"it has no layout known for {feed}: its columns are {', '.join(header)}{wanted}",
            f"load it with --map {shipped}, a column map shipped for such files"
            if shipped
            else "rename its columns to those of a known layout, or give a column map with --map: "
            "commissioning suggest-mapping proposes one",
            line=1,
        )
    return source


def _wanted(closest: Source, header: Sequence[str]) -> str:
    """Return what the nearest layout has that the file has not, and what may have been renamed."""
    renames = probable_renames(closest, header)
    return (
        f"; nearest is {closest.name}, which needs {', '.join(closest.required)}"
        f"; not there: {', '.join(missing_columns(closest, header))}"
        + (f"; probable renames: {', '.join(renames)}" if renames else "")
    )


def _settings(
    profile: Profile, source: Source, file: Path, name: str
) -> tuple[str, SourceSettings]:
    """Return the profile's source with this layout, or settings for a file of no source of it.

    A publisher's payments under another file name are another slot: they replace nothing.

    Raises RequestError when the profile has several such sources and none was named.
    """
    of_layout = {
        known: settings
        for known, settings in profile.sources.items()
        if settings.adapter == source.name and name in ("", known)
    }
    if name and not of_layout:
        raise RequestError(
            f"{profile.name} has no source {name} of the layout {source.name}; "
            f"its sources are {', '.join(profile.sources)}."
        )
    for known, settings in of_layout.items():
        if file.name in (Path(settings.path or settings.url or "").name, settings.member):
            return known, settings
    if len(of_layout) > 1:
        raise RequestError(
            f"{file.name} could be of {' or '.join(of_layout)}; name one with --source."
        )
    if of_layout:
        [(known, settings)] = of_layout.items()
        if not source.repeats_kept:
            return known, settings
        return known, settings.model_copy(update={"slot": file.stem, "edition_on": None})
    return source.name, SourceSettings(
        feed=source.feed,
        adapter=source.name,
        path=file.name,
        slot=file.stem if source.repeats_kept else source.feed,
        # A file of payments is the whole of its slot: what a corrected one no longer lists was not paid.
        complete=source.repeats_kept,
        title=file.name,
        publisher=profile.title,
        licence="not stated",
    )
