"""The authority's profile, read once by a flow from NAME.toml in the first folder that holds it."""

import json
import re
import tomllib
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from commissioning.errors import BadFile, RequestError, shown
from commissioning.profile import (
    NAME_REMEDY,
    PROFILE_NAME,
    Holidays,
    Jurisdiction,
    Kind,
    Profile,
)
from commissioning.profile_faults import key_problem
from commissioning.profile_tables import Audience, SourceSettings, nearest
from models.feeds import FEEDS, REGIMES

FOLDER_VARIABLE = "COMMISSIONING_AUTHORITIES"
# The wheel installs deployments/ beside this package. Found by its place, no import points upwards;
# importlib.resources would have to import deployments first.
SHIPPED = Path(__file__).resolve().parents[1] / "deployments" / "authorities"
TEMPLATE = "template.toml.j2"


def profile_folders(
    home: Path, environment: Mapping[str, str], *, shipped: Path = SHIPPED
) -> tuple[Path, ...]:
    """Return the folders profiles are looked for in; the first that holds one wins.

    They are the one COMMISSIONING_AUTHORITIES names, ``authorities`` in the home, and the shipped.
    """
    folders = (home / "authorities", shipped)
    named = environment.get(FOLDER_VARIABLE, "")
    if not named:
        return folders
    if not Path(named).is_dir():
        raise RequestError(
            f"{FOLDER_VARIABLE} is {shown(named)}, which is not a folder; "
            "name a folder of authority profiles or unset it."
        )
    return (Path(named), *folders)


def known_profiles(folders: Iterable[Path]) -> tuple[str, ...]:
    """Return the name of every profile in the folders, in alphabetical order."""
    stems = {path.stem for folder in folders for path in folder.glob("*.toml")}
    return tuple(sorted(stem for stem in stems if PROFILE_NAME.fullmatch(stem)))


def find_profile(name: str, folders: Sequence[Path]) -> Path:
    """Return the profile's file: the one in the first of the folders that holds it."""
    known = known_profiles(folders)
    if not PROFILE_NAME.fullmatch(name):
        raise RequestError(
            f"{shown(name)} cannot be an authority's name; {NAME_REMEDY}{among(name, known)}."
        )
    path = next((path for folder in folders if (path := folder / f"{name}.toml").is_file()), None)
    if path is None:
        looked_in = ", ".join(str(folder) for folder in folders)
        raise RequestError(
            f"there is no authority {shown(name)} in {looked_in}; "
            f"`commissioning authority new {name}` starts one{among(name, known)}."
        )
    return path


def load_profile(name: str, folders: Sequence[Path]) -> Profile:
    """Return the profile of that name from the first of the folders that holds it."""
    path = find_profile(name, folders)
    profile, problems = read_profile(path, keys_in(path))
    if profile is None:
        raise first_of(problems, name)
    return profile


def check_profile(path: Path, adapters: Collection[str] | None = None) -> list[str]:
    """Return every fault of a profile's file as a sentence; none when it can be used.

    Looks further than ``load_profile``: each source's file and zip member must be there, and its
    adapter must be one of ``adapters``, where they are handed over.
    """
    try:
        written = keys_in(path)
    except BadFile as problem:
        return [str(problem)]
    _, problems = read_profile(path, written)
    for name, source in sources_in(written).items():
        problems += source_problems(path, name, source, adapters)
    return [str(problem) for problem in problems]


def new_profile(name: str, title: str, folder: Path) -> Path:
    """Write a commented profile to start from and return its path; never over another."""
    # Imported here because only this command needs it.
    from jinja2 import Environment, StrictUndefined

    if not PROFILE_NAME.fullmatch(name):
        raise RequestError(f"{shown(name)} cannot be an authority's name; {NAME_REMEDY}.")
    if not title.strip() or not title.isprintable():
        raise RequestError(
            f"{shown(title)} cannot be an authority's title; write its name on one line."
        )
    # Not escaped as HTML: it is TOML, whose texts the filter puts in quotes.
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701
    environment.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    template = environment.from_string((SHIPPED / TEMPLATE).read_text(encoding="utf-8"))
    choices = {
        "kinds": ", ".join(get_args(Kind)),
        "jurisdictions": ", ".join(get_args(Jurisdiction)),
        "regimes": ", ".join(REGIMES),
        "holidays": ", ".join(get_args(Holidays)),
        "feeds": ", ".join(FEEDS),
        "audiences": ", ".join(get_args(Audience)),
    }
    path = folder / f"{name}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template.render(name=name, title=title, **choices))
    except FileExistsError:
        raise RequestError(f"{path} is there already; edit it, or choose another name.") from None
    except OSError as error:
        raise RequestError(f"{path} cannot be written: {error.strerror}.") from None
    return path


def read_profile(path: Path, written: dict[str, Any]) -> tuple[Profile | None, list[BadFile]]:
    """Return the profile that a file's keys make, or None and every fault of them."""
    problems = []
    if PROFILE_NAME.fullmatch(str(written.get("name", ""))) and written["name"] != path.stem:
        problems.append(
            BadFile(
                str(path),
                "key name differs from the file's name",
                f"write name = '{path.stem}' or rename the file to {written['name']}.toml",
                value=str(written["name"]),
            )
        )
    try:
        profile = Profile.model_validate(written, context={"folder": path.parent.resolve()})
    except ValidationError as invalid:
        problems += [key_problem(path, error) for error in invalid.errors(include_url=False)]
        return None, problems
    return (None if problems else profile), problems


def keys_in(path: Path) -> dict[str, Any]:
    """Return the keys of a TOML file, which may begin with a byte order mark."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadFile(
            str(path), f"cannot be read ({error.strerror})", "see that it is there and readable"
        ) from None
    except UnicodeDecodeError:
        raise BadFile(str(path), "is not UTF-8 text", "save it again as UTF-8") from None
    try:
        return tomllib.loads(text)
    # ValueError: bad syntax, or a number of thousands of digits. RecursionError: endless brackets.
    except (ValueError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        said = re.sub(r" \(at .*\)$", "", str(error))
        raise BadFile(
            str(path),
            f"is not TOML ({said})",
            "look for a missing quote, bracket or equals sign",
            line=int(place[1]) if place else text.count("\n") + 1,
        ) from None


def sources_in(written: dict[str, Any]) -> dict[str, SourceSettings]:
    """Return the sources that are sound as written, whatever else in the file is not."""
    tables = written.get("sources")
    sound = {}
    for name, table in tables.items() if isinstance(tables, dict) else ():
        # Faults of the others are told key by key where the whole profile is read.
        with suppress(ValidationError):
            sound[name] = SourceSettings.model_validate(table)
    return sound


def source_problems(
    path: Path, name: str, source: SourceSettings, adapters: Collection[str] | None
) -> list[BadFile]:
    """Return what keeps a source from being read: its adapter, its file, its place in a zip."""
    problems = []
    if source.map and not (path.parent / source.map).is_file():
        what, remedy = f"key sources.{name}.map names no file", "put the column map there"
        problems.append(BadFile(str(path), what, remedy, value=source.map))
    if adapters is not None and not source.map and source.adapter not in adapters:
        near = nearest(source.adapter, adapters)
        remedy = f"the nearest is {near}" if near else f"use {', '.join(sorted(adapters))}"
        what = f"key sources.{name}.adapter is not an adapter"
        problems.append(BadFile(str(path), what, remedy, value=source.adapter))
    if source.path and (found := unreadable(path.parent / source.path, source.member)):
        what = f"key sources.{name}.path {found[0]}"
        problems.append(BadFile(str(path), what, found[1], value=source.path))
    return problems


def unreadable(file: Path, member: str | None) -> tuple[str, str] | None:
    """Return why a source's file, or its member of a zip, cannot be read, and the remedy."""
    if not file.is_file():
        return "names no file", f"put the file at {file.resolve()} or mend the path"
    if member is None and file.suffix.lower() != ".zip":
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return "names a file that is not a zip", "take out member or fetch the zip again"
    if member not in members:
        missing = f"names a zip without {shown(member)}" if member else "names a zip but no member"
        return missing, f"set member to {nearest(member or '', members) or ', '.join(members[:5])}"
    return None


def among(name: str, known: Sequence[str]) -> str:
    """Return the end of a sentence that names the profiles there are, the nearest first."""
    near = nearest(name.lower(), known)
    return (f"; the nearest is {near}" if near else "") + (
        f"; known: {', '.join(known)}" if known else "; no profile is known yet"
    )


def first_of(problems: list[BadFile], name: str) -> BadFile:
    """Return the first fault, saying how to see the others."""
    first, others = problems[0], len(problems) - 1
    if not others:
        return first
    more = f"{others} more: `commissioning authority check {name}` lists them"
    return BadFile(
        first.file, first.what, f"{first.remedy} ({more})", line=first.line, value=first.value
    )
