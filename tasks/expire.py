"""What the profile says need not be kept any longer, removed: an erasure without a name."""

from datetime import date

from sqlalchemy import Connection

from commissioning.dates import months_before
from commissioning.errors import RequestError
from commissioning.profile import Profile
from models.erasure import Erasure
from models.metadata import table_of
from models.store.engine import publishing, reading
from models.store.erasure import next_erasure_no
from models.store.expiry import Expired, expired, remove_expired
from models.store.known import latest_load_no
from models.store.rows import insert_rows
from tasks.deliver import write_whole
from tasks.erase import Archive, Grounds, finish_erasures, nobody_at_work


def foresee_expired(archive: Archive, on: date) -> Expired:
    """Return what is older on a day than the profile keeps it.

    Raises RequestError where the profile keeps everything.
    """
    with reading(archive.engine) as connection:
        return _expired(connection, archive.profile, on)


def expire(archive: Archive, grounds: Grounds) -> Expired:
    """Remove what is old on the day of the grounds, and record that and why; killed, the next start goes on."""
    profile = archive.profile
    with nobody_at_work(archive.engine, profile.name):
        write_whole(archive.unfinished, b"")
        with publishing(archive.engine) as connection:
            found = _expired(connection, profile, grounds.on)
            number = next_erasure_no(connection, profile.name)
            before = _before(grounds.on, profile.retention.returns_months)
            if found.snapshots or found.rows:
                remove_expired(connection, profile.name, number, found, before)
                row = Erasure(
                    authority=profile.name,
                    erasure_no=number,
                    name_digest="",
                    words=0,
                    after_load=latest_load_no(connection, profile.name),
                    erased_on=grounds.on,
                    authority_reference=grounds.authority_reference,
                    reason=grounds.reason,
                )
                insert_rows(connection, table_of(Erasure), [row.model_dump()])
        finish_erasures(archive)
    return found


def _expired(connection: Connection, profile: Profile, on: date) -> Expired:
    kept = profile.retention
    if kept.snapshots_months is None and kept.returns_months is None:
        raise RequestError(
            f"{profile.name} keeps everything; say how long in [retention] of its profile."
        )
    return expired(
        connection,
        profile.name,
        snapshots_before=_before(on, kept.snapshots_months),
        returns_before=_before(on, kept.returns_months),
    )


def _before(on: date, months: int | None) -> date | None:
    return None if months is None else months_before(on, months)
