"""The needs profile of one period: made, and issued if it says anything new."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from models.pack import Pack as PackRow
from models.store.engine import reading
from models.store.known import latest_load_no
from models.store.lease import Lease
from tasks.cuts import in_force_of, versions_of
from tasks.issue import issue_version, restore
from tasks.need_profile import NeedCut, render_profile, replacing
from tasks.slots import PackSlot

NO_RULE_ASKED = 0


def issue_profile(slot: PackSlot, *, on: date, lease: Lease, dry_run: bool = False) -> PackRow:
    """Make the needs profile and return its row; one that says what the last version says is not issued.

    A run on a later day of the period that has learnt nothing new leaves the version of the earlier day.
    A ``dry_run`` returns the row that would be issued.
    """
    restore(slot.profile, slot.engine, slot.folder, slot.period.slug)
    with reading(slot.engine) as connection:
        versions = versions_of(connection, slot)
        in_force = in_force_of(connection, versions)
        load_no = latest_load_no(connection, slot.profile.name)
    cut = NeedCut(on, load_no)
    if in_force:
        as_latest = replacing(replace(cut, on=in_force.on_day), versions[:-1])
        same = render_profile(slot, as_latest)
        if sha256(same.html).hexdigest() == in_force.digest:
            return in_force
    return issue_version(
        slot,
        render_profile(slot, replacing(cut, versions)),
        version=len(versions) + 1,
        on=on,
        load_no=load_no,
        judgement_no=NO_RULE_ASKED,
        lease=lease,
        dry_run=dry_run,
    )
