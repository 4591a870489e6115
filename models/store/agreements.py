"""Agreements: identities that are never renumbered, then versions of what changed."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection, func, select

from models.agreement import (
    Agreement,
    AgreementKey,
    AgreementNow,
    AgreementProvider,
    AgreementVersion,
)
from models.extension import ExtensionVersion
from models.metadata import table_of
from models.store.arrival import Slot
from models.store.hashing import number_of
from models.store.rows import insert_frame, read_frame
from models.store.versions import Versioned, VersionWriter, state_at

AGREEMENTS = Versioned(AgreementVersion, "agreement_id")
EXTENSIONS = Versioned(ExtensionVersion, "key_hash")

_identity = table_of(Agreement)
_key = table_of(AgreementKey)
_now = table_of(AgreementNow)
_provider = table_of(AgreementProvider)
_version = AGREEMENTS.table

PART_ORDER = ["title", "provider_name", "starts_on", "value_pence", "row_no"]


@dataclass(frozen=True)
class Publication:
    """The load that publishes, as every table of it needs it."""

    connection: Connection
    slot: Slot
    snapshot: str
    load_no: int
    edition_on: date
    later_on: date | None
    complete: bool


def publish_agreements(
    publication: Publication, frame: pd.DataFrame, *, parts: bool
) -> tuple[int, pd.Series]:
    """Store the agreements of a file; return the versions written and ``row_no`` -> ``agreement_id``.

    With ``parts``, the rows that share a reference are parts of it and each is kept; otherwise the
    reference alone tells agreements apart.
    """
    identified = _identify(publication, _with_natural_keys(frame, parts=parts))
    ids = identified.set_index("row_no")["agreement_id"]
    writer = _writer(
        publication,
        AGREEMENTS,
        (_version.c.authority == publication.slot.authority, _of_source(publication)),
    )
    facts = identified.drop(columns=["reference", "natural_key"]).assign(
        authority=publication.slot.authority, snapshot=publication.snapshot
    )
    stored = writer.write(facts)
    _insert_providers(publication.connection, stored)
    if publication.complete:
        writer.retract_absent()
    writer.restate_later()
    refresh_now(publication.connection, publication.slot.authority, since_load=publication.load_no)
    return writer.written, ids


def publish_extensions(publication: Publication, frame: pd.DataFrame, ids: pd.Series) -> int:
    """Store the extensions that a register lists beside its agreements; return the versions written."""
    agreement_id = frame["row_no"].map(ids).astype("int64")
    ends = frame["new_ends_on"].dt.strftime("%Y-%m-%d").fillna("")
    source = publication.slot.source
    key_hash = [number_of(f"{source}|{i}|{e}") for i, e in zip(agreement_id, ends, strict=True)]
    facts = frame.drop(columns=["reference"]).assign(
        agreement_id=agreement_id,
        key_hash=pd.Series(key_hash, index=frame.index, dtype="int64"),
        authority=publication.slot.authority,
        source=source,
        snapshot=publication.snapshot,
    )
    table = EXTENSIONS.table
    where = (table.c.authority == publication.slot.authority, table.c.source == source)
    writer = _writer(publication, EXTENSIONS, where)
    writer.write(facts)
    if publication.complete:
        writer.retract_absent()
    writer.restate_later()
    return writer.written


def _writer(publication: Publication, versioned: Versioned, where: tuple) -> VersionWriter:
    return VersionWriter(
        publication.connection,
        versioned,
        where,
        load_no=publication.load_no,
        edition_on=publication.edition_on,
        later_on=publication.later_on,
    )


def _of_source(publication: Publication):
    return _version.c.agreement_id.in_(
        select(_identity.c.agreement_id).where(
            _identity.c.authority == publication.slot.authority,
            _identity.c.source == publication.slot.source,
        )
    )


def _with_natural_keys(frame: pd.DataFrame, *, parts: bool) -> pd.DataFrame:
    """Add ``natural_key``; parts that nothing else tells apart are counted in the order of ``PART_ORDER``."""
    if not parts:
        return frame.assign(natural_key=frame["reference"])
    ordered = frame.sort_values(["reference", *PART_ORDER], kind="stable", na_position="last")
    starts = ordered["starts_on"].dt.strftime("%Y-%m-%d").fillna("")
    words = [
        ordered["reference"],
        ordered["provider_name"].fillna(""),
        ordered["title"].fillna(""),
        starts,
    ]
    stem = words[0].str.cat(words[1:], sep="|")
    nth = (ordered.groupby(stem).cumcount() + 1).astype("str")
    return ordered.assign(natural_key=stem.str.cat(nth, sep="|"))


def _identify(publication: Publication, frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``agreement_id``: known by its key, recognised under a new key, or new."""
    slot, connection = publication.slot, publication.connection
    of_source = (_key.c.authority == slot.authority, _key.c.source == slot.source)
    keys = read_frame(connection, select(_key.c.natural_key, _key.c.agreement_id).where(*of_source))
    ids = frame["natural_key"].map(keys.set_index("natural_key")["agreement_id"]).astype("Int64")
    unmatched = frame[ids.isna()]
    if len(unmatched) and len(keys):
        ids = ids.fillna(_recognise(publication, unmatched, matched=set(ids.dropna())))
    new = frame[ids.isna()]
    new_ids = pd.Series(
        [number_of(f"{slot.source}|{key}") for key in new["natural_key"]],
        index=new.index,
        dtype="Int64",
    )
    _insert_identities(publication, new.assign(agreement_id=new_ids))
    identified = frame.assign(agreement_id=ids.fillna(new_ids).astype("int64"))
    fresh_keys = identified[~identified["natural_key"].isin(keys["natural_key"])]
    insert_frame(
        connection,
        _key,
        fresh_keys[["natural_key", "agreement_id"]].assign(
            authority=slot.authority, source=slot.source, load_no=publication.load_no
        ),
    )
    return identified


def _recognise(
    publication: Publication, unmatched: pd.DataFrame, *, matched: set[int]
) -> pd.Series:
    """Return ids for rows that are, under a new key, the one agreement their reference has lost."""
    slot, connection = publication.slot, publication.connection
    named = read_frame(
        connection,
        select(_identity.c.agreement_id, _identity.c.reference).where(
            _identity.c.authority == slot.authority,
            _identity.c.source == slot.source,
        ),
    )
    state = state_at(
        connection,
        AGREEMENTS,
        (_version.c.authority == slot.authority, _of_source(publication)),
        load_no=publication.load_no,
        day=publication.edition_on,
    )
    live = state.index[~state["retracted"].astype(bool)]
    lost = named[named["agreement_id"].isin(live) & ~named["agreement_id"].isin(matched)]
    lost = lost[~lost["reference"].duplicated(keep=False)].set_index("reference")["agreement_id"]
    alone = unmatched[~unmatched["reference"].duplicated(keep=False)]
    return alone["reference"].map(lost).astype("Int64")


def _insert_identities(publication: Publication, new: pd.DataFrame) -> None:
    """Give new agreements their part numbers and labels, after those their reference already has."""
    if new.empty:
        return
    slot, connection = publication.slot, publication.connection
    highest = read_frame(
        connection,
        select(_identity.c.reference, func.max(_identity.c.part_no).label("part_no"))
        .where(_identity.c.authority == slot.authority, _identity.c.source == slot.source)
        .group_by(_identity.c.reference),
    ).set_index("reference")["part_no"]
    ordered = new.sort_values(["reference", *PART_ORDER], kind="stable", na_position="last")
    before = ordered["reference"].map(highest).fillna(0).astype("int64")
    part_no = ordered.groupby("reference").cumcount() + 1 + before
    alone = (before == 0) & ~ordered["reference"].duplicated(keep=False)
    label = ordered["reference"].where(alone, ordered["reference"] + "/" + part_no.astype("str"))
    identities = pd.DataFrame(
        {
            "authority": slot.authority,
            "agreement_id": ordered["agreement_id"].astype("int64"),
            "source": slot.source,
            "reference": ordered["reference"],
            "part_no": part_no,
            "label": label,
        }
    )
    insert_frame(connection, _identity, identities)


def _insert_providers(connection: Connection, versions: pd.DataFrame) -> None:
    named = versions[versions["provider_name"].notna()]
    folded = named["provider_name"].str.normalize("NFKC").str.casefold().str.split().str.join(" ")
    insert_frame(
        connection,
        _provider,
        pd.DataFrame(
            {
                "version_no": named["version_no"],
                "provider_key": named["provider_org_id"].fillna(folded),
                "provider_name": named["provider_name"],
            }
        ),
    )


def refresh_now(connection: Connection, authority: str, *, since_load: int) -> None:
    """Point the current register at the versions in force, for agreements touched since a load."""
    touched = select(_version.c.agreement_id).where(
        _version.c.authority == authority, _version.c.known_from >= since_load
    )
    where = (_version.c.authority == authority, _version.c.agreement_id.in_(touched))
    state = state_at(connection, AGREEMENTS, where, load_no=since_load, day=date.max)
    connection.execute(
        _now.delete().where(_now.c.authority == authority, _now.c.agreement_id.in_(touched))
    )
    in_force = (
        state[~state["retracted"].astype(bool)]["version_no"]
        .rename_axis("agreement_id")
        .reset_index()
    )
    insert_frame(connection, _now, in_force.sort_values("agreement_id").assign(authority=authority))
