"""The packs of one period: made, issued where they are new, and listed where people look for them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine

from commissioning.errors import FORESEEN, CommissioningError, Unforeseen, let_go, out_of_room
from commissioning.memory import give_back_memory
from commissioning.packs.audiences import audience_named
from commissioning.packs.forms.forms import forms_of
from commissioning.packs.inputs import Pack, PackInputs
from commissioning.profile import Profile
from models.pack import Pack as PackRow
from models.store.engine import publishing, reading
from models.store.errors import AlreadyRunning, StoreError
from models.store.lease import Lease, lease
from models.store.packs import packs_of, packs_on_record, record_made_of
from tasks.cuts import (
    cut_known_at,
    cut_now,
    in_force_of,
    recorded_cut,
    replacing,
    versions_of,
)
from tasks.deliver import (
    complete_issue,
    deliver,
    deliver_again,
    half_issued,
    sweep,
    write_whole,
)
from tasks.distribute import owed_to
from tasks.gather import Gathered
from tasks.judge import Asked
from tasks.need_profile import profile_known_at, recorded_profile, render_profile
from tasks.pack_indexes import recorded_period
from tasks.render import inputs_of, made, render
from tasks.slots import PackSlot
from tasks.step import flow_log, step

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Issued:
    """The packs of a run, and why each of the others could not be made, by the slug of its scope."""

    packs: tuple[PackRow, ...]
    failed: dict[str, CommissioningError]


@step
def issue_packs(
    slots: Sequence[PackSlot],
    asked: Asked,
    gathered: Gathered,
    *,
    lease: Lease,
    dry_run: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> Issued:
    """Issue the packs one after the other; one that cannot be made does not stop the others.

    A ``dry_run`` makes them and issues none.
    """
    packs: list[PackRow] = []
    failed: dict[str, CommissioningError] = {}
    for done, slot in enumerate(slots):
        progress(done, len(slots))
        try:
            packs.append(issue_pack(slot, asked, gathered, lease=lease, dry_run=dry_run))
        except CommissioningError as error:
            failed[slot.scope] = error
        except StoreError:
            raise
        except Exception as fault:
            if full := out_of_room(fault):
                raise full from fault
            if len(slots) == 1:
                raise
            failed[slot.scope] = Unforeseen("the pack", fault)
            failed[slot.scope].__cause__ = fault
        if error := failed.get(slot.scope):
            let_go(error)
        lease.renew()
        give_back_memory()
    progress(len(slots), len(slots))
    return Issued(tuple(packs), failed)


def issue_pack(
    slot: PackSlot,
    asked: Asked,
    gathered: Gathered,
    *,
    lease: Lease,
    dry_run: bool = False,
) -> PackRow:
    """Make the pack and return its row; the very same bytes as the last version are not issued again.

    What would be made of the same as the last version is not made at all. One that differs is the next
    version: it says what changed since the one it replaces. So is one whose last version a person withdrew.
    A ``dry_run`` returns the row that would be issued.
    """
    with reading(slot.engine) as connection:
        versions = versions_of(connection, slot)
        cut = cut_now(connection, slot, asked)
        as_latest = replacing(connection, cut, versions[:-1])
        as_next = replacing(connection, cut, versions)
        in_force = in_force_of(connection, versions)
    if in_force and _is_the_same(
        inputs_of(slot, gathered, as_latest), in_force, gathered, dry_run=dry_run
    ):
        return in_force
    inputs = inputs_of(slot, gathered, as_next)
    return issue_version(
        slot,
        made(inputs),
        version=len(versions) + 1,
        on=asked.asking.on,
        load_no=asked.asking.load_no,
        judgement_no=asked.judgement_no,
        before=cut.before,
        made_of=gathered.made_of.digest(inputs),
        lease=lease,
        dry_run=dry_run,
    )


def _is_the_same(inputs: PackInputs, issued: PackRow, gathered: Gathered, *, dry_run: bool) -> bool:
    """Return whether a pack made of those inputs has the bytes of the one issued.

    Where other inputs, or another version of ours, make the same bytes, that is kept: it is not made again.
    """
    made_of = gathered.made_of.digest(inputs)
    if made_of == issued.made_of:
        return True
    is_same = sha256(made(inputs).html).hexdigest() == issued.digest
    if is_same and not dry_run:
        with publishing(gathered.engine) as connection:
            record_made_of(connection, issued, made_of)
    return is_same


def issue_version(
    slot: PackSlot,
    pack: Pack,
    *,
    version: int,
    on: date,
    load_no: int,
    judgement_no: int,
    before: PackRow | None = None,
    made_of: str | None = None,
    lease: Lease,
    dry_run: bool,
) -> PackRow:
    """Issue a pack as a new version and return its row; ``before`` is the pack it compares itself with.

    ``made_of`` is the digest by which a later run knows that it would make the same. A ``dry_run`` returns the row and issues nothing.
    """
    authority, period, audience, scope = slot.key
    forms = forms_of(pack, stem=slot.stem(version), on=on)
    row = PackRow(
        authority=authority,
        period=period,
        audience=audience,
        scope=scope,
        version=version,
        title=slot.profile.title,
        period_label=slot.period.label,
        starts_on=slot.period.starts_on,
        ends_on=slot.period.ends_on,
        on_day=on,
        load_no=load_no,
        judgement_no=judgement_no,
        previous_period=before.period if before else None,
        previous_version=before.version if before else None,
        digest=sha256(pack.html).hexdigest(),
        forms_digest=forms.digest,
        made_of=made_of,
        path=f"{authority}/{period}/{slot.stem(version)}.html",
        headline=pack.headline,
    )
    if not dry_run:
        targets = owed_to(slot.profile, row)
        deliver(pack.html, forms, row, targets, folder=slot.folder, lease=lease)
    return row


def restore_half_issued(profile: Profile, engine: Engine, folder: Path) -> None:
    """Finish what killed runs left of any period; one that another run works on is left to that run."""
    for period in left_half_issued(profile, engine, folder):
        with suppress(AlreadyRunning), lease(engine, profile.name, f"pack {period}"):
            restore(profile, engine, folder, period)


def left_half_issued(profile: Profile, engine: Engine, folder: Path) -> list[str]:
    """Return the periods of which killed runs left something to finish."""
    with reading(engine) as connection:
        rows = [row for row in packs_on_record(connection, profile.name) if not row.erased_by]
    return sorted(half_issued(rows, profile.name, folder))


def restore(profile: Profile, engine: Engine, folder: Path, period: str) -> None:
    """Finish what a killed run left of a period: files get their names, lost ones are made again.

    One that cannot be made again is a warning. The caller holds the lease on the period.
    """
    with reading(engine) as connection:
        rows = [row for row in packs_of(connection, profile.name, period) if not row.erased_by]
    gathered = Gathered(profile, engine)
    for lost in complete_issue(rows, folder):
        slot = PackSlot(profile, engine, folder, recorded_period(lost), lost.audience, lost.scope)
        try:
            _make_again(slot, gathered, lost)
        except FORESEEN as problem:
            flow_log().warning(
                "%s has lost files that cannot be made again: %s", lost.path, problem
            )
    sweep(profile.name, period, folder)


def _make_again(slot: PackSlot, gathered: Gathered, row: PackRow) -> None:
    """Write lost files again from the recorded cut: those of which this version still makes the same bytes."""
    again = _recorded(slot, gathered, row)
    if sha256(again.html).hexdigest() == row.digest:
        forms = forms_of(again, stem=slot.stem(row.version), on=row.on_day)
        recorded = forms if forms.digest == row.forms_digest else None
        deliver_again(again.html, recorded, row, folder=slot.folder)


def _recorded(slot: PackSlot, gathered: Gathered, row: PackRow) -> Pack:
    if audience_named(row.audience).asks_rules:
        with reading(slot.engine) as connection:
            cut = recorded_cut(connection, slot, row)
        return render(slot, gathered, cut)
    with reading(slot.engine) as connection:
        versions = versions_of(connection, slot)
    return render_profile(slot, recorded_profile(row, versions))


def write_as_known(
    slot: PackSlot, gathered: Gathered, *, on: date, load_no: int, output: Path
) -> str:
    """Write the pack about a day as known at a load to a file; return the digest of its bytes.

    Nothing is issued or kept. Where a pack was issued of that day and load, these are its bytes.
    """
    pack = _as_known(slot, gathered, on, load_no)
    write_whole(output, pack.html)
    return sha256(pack.html).hexdigest()


def _as_known(slot: PackSlot, gathered: Gathered, on: date, load_no: int) -> Pack:
    if audience_named(slot.audience).asks_rules:
        cut = cut_known_at(slot, on=on, load_no=load_no)
        return render(slot, gathered, cut)
    with reading(slot.engine) as connection:
        versions = versions_of(connection, slot)
    return render_profile(slot, profile_known_at(versions, on=on, load_no=load_no))
