"""What reads a file: an adapter of this version, or a column map, kept so that the file can be read again."""

from datetime import date
from pathlib import Path

from commissioning.errors import BadFile, RequestError
from commissioning.ingest.snapshot import keep_text
from commissioning.mapping.column_map import PREFIX, ColumnMap, read_map
from commissioning.mapping.source import mapped_source
from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from commissioning.sources import SOURCES, Source

MAPS = "maps"  # beside the files as received


def is_known(name: str, snapshots: Path) -> bool:
    """Return whether there is an adapter, or a kept column map, of that name."""
    return name in SOURCES or (name.startswith(PREFIX) and _kept(name, snapshots).is_file())


def source_named(name: str, snapshots: Path) -> Source:
    """Return the source that the ledger calls so.

    Raises BadFile where a kept column map was changed since.
    """
    if name in SOURCES:
        return SOURCES[name]
    kept = _kept(name, snapshots)
    column_map = read_map(kept)
    if column_map.name != name:
        what = f"the column map kept as {name} was changed in the snapshots folder"
        raise BadFile(str(kept), what, "restore the snapshots folder from the backup")
    return mapped_source(column_map)


def source_of_settings(profile: Profile, settings: SourceSettings, snapshots: Path) -> Source:
    """Return what reads the files of a profile's source; its column map is kept from now on.

    Raises RequestError where nobody has confirmed the map.
    """
    if settings.map is None:
        return source_named(settings.adapter, snapshots)
    path = profile.folder / settings.map
    return source_named(keep_map(path, snapshots), snapshots)


def source_on_trial(profile: Profile, settings: SourceSettings, snapshots: Path) -> Source:
    """Return what reads the files of a source, its map confirmed or not, for a report that stores nothing."""
    if settings.map is None:
        return source_named(settings.adapter, snapshots)
    return mapped_source(read_map(profile.folder / settings.map))


def keep_map(path: Path, snapshots: Path, *, confirmed_on: date | None = None) -> str:
    """Keep a confirmed map and return the name by which it is found again.

    ``confirmed_on`` is the day on which a person confirmed it on the command line; the copy says so, and the
    map's own file is left as it is.
    """
    column_map = read_map(path)
    if not (column_map.confirmed or confirmed_on):
        raise unconfirmed(path)
    kept = _kept(column_map.name, snapshots)
    if not kept.is_file():
        text = path.read_bytes().decode("utf-8-sig")
        if not column_map.confirmed:
            text = f"# Confirmed with --confirm-map on {confirmed_on}.\n{text}"
        keep_text(text, kept)
    return column_map.name


def must_be_for(column_map: ColumnMap, feed: str, path: Path) -> None:
    """Refuse a map for another feed than the one that was asked for."""
    if column_map.feed != feed:
        raise RequestError(
            f"{path} maps {column_map.feed}, not {feed}; load the file as {column_map.feed}, "
            "or amend feed in the map."
        )


def unconfirmed(path: Path) -> RequestError:
    """Return the refusal of a map that nobody has confirmed."""
    return RequestError(
        f"{path} is a column map that nobody has confirmed; read it, try it with --check, then load with "
        "--confirm-map, or write confirmed = true in it."
    )


def _kept(name: str, snapshots: Path) -> Path:
    return snapshots / MAPS / f"{name.removeprefix(PREFIX)}.toml"
