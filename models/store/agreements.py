"""Agreements and their extensions: who each is, then versions of what changed."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import chain

import pandas as pd
from sqlalchemy import Connection, select

from models.agreement import AgreementNow, AgreementProvider
from models.ledger import Load
from models.metadata import table_of
from models.names import folded, one_by_one
from models.store.arrival import Publication
from models.store.hashing import number_of
from models.store.identities import (
    AGREEMENTS,
    KEYS,
    identify,
    known_identities,
    of_source,
    recall,
)
from models.store.keyed import KEYED
from models.store.listing import Listed
from models.store.pages import keep_size
from models.store.releases import agreements_told_anew, as_merged, tells_of_processes
from models.store.replay import Replay
from models.store.rows import insert_frame, read_frame
from models.store.versions import Versioned, VersionWriter, known_at

EXTENSIONS = KEYED["extensions"]

_now = table_of(AgreementNow)
_provider = table_of(AgreementProvider)
_version = AGREEMENTS.table


def publish_agreements(
    publication: Publication, frames: Iterable[pd.DataFrame], *, parts: bool
) -> tuple[int, pd.Series]:
    """Store the agreements of a file; return the versions written and ``row_no`` -> ``agreement_id``.

    ``parts`` tells whether rows that share a reference are parts of it. Of a contracting process that the
    file tells more of, the frames have every agreement: those not there came to nothing.
    """
    listed = iter(frames)
    first = next(listed)
    is_merged = KEYS in first
    if is_merged:
        publication = as_merged(publication)
    writer, replay = _of_agreements(publication)
    every: Iterable[pd.DataFrame] = chain([first], listed)
    del first  # else it is held until the last is stored
    if parts:  # one is told from another by all that share its reference
        every = [pd.concat(every, ignore_index=True)]
    ids = []
    for frame in every:
        identified = identify(publication, frame, parts=parts)
        ids.append(identified.set_index("row_no")["agreement_id"])
        facts = identified.drop(columns="reference").assign(
            authority=publication.slot.authority, snapshot=publication.snapshot
        )
        writer.write(facts)
        del frame, identified, facts  # else two of each are held while the next is read
    writer.spare(_refused_ids(publication))
    if is_merged:
        writer.retract_absent(agreements_told_anew(publication))
    if publication.complete:
        writer.retract_absent()
    replay.after_late_file()
    refresh_now(
        publication.connection,
        publication.slot.authority,
        touched_since=publication.load_no,
        load_no=publication.load_no,
    )
    return writer.written, pd.concat(ids)


def restore_agreements(publication: Publication, undone: Load) -> int:
    """Bring the agreements to what they are without a load; return the versions written."""
    if tells_of_processes(publication):
        publication = as_merged(publication)
        [undone] = [load for load in publication.history if load.load_no == undone.load_no]
    writer, replay = _of_agreements(publication)
    replay.after_rollback(undone)
    refresh_now(
        publication.connection,
        publication.slot.authority,
        touched_since=undone.load_no,
        load_no=publication.load_no,
    )
    return writer.written


def publish_extensions(publication: Publication, frame: pd.DataFrame, ids: pd.Series) -> int:
    """Store the extensions that a register lists beside its agreements; return the versions written."""
    source = publication.slot.source
    agreement_id = frame["row_no"].map(ids).astype("int64")
    facts = frame.drop(columns=["reference"]).assign(
        agreement_id=agreement_id,
        key_hash=_extension_keys(frame, agreement_id, source),
        authority=publication.slot.authority,
        source=source,
        snapshot=publication.snapshot,
    )
    writer, replay = _of_extensions(publication)
    writer.write(facts)
    writer.spare(_extensions_of(publication, _refused_ids(publication)))
    if publication.complete:
        writer.retract_absent()
    replay.after_late_file()
    return writer.written


def restore_extensions(publication: Publication, undone: Load) -> int:
    """Bring a register's extensions to what they are without a load; return the versions written."""
    writer, replay = _of_extensions(publication)
    replay.after_rollback(undone)
    return writer.written


def _extension_keys(frame: pd.DataFrame, agreement_id: pd.Series, source: str) -> pd.Series:
    ends = frame["new_ends_on"].dt.strftime("%Y-%m-%d").fillna("")
    keys = [number_of(f"{source}|{i}|{e}") for i, e in zip(agreement_id, ends, strict=True)]
    return pd.Series(keys, index=frame.index, dtype="int64")


def _of_agreements(publication: Publication) -> tuple[VersionWriter, Replay]:
    where = (_version.c.authority == publication.slot.authority, of_source(publication))

    def beside(versions: pd.DataFrame) -> None:
        _insert_providers(publication.connection, versions)

    def listed(load: Load) -> Listed:
        past, ids = _listed_agreements(publication, load)
        return Listed(pd.Index(ids), _refused_ids(past))

    return _writing(publication, AGREEMENTS, where, "agreements", listed, beside)


def _of_extensions(publication: Publication) -> tuple[VersionWriter, Replay]:
    table, slot = EXTENSIONS.table, publication.slot
    where = (table.c.authority == slot.authority, table.c.source == slot.source)

    def listed(load: Load) -> Listed:
        past, ids = _listed_agreements(publication, load)
        frame = pd.concat(publication.read_again(load).frames("extensions"), ignore_index=True)
        agreement_id = frame["row_no"].map(ids)
        told = agreement_id.notna()
        keys = _extension_keys(frame[told], agreement_id[told], slot.source)
        return Listed(pd.Index(keys), _extensions_of(past, _refused_ids(past)))

    return _writing(publication, EXTENSIONS, where, "extensions", listed)


def _writing(
    publication: Publication,
    versioned: Versioned,
    where: tuple,
    feed: str,
    listed: Callable[[Load], Listed],
    beside: Callable[[pd.DataFrame], None] = lambda _versions: None,
) -> tuple[VersionWriter, Replay]:
    writer = VersionWriter(
        publication.connection,
        versioned,
        where,
        load_no=publication.load_no,
        edition_on=publication.edition_on,
        beside=beside,
    )
    return writer, Replay(writer, publication.history, feed, listed)


def _listed_agreements(publication: Publication, load: Load) -> tuple[Publication, pd.Series]:
    """Return an earlier load as it was published, and ``row_no`` -> ``agreement_id`` of its file."""
    listing = publication.read_again(load)
    past = replace(
        publication,
        snapshot=load.snapshot,
        load_no=load.load_no,
        edition_on=load.edition_on,
        complete=load.complete,
        refused=listing.refused,
    )
    frame = pd.concat(listing.frames("agreements"), ignore_index=True)
    ids = recall(past, frame, parts=listing.parts).set_axis(frame["row_no"])
    return past, ids.dropna()


def _refused_ids(publication: Publication) -> pd.Index:
    """Return the agreements, or all parts of a reference, that the file lists in rows set aside."""
    if not any(isinstance(name, str) for name in publication.refused):
        return pd.Index([], dtype="int64")  # they are not of agreements
    known = known_identities(publication)
    return pd.Index(known.loc[known["reference"].isin(publication.refused), "agreement_id"])


def _extensions_of(publication: Publication, agreement_ids: pd.Index) -> pd.Index:
    table = EXTENSIONS.table
    statement = select(table.c.key_hash, table.c.agreement_id).where(
        table.c.authority == publication.slot.authority, table.c.source == publication.slot.source
    )
    known = read_frame(publication.connection, statement)
    return pd.Index(known.loc[known["agreement_id"].isin(agreement_ids), "key_hash"].unique())


def _insert_providers(connection: Connection, versions: pd.DataFrame) -> None:
    """Store each provider of each version: several are divided by ``;``, as their identifiers are."""
    named = versions[versions["provider_name"].notna()]
    columns = zip(
        named["version_no"], named["provider_name"], named["provider_org_id"], strict=True
    )
    each = pd.DataFrame(
        [
            (version_no, identifier, name)
            for version_no, names, identifiers in columns
            for name, identifier in one_by_one(names, identifiers)
        ],
        columns=["version_no", "provider_key", "provider_name"],
    ).astype({"provider_key": "str", "provider_name": "str"})
    each["provider_key"] = each["provider_key"].fillna(folded(each["provider_name"]))
    insert_frame(connection, _provider, each.drop_duplicates(["version_no", "provider_key"]))


def refresh_now(
    connection: Connection, authority: str, *, touched_since: int, load_no: int
) -> None:
    """Point the current register at the versions in force, for agreements touched since a load."""
    touched = select(_version.c.agreement_id).where(
        _version.c.authority == authority, _version.c.known_from >= touched_since
    )
    where = (_version.c.authority == authority, _version.c.agreement_id.in_(touched))
    version = known_at(AGREEMENTS, where, load_no=load_no, day=date.max).subquery()
    columns = ["authority", "agreement_id", "version_no"]
    in_force = select(*(version.c[name] for name in columns)).where(~version.c.retracted)
    connection.execute(
        _now.delete().where(_now.c.authority == authority, _now.c.agreement_id.in_(touched))
    )
    # From table to table: a million of them need not be rows here in between.
    connection.execute(_now.insert().from_select(columns, in_force.order_by("agreement_id")))
    keep_size(connection, authority, load_no=load_no)
