"""Agreements and their extensions: who each is, then versions of what changed."""

from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from models.agreement import AgreementNow, AgreementProvider
from models.metadata import table_of
from models.store.arrival import Publication
from models.store.hashing import number_of
from models.store.identities import AGREEMENTS, identify, known_identities, of_source
from models.store.keyed import KEYED
from models.store.rows import insert_frame, read_frame
from models.store.versions import Versioned, VersionWriter, state_at

EXTENSIONS = KEYED["extensions"]

_now = table_of(AgreementNow)
_provider = table_of(AgreementProvider)
_version = AGREEMENTS.table


def publish_agreements(
    publication: Publication, frame: pd.DataFrame, *, parts: bool
) -> tuple[int, pd.Series]:
    """Store the agreements of a file; return the versions written and ``row_no`` -> ``agreement_id``.

    ``parts`` tells whether rows that share a reference are parts of it.
    """
    identified = identify(publication, frame, parts=parts)
    ids = identified.set_index("row_no")["agreement_id"]
    writer = _writer(
        publication,
        AGREEMENTS,
        (_version.c.authority == publication.slot.authority, of_source(publication)),
    )
    facts = identified.drop(columns="reference").assign(
        authority=publication.slot.authority, snapshot=publication.snapshot
    )
    stored = writer.write(facts)
    _insert_providers(publication.connection, stored)
    writer.spare(_refused_ids(publication))
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
    writer.spare(_extensions_of(publication, _refused_ids(publication)))
    if publication.complete:
        writer.retract_absent()
    writer.restate_later()
    return writer.written


def _refused_ids(publication: Publication) -> pd.Index:
    """Return the agreements, or all parts of a reference, that the file lists in rows set aside."""
    known = known_identities(publication)
    return pd.Index(known.loc[known["reference"].isin(publication.refused), "agreement_id"])


def _extensions_of(publication: Publication, agreement_ids: pd.Index) -> pd.Index:
    table = EXTENSIONS.table
    statement = select(table.c.key_hash, table.c.agreement_id).where(
        table.c.authority == publication.slot.authority, table.c.source == publication.slot.source
    )
    known = read_frame(publication.connection, statement)
    return pd.Index(known.loc[known["agreement_id"].isin(agreement_ids), "key_hash"].unique())


def _writer(publication: Publication, versioned: Versioned, where: tuple) -> VersionWriter:
    return VersionWriter(
        publication.connection,
        versioned,
        where,
        load_no=publication.load_no,
        edition_on=publication.edition_on,
        later_on=publication.later_on,
    )


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
