"""The cut that a pack is made from: as it stands now, as an issued pack recorded it, as it was then."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from commissioning.profile import Profile
from commissioning.rules import rules_digest
from models.pack import Pack as PackRow
from models.store.engine import reading
from models.store.judgements import Asking
from models.store.known import asking_of
from models.store.packs import key_of, pack_before, versions_on_record, withdrawals
from tasks.gather import HELD_BESIDE, Cut
from tasks.judge import Asked
from tasks.slots import PackSlot


def cut_now(connection: Connection, slot: PackSlot, asked: Asked) -> Cut:
    """Return the cut of a pack that answers what was ``asked``, beside the last one of an earlier period."""
    return Cut(asked.asking, asked.judgement_no, pack_before(connection, *slot.key))


def cut_of(connection: Connection, row: PackRow) -> Cut:
    """Return the cut that an issued pack recorded, without the version that it replaced."""
    key = (row.authority, row.previous_period or "", row.audience, row.scope)
    earlier = versions_on_record(connection, *key)
    before = [pack for pack in earlier if pack.version == row.previous_version]
    return replace(alone(connection, row), before=before[0] if before else None)


def alone(connection: Connection, row: PackRow) -> Cut:
    """Return the cut that an issued pack recorded, compared with no other pack."""
    return Cut(asking_of(connection, row.authority, row.judgement_no), row.judgement_no)


def replacing(connection: Connection, cut: Cut, earlier: list[PackRow]) -> Cut:
    """Return the cut as it replaces the last of the earlier versions, where there is any, and so each the one before.

    To the first of them, because small numbers are hidden for what each version told, and what one told hangs
    on those before it. Of more than ``HELD_BESIDE`` the earliest are left out, and the first of the others is
    taken to have been told as if it were the first of all. The last alone is compared with the pack before.
    """
    held: tuple[int, Cut] | None = None
    for row in earlier[-HELD_BESIDE:]:
        made = cut_of if row is earlier[-1] else alone
        held = (row.version, replace(made(connection, row), replaced=held))
    return replace(cut, replaced=held)


def recorded_cut(connection: Connection, slot: PackSlot, row: PackRow) -> Cut:
    """Return all that an issued pack was made from: made again from it, it has the same bytes."""
    earlier = [pack for pack in versions_of(connection, slot) if pack.version < row.version]
    return replacing(connection, cut_of(connection, row), earlier)


def cut_known_at(slot: PackSlot, *, on: date, load_no: int) -> Cut:
    """Return the cut of the pack about a day as known at a load: that of the one issued, if one was.

    Packs that were made of later loads are as if they had never been.
    """
    with reading(slot.engine) as connection:
        known = [pack for pack in versions_of(connection, slot) if pack.load_no <= load_no]
        for row in reversed(known):
            if (row.on_day, row.load_no) == (on, load_no):
                return recorded_cut(connection, slot, row)
        before = pack_before(connection, *slot.key, load_no=load_no)
        cut = Cut(_asking(slot.profile, on, load_no), None, before)
        return replacing(connection, cut, known)


def versions_of(connection: Connection, slot: PackSlot) -> list[PackRow]:
    """Return every version of a pack, the first one first."""
    return versions_on_record(connection, *slot.key)


def in_force_of(connection: Connection, versions: list[PackRow]) -> PackRow | None:
    """Return the last of a pack's versions, unless there is none or a person withdrew it."""
    if not versions:
        return None
    is_withdrawn = key_of(versions[-1]) in withdrawals(connection, versions[-1].authority)
    return None if is_withdrawn else versions[-1]


def _asking(profile: Profile, on: date, load_no: int) -> Asking:
    return Asking(profile.name, on, load_no, rules_digest(), profile.thresholds_digest())
