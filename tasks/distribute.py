"""Issued packs to where an authority's profile sends them, and the word to those it tells.

Each pack goes to each target once: what is owed and what was sent is on record. A target that fails leaves the
pack issued and the delivery owed to the next run. A run killed between sending and recording sends that one again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine

from commissioning.errors import CommissioningError
from commissioning.packs.audiences import audience_named
from commissioning.packs.scopes import AUTHORITY_SCOPE, name_in
from commissioning.profile import Profile
from models.pack import Pack as PackRow
from models.pack_delivery import PackDelivery
from models.store.engine import publishing, reading
from models.store.pack_deliveries import deliveries_of, note_delivery, owe
from models.store.packs import issued_packs, key_of
from tasks.notify import told
from tasks.pack_files import files_of
from tasks.step import step
from tasks.turns import in_turn
from tasks.whole_file import write_whole

LEASE = "send packs"


class NotSent(CommissioningError):
    """A target could not be reached or did not take what it was sent; the message never has its address."""


@dataclass(frozen=True)
class Target:
    """Where a pack goes, or who is told of it: by what it is called on record.

    ``to`` is a folder or address; without it ``name`` is the variable that has the address to tell.
    """

    name: str
    to: str
    link_at: str


@dataclass(frozen=True)
class Post:
    """What packs are sent from and with: their folder, the address it is served at, addresses by variable."""

    profile: Profile
    engine: Engine
    folder: Path
    served_at: str
    addresses: Mapping[str, SecretStr]


def targets_of(profile: Profile, pack: PackRow) -> list[Target]:
    """Return the targets that the profile names for a pack, each once."""
    found: dict[str, Target] = {}
    for one in profile.packs.distribution:
        if one.audience != pack.audience or one.scope not in ("", pack.scope):
            continue
        if one.to:
            found.setdefault(one.to, Target(one.to, place_of(profile, one.to), ""))
        for name in one.notify:
            found.setdefault(name, Target(name, "", place_of(profile, one.to)))
    return list(found.values())


def owed_to(profile: Profile, pack: PackRow) -> list[str]:
    """Return the targets that a pack is owed to, by what each is called on record."""
    return [target.name for target in targets_of(profile, pack)]


def place_of(profile: Profile, to: str) -> str:
    """Return an address as it is, and a folder as a path from the root; nothing where there is none."""
    return to if "://" in to or not to else str((profile.folder / to).resolve())


def would_send(post: Post, packs: Sequence[PackRow]) -> list[dict[str, str]]:
    """Return what a run would send to whom, and send nothing."""
    with reading(post.engine) as connection:
        done = {
            (key_of(one), one.target)
            for one in deliveries_of(connection, post.profile.name)
            if one.sent_on
        }
    return [
        {
            "audience": pack.audience,
            "scope": pack.scope,
            "to": target.name,
            "what": _what(post, pack, target),
        }
        for pack in packs
        for target in targets_of(post.profile, pack)
        if (key_of(pack), target.name) not in done
    ]


@step
def send_packs(
    post: Post, packs: Sequence[PackRow], *, on: date, most_seconds: float = 0.0
) -> list[tuple[bool, str]]:
    """Send these packs, and what earlier runs still owe; return whether each was sent, and a sentence on it.

    A target that fails is not tried again in the same run. Raises AlreadyRunning where another run sends for
    more than ``most_seconds``; what is not sent by then is owed to the next run.
    """
    failed: set[str] = set()
    told: list[tuple[bool, str]] = []
    with publishing(post.engine) as connection:
        for pack in packs:  # the profile may name more than when it was issued
            owe(connection, pack, owed_to(post.profile, pack))
    with in_turn(post.engine, post.profile.name, LEASE, most_seconds=most_seconds) as held:
        for delivery, pack, target in _owed(post):
            if target.name in failed:
                continue
            held.renew()
            trouble = _sent(post, pack, target)
            sent_on = None if trouble else on
            with publishing(post.engine) as connection:
                held.must_hold(connection)
                note_delivery(connection, delivery, sent_on=sent_on, trouble=trouble or None)
            told.append((not trouble, trouble or f"{_named(pack)} was sent to {target.name}."))
            if trouble and _is_there(post, pack):  # else the target is not to blame
                failed.add(target.name)
    return told


def _owed(post: Post) -> list[tuple[PackDelivery, PackRow, Target]]:
    """Return what is owed of packs in force to targets that the profile still names."""
    with reading(post.engine) as connection:
        packs = {key_of(pack): pack for pack in issued_packs(connection, post.profile.name)}
        found = deliveries_of(connection, post.profile.name)
    return [
        (one, packs[key_of(one)], target)
        for one in found
        if one.sent_on is None and key_of(one) in packs
        for target in targets_of(post.profile, packs[key_of(one)])
        if target.name == one.target
    ]


def _sent(post: Post, pack: PackRow, target: Target) -> str:
    """Send a pack to a target; return nothing, or the sentence on why it could not be."""
    try:
        if not _is_there(post, pack):
            raise NotSent(f"its page {pack.path} is not among the packs")
        if target.to:
            _copy(post, pack, target.to)
        else:
            _tell(post, pack, target)
    except NotSent as problem:
        return (
            f"{_named(pack)} could not be sent to {target.name}: {problem}; "
            "it is issued, and the next run sends it."
        )
    return ""


def _copy(post: Post, pack: PackRow, to: str) -> None:
    """Put the pack's files under the target, the page last."""
    # Imported here because most authorities send nothing.
    from fsspec.core import url_to_fs
    from fsspec.implementations.local import LocalFileSystem

    page = post.folder / pack.path
    try:
        system, root = url_to_fs(to)
        if isinstance(system, LocalFileSystem) and not Path(root).is_dir():
            raise NotSent("the folder is not there, make it or connect it")
        for file in sorted(files_of(page), key=lambda file: file == page):
            there = f"{root.rstrip('/')}/{file.relative_to(post.folder).as_posix()}"
            system.makedirs(there.rpartition("/")[0], exist_ok=True)
            if isinstance(system, LocalFileSystem):
                write_whole(Path(there), file.read_bytes())
            else:
                system.pipe_file(there, file.read_bytes())
    except NotSent:
        raise
    except (OSError, ImportError, ValueError, RuntimeError) as problem:
        raise NotSent(_why(problem)) from problem
    except Exception as fault:  # a store's own kind; what it says may have a key in it
        raise NotSent(f"it failed ({type(fault).__name__})") from fault


def _is_there(post: Post, pack: PackRow) -> bool:
    return (post.folder / pack.path).is_file()


def _tell(post: Post, pack: PackRow, target: Target) -> None:
    """Tell those at the address that a variable has."""
    address = post.addresses.get(target.name)
    if address is None:
        raise NotSent(f"the environment variable {target.name} is not set")
    if why_not := told(address, _title(post, pack), _message(post, pack, target)):
        raise NotSent(why_not)


def _what(post: Post, pack: PackRow, target: Target) -> str:
    if target.to:
        return f"{pack.path} with its workbook and tables"
    return f"{_title(post, pack)}: {_message(post, pack, target)}"


def _title(post: Post, pack: PackRow) -> str:
    audience = audience_named(pack.audience)
    about = "" if pack.scope == AUTHORITY_SCOPE else f", {name_in(pack.scope)}"
    return f"{post.profile.title}: {audience.document}, {pack.period_label}{about}"


def _message(post: Post, pack: PackRow, target: Target) -> str:
    """Return the headline and where the pack is to be read."""
    places = (post.served_at, target.link_at)
    link = next((f"{place.rstrip('/')}/{pack.path}" for place in places if place), pack.path)
    return f"{pack.headline}\n{link}"


def _named(pack: PackRow) -> str:
    return f"Version {pack.version} of the pack for {pack.audience} about {pack.scope}, {pack.period_label}"


def _why(problem: Exception) -> str:
    said = (getattr(problem, "strerror", None) or str(problem) or type(problem).__name__).strip()
    first = said.splitlines()[0].rstrip(".")
    return f"{first[:1].lower()}{first[1:200]}"
