"""A column map named on the command line: shipped or the user's own, confirmed or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from commissioning.errors import RequestError
from commissioning.mapping.column_map import ColumnMap, read_map
from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from tasks.known_source import keep_map, must_be_for
from tasks.place import Place

SHIPPED = Path(__file__).parents[1] / "maps"


@dataclass(frozen=True)
class Reading:
    """A map as it reads one file: its TOML, what it says, and the adapter it is kept as, if it is."""

    path: Path
    column_map: ColumnMap
    adapter: str = ""


@dataclass(frozen=True)
class ByMap:
    """The map that was asked for, and whether the person confirms it."""

    path: Path
    is_confirmed: bool

    def on_trial(self) -> Reading:
        """Return the map for a report that stores nothing."""
        return Reading(self.path, read_map(self.path))

    def kept(self, place: Place, today: date) -> Reading:
        """Return the map, confirmed and kept beside the files it reads."""
        confirmed_on = today if self.is_confirmed else None
        adapter = keep_map(self.path, place.snapshots, confirmed_on=confirmed_on)
        return Reading(self.path, read_map(self.path), adapter)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be told of the confirmation."""
        if not self.is_confirmed:
            return ()
        return ("the column map was confirmed for this load; its own file is as it was",)


def map_file(given: str) -> Path:
    """Return the file of a column map, named by its path or, where it is shipped, by its name."""
    path = Path(given)
    if path.is_file():
        return path
    shipped = SHIPPED / f"{given}.toml"
    if re.fullmatch(r"[a-z0-9-]+", given) and shipped.is_file():
        return shipped
    known = ", ".join(sorted(each.stem for each in SHIPPED.glob("*.toml")))
    raise RequestError(
        f"--map {given}: there is no such file, and no shipped map of that name; shipped: {known}."
    )


def shipped_for(feed: str, header: Sequence[str]) -> str:
    """Return the name of a shipped map made for a file of these columns, or nothing."""
    fitting = (
        name
        for name, each in shipped_maps().items()
        if each.feed == feed and each.made_for == tuple(header) and not each.layout.title_rows
    )
    return next(fitting, "")


@cache
def shipped_maps() -> dict[str, ColumnMap]:
    """Return the maps that are shipped, by name."""
    return {path.stem: read_map(path) for path in sorted(SHIPPED.glob("*.toml"))}


def settings_by_map(
    profile: Profile, feed: str, file: Path, name: str, reading: Reading
) -> tuple[str, SourceSettings]:
    """Return the source that a file read by a map belongs to: the profile's, or one named after the map.

    The name does not change when the map is amended, so that a month given again replaces itself. A file of
    payments is the whole of its slot: what a corrected month no longer lists was not paid.
    """
    column_map = reading.column_map
    must_be_for(column_map, feed, reading.path)
    read_by = (
        {"adapter": reading.adapter, "map": None}
        if reading.adapter
        else {"adapter": "", "map": str(reading.path.absolute())}
    )
    slot = file.stem if feed == "payments" else feed
    if own := _own(profile, feed, name, reading.path):
        settings = profile.source(own)
        if file.name in (Path(settings.path or settings.url or "").name, settings.member):
            return own, settings.model_copy(update=read_by)
        elsewhere = {"slot": slot, "edition_on": None} if feed == "payments" else {}
        return own, settings.model_copy(update={**read_by, **elsewhere})
    return name_of(profile, reading.path), SourceSettings(
        feed=feed,
        **read_by,
        path=file.name,
        slot=slot,
        complete=feed == "payments",
        title=column_map.title or file.name,
        publisher=column_map.publisher or profile.title,
        licence=column_map.licence or "not stated",
    )


def _own(profile: Profile, feed: str, name: str, path: Path) -> str:
    """Return the profile's source that was named, or the one that reads by this very map."""
    if name:
        if profile.source(name).feed != feed:
            raise RequestError(f"--source {name} is of {profile.source(name).feed}, not {feed}.")
        return name
    for known, settings in profile.sources.items():
        own = profile.folder / settings.map if settings.map else None
        if own and own.exists() and own.samefile(path):
            return known
    return ""


def name_of(profile: Profile, path: Path) -> str:
    """Return what the source of a map is called that the profile does not list."""
    name = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_")
    is_plain = name[:1].isalpha() and name not in profile.sources
    return name if is_plain else f"map_{name}"
