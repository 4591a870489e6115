"""Publish a staged load: one transaction in which everything of it becomes visible, or nothing."""

import hashlib
import json
import time
from datetime import date

import pandas as pd
from sqlalchemy import Connection, Engine, func, select

from models.ledger import BEFORE_EDITIONS, Load, Stoppage
from models.metadata import table_of
from models.quarantine import CheckResult, Finding, QuarantinedRow
from models.snapshot import Snapshot
from models.store.agreements import publish_agreements, publish_extensions
from models.store.arrival import Arrival, Publication, Slot
from models.store.engine import publishing
from models.store.erased_files import keep_again
from models.store.erased_frames import erased_names, without_erased
from models.store.errors import ConnectionLost, LeaseLost
from models.store.keyed_facts import publish_keyed
from models.store.lease import Lease
from models.store.listing import ReadAgain
from models.store.payments import publish_payments
from models.store.quarantine import close_rows
from models.store.rows import insert_frame, insert_rows
from models.store.standing import ROLLBACK, loads_of_source

PAUSES = (1.0, 5.0, 30.0)  # a database that is started again is back within these seconds

# Columns that the chain of older loads does not cover, with what those loads hold in them.
SINCE_0002 = {
    **{"file": "", "adapter": "", "loaded_on": date(1, 1, 1), "corrects": None},
    "reason": "",
}


def latest_load(connection: Connection, slot: Slot | tuple[str, str, str, str]) -> Load | None:
    """Return the slot's latest load, undone or not, or None before its first."""
    authority, feed, source, name = (
        (slot.authority, slot.feed, slot.source, slot.slot) if isinstance(slot, Slot) else slot
    )
    row = connection.execute(
        select(Load)
        .where(
            Load.authority == authority, Load.feed == feed, Load.source == source, Load.slot == name
        )
        .order_by(Load.slot_seq.desc())
        .limit(1)
    ).one_or_none()
    return Load(**row._mapping) if row else None


def load_numbered(connection: Connection, authority: str, load_no: int) -> Load | None:
    """Return a load of an authority by its number, or None where it has none of that number."""
    if not 0 < load_no < next_load(connection, authority)[0]:  # no database holds every number
        return None
    row = connection.execute(
        select(Load).where(Load.authority == authority, Load.load_no == load_no)
    ).one()
    return Load(**row._mapping)


def publish(engine: Engine, arrival: Arrival, lease: Lease, read_again: ReadAgain) -> Load:
    """Store a staged load and its ledger row in one transaction, and return the ledger row.

    ``read_again`` reads the files of later editions, where this one came late.

    Where the connection is lost it is done again, unless the load turns out to have been committed.

    Raises LeaseLost when another run took the lease over, or published to the slot meanwhile.
    """
    for seconds in PAUSES:
        try:
            return _publish(engine, arrival, lease, read_again)
        except ConnectionLost:
            time.sleep(seconds)
    return _publish(engine, arrival, lease, read_again)


def _publish(engine: Engine, arrival: Arrival, lease: Lease, read_again: ReadAgain) -> Load:
    with publishing(engine) as connection:
        lease.must_hold(connection)
        previous = latest_load(connection, arrival.slot)
        if previous is not None and _is_it(previous, arrival):
            return previous
        if (previous.slot_seq if previous else 0) != arrival.slot.seq:
            raise LeaseLost(
                f"Another run has loaded {arrival.slot.slot} of {arrival.slot.source} meanwhile; "
                "nothing was stored: run it again."
            )
        _insert_snapshot(connection, arrival)
        arrival = without_erased(connection, arrival)
        edition_on = arrival.edition.edition_on or _latest_edition(connection, arrival.slot)
        load_no, prev_hash = next_load(connection, arrival.slot.authority)
        load = _ledger_row(arrival, load_no, edition_on, prev_hash)
        publication = Publication(
            connection,
            arrival.slot,
            arrival.edition.snapshot,
            load_no,
            edition_on,
            arrival.edition.complete,
            tuple(loads_of_source(connection, arrival.slot)),
            read_again,
            arrival.refused,
        )
        insert_rows(connection, table_of(Load), [load.model_dump()])
        versions = _publish_feeds(publication, arrival, load)
        count_versions(connection, load, versions)
        _insert_quality(connection, arrival, load_no)
        if load.corrects is not None:
            close_rows(connection, load.authority, load.corrects, arrival.closes, load_no=load_no)
        return load.model_copy(update={"versions": versions})


def _is_it(latest: Load, arrival: Arrival) -> bool:
    """Tell the load that is being published: its COMMIT was done, and the answer was lost.

    Nobody else can have published it, because we hold the lease.
    """
    is_next = latest.slot_seq == arrival.slot.seq + 1
    return is_next and latest.digest == arrival.digest


def record_stoppage(
    engine: Engine, slot: Slot, sentence: str, *, refused_on: date | None = None
) -> None:
    """Remember that the slot's next file was refused, so that what rests on the last is marked stale.

    ``refused_on`` is the day of the run that refused it.
    """
    table = table_of(Stoppage)
    key = {
        "authority": slot.authority,
        "source": slot.source,
        "slot": slot.slot,
        "slot_seq": slot.seq + 1,
    }
    with publishing(engine) as connection:
        names = erased_names(connection, slot.authority)
        sentence = names.without(sentence) if names else sentence
        key["after_load"] = next_load(connection, slot.authority)[0] - 1
        same = [table.c[name] == value for name, value in key.items()]
        connection.execute(table.delete().where(*same))
        insert_rows(connection, table, [{**key, "sentence": sentence, "refused_on": refused_on}])


def withdraw_stoppage(engine: Engine, slot: Slot) -> None:
    """Count a refusal in the slot no longer: the publisher gives the last good file again."""
    table = table_of(Stoppage)
    with publishing(engine) as connection:
        connection.execute(
            table.update()
            .where(
                table.c.authority == slot.authority,
                table.c.source == slot.source,
                table.c.slot == slot.slot,
                table.c.slot_seq > slot.seq,
                table.c.withdrawn_after.is_(None),
            )
            .values(withdrawn_after=next_load(connection, slot.authority)[0] - 1)
        )


def _publish_feeds(publication: Publication, arrival: Arrival, load: Load) -> int:
    written = 0
    row_ids = pd.Series(dtype="int64")
    for feed in arrival.feeds:
        frames = arrival.frames(feed)
        if feed == "payments":
            written += publish_payments(publication, load, lambda: arrival.frames("payments"))
        elif feed == "agreements":
            count, row_ids = publish_agreements(publication, frames, parts=arrival.parts)
            written += count
        elif feed == "extensions" and feed != publication.slot.feed:
            written += publish_extensions(
                publication, pd.concat(frames, ignore_index=True), row_ids
            )
        else:
            written += publish_keyed(publication, feed, frames)
    return written


def _insert_snapshot(connection: Connection, arrival: Arrival) -> None:
    slot, edition = arrival.slot, arrival.edition
    known = connection.execute(
        select(Snapshot.erased_by).where(
            Snapshot.authority == slot.authority, Snapshot.digest == edition.snapshot
        )
    ).first()
    if known is not None and known.erased_by is not None:
        keep_again(connection, slot.authority, edition.snapshot)
    if known is None:
        row = Snapshot(
            authority=slot.authority,
            digest=edition.snapshot,
            source=slot.source,
            slot=slot.slot,
            edition_on=edition.edition_on,
            path=edition.path,
            size=edition.size,
        )
        insert_rows(connection, table_of(Snapshot), [row.model_dump()])


def count_versions(connection: Connection, load: Load, versions: int) -> None:
    """Note in a load's row how many versions it stored."""
    connection.execute(
        table_of(Load)
        .update()
        .where(Load.authority == load.authority, Load.load_no == load.load_no)
        .values(versions=versions)
    )


def next_load(connection: Connection, authority: str) -> tuple[int, str]:
    """Return the next load number and the hash it is chained to."""
    last = connection.execute(
        select(Load.load_no, Load.hash)
        .where(Load.authority == authority)
        .order_by(Load.load_no.desc())
        .limit(1)
    ).one_or_none()
    return (last.load_no + 1, last.hash) if last else (1, "")


def _latest_edition(connection: Connection, slot: Slot) -> date:
    """Return the edition of a file that says none: as late as the latest the slot has had."""
    latest = connection.execute(
        select(func.max(Load.edition_on)).where(
            Load.authority == slot.authority,
            Load.feed == slot.feed,
            Load.source == slot.source,
            Load.slot == slot.slot,
            Load.kind != ROLLBACK,
            Load.undone_by.is_(None),
        )
    ).scalar_one()
    return latest or BEFORE_EDITIONS


def _ledger_row(arrival: Arrival, load_no: int, edition_on: date, prev_hash: str) -> Load:
    slot, edition, counts = arrival.slot, arrival.edition, arrival.counts
    load = Load(
        authority=slot.authority,
        load_no=load_no,
        kind="load" if edition.corrects is None else "correction",
        is_by_hand=edition.is_by_hand,
        feed=slot.feed,
        source=slot.source,
        slot=slot.slot,
        slot_seq=slot.seq + 1,
        edition_on=edition_on,
        complete=edition.complete,
        snapshot=edition.snapshot,
        file=edition.file,
        adapter=edition.adapter,
        loaded_on=edition.loaded_on,
        corrects=edition.corrects,
        digest=arrival.digest,
        columns=json.dumps(arrival.columns, ensure_ascii=False),
        feeds=json.dumps(sorted({slot.feed, *arrival.feeds})),
        rows_in=counts.rows_in,
        rows_loaded=counts.rows_loaded,
        rows_set_aside=counts.rows_set_aside,
        rows_not_data=counts.rows_not_data,
        pence_in=counts.pence_in,
        pence_loaded=counts.pence_loaded,
        pence_set_aside=counts.pence_set_aside,
        versions=0,
        prev_hash=prev_hash,
        hash="",
    )
    return load.model_copy(update={"hash": chain_hash(load)})


def chain_hash(load: Load) -> str:
    """Return the hash that chains a load's digest and counts to the load before it."""
    left_out = {"hash", "undone_by", "versions"}
    values = {name: str(getattr(load, name)) for name in Load.model_fields}
    content = {
        name: value
        for name, value in values.items()
        if name not in left_out and (name not in SINCE_0002 or value != str(SINCE_0002[name]))
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _insert_quality(connection: Connection, arrival: Arrival, load_no: int) -> None:
    for model, frame in (
        (QuarantinedRow, arrival.set_aside),
        (Finding, arrival.findings),
        (CheckResult, arrival.checks),
    ):
        rows = frame.assign(authority=arrival.slot.authority, load_no=load_no)
        insert_frame(connection, table_of(model), rows)
