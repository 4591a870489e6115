"""The facts of the register as known at a load, read for rules, packs and answers."""

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, select

from models.agreement import Agreement, AgreementNow
from models.ledger import Load
from models.metadata import table_of
from models.store.agreements import AGREEMENTS
from models.store.decisions import recorded_decisions, standing
from models.store.keyed import KEYED
from models.store.known import latest_load_no
from models.store.payments_known import payments_with_reference
from models.store.providers_known import ProviderFacts, read_provider_facts
from models.store.row_ids import with_row_ids
from models.store.rows import read_frame
from models.store.standing import stands
from models.store.versions import known_at

_agreement = table_of(Agreement)
_load = table_of(Load)
_now = table_of(AgreementNow)

AUTHORITY_COLUMN = "authority_reference"
# Money or a term that would count more than once if it were every part's.
OF_ONE_PART = ("modifications",)
# Read by those who need them, because they are no part of the register.
READ_APART = ("observations", "indicators", "provider_identifiers", "provider_mergers")


@dataclass(frozen=True)
class Facts:
    """Frames as the database holds them, every row with the ``row_id`` that names snapshot and row.

    ``of_feed`` has one frame for each feed whose facts are known by their key; ``agreement_id`` is
    missing in rows whose reference no agreement has. ``payments`` are those that carry
    an agreement's reference. ``providers`` is what tells who a provider is. ``loaded`` names the feeds
    ever loaded.
    """

    agreements: pd.DataFrame
    payments: pd.DataFrame
    of_feed: dict[str, pd.DataFrame]
    providers: ProviderFacts
    loaded: frozenset[str]


def read_facts(connection: Connection, authority: str, *, load_no: int | None = None) -> Facts:
    """Return the register's facts as last known, or as known at a load."""
    at = latest_load_no(connection, authority) if load_no is None else load_no
    agreements = agreements_in_force(connection, authority, at)
    names = names_of(agreements)
    of_feed = {
        feed: read_feed(connection, authority, feed, load_no=at, names=names)
        for feed in KEYED.keys() - set(READ_APART)
    }
    recorded = standing(recorded_decisions(connection, authority, load_no=at))
    recorded = with_listed_assessments(recorded, of_feed["equality"])
    of_feed["extensions"] = _with_authority_column(connection, authority, of_feed["extensions"])
    of_feed["decisions"] = pd.concat([of_feed["decisions"], recorded], ignore_index=True)
    return Facts(
        agreements=agreements.drop(columns="bare_reference"),
        payments=payments_with_reference(connection, authority, at),
        of_feed=of_feed,
        providers=read_provider_facts(connection, authority, load_no=at),
        loaded=feeds_loaded(connection, authority, at),
    )


def names_of(agreements: pd.DataFrame) -> pd.DataFrame:
    """Return ``name``, ``agreement_id`` and ``is_whole``: what other files may call an agreement.

    Its own label; and the bare reference, which stands for all the parts that share it.
    """
    bare = agreements[agreements["bare_reference"] != agreements["reference"]]
    return pd.concat(
        [
            agreements[["reference", "agreement_id"]].assign(is_whole=True),
            bare[["bare_reference", "agreement_id"]]
            .rename(columns={"bare_reference": "reference"})
            .assign(is_whole=False),
        ],
        ignore_index=True,
    ).rename(columns={"reference": "name"})


def agreements_in_force(
    connection: Connection, authority: str, load_no: int, *, agreement_id: int | None = None
) -> pd.DataFrame:
    """Return the agreements in force as known at a load, or only the one of that number."""
    in_force = _in_force(connection, authority, load_no)
    identity = _agreement
    statement = (
        select(
            identity.c.label.label("reference"),
            identity.c.reference.label("bare_reference"),
            identity.c.source,
            *_facts_of(in_force),
        )
        .join(
            identity,
            (identity.c.authority == in_force.c.authority)
            & (identity.c.agreement_id == in_force.c.agreement_id),
        )
        .where(~in_force.c.retracted)
        .order_by(identity.c.source, identity.c.reference, identity.c.part_no)
    )
    if agreement_id is not None:
        statement = statement.where(identity.c.agreement_id == agreement_id)
    return with_row_ids(read_frame(connection, statement))


def names_with_numbers(connection: Connection, authority: str, load_no: int) -> pd.DataFrame:
    """Return the provider names that agreements in force tie to an identifier, each pair once."""
    version = _in_force(connection, authority, load_no)
    pair = (version.c.provider_name, version.c.provider_org_id)
    tied = select(*pair).where(~version.c.retracted, *(column.is_not(None) for column in pair))
    return read_frame(connection, tied.distinct().order_by(*pair))


def _in_force(connection: Connection, authority: str, load_no: int) -> Any:
    version = AGREEMENTS.table
    if load_no >= latest_load_no(connection, authority):
        current = select(version).join(
            _now,
            (_now.c.authority == version.c.authority) & (_now.c.version_no == version.c.version_no),
        )
        return current.where(version.c.authority == authority).subquery()
    return known_at(AGREEMENTS, (version.c.authority == authority,), load_no=load_no).subquery()


def _facts_of(version: Any) -> list[ColumnElement[Any]]:
    left_out = {"authority", "known_from", "row_hash"}
    return [column for column in version.columns if column.name not in left_out]


def read_feed(
    connection: Connection, authority: str, feed: str, *, load_no: int, names: pd.DataFrame
) -> pd.DataFrame:
    """Return a keyed feed's facts in force, each with the agreement it names; none where it names none.

    ``names`` is what ``names_of`` returned. A row that names several agreements comes once for each.
    """
    where = (KEYED[feed].table.c.authority == authority,)
    version = known_at(KEYED[feed], where, load_no=load_no).subquery()
    statement = (
        select(*_facts_of(version)).where(~version.c.retracted).order_by(version.c.version_no)
    )
    facts = with_row_ids(read_frame(connection, statement))
    if "reference" not in facts:
        return facts
    if feed in OF_ONE_PART:
        names = names[names["is_whole"]]
    if "agreement_id" not in facts:
        return _attached(facts, names)
    beside = facts["agreement_id"].notna()  # listed in a register, beside the agreement
    label = names[names["is_whole"]].drop_duplicates("agreement_id").set_index("agreement_id")
    own = facts[beside].assign(reference=facts["agreement_id"].map(label["name"]))
    alone = _attached(facts[~beside].drop(columns="agreement_id"), names)
    return pd.concat([own, alone], ignore_index=True)


def _attached(facts: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Return the facts with the agreement that each names, once for each where it names several."""
    known = names[["name", "agreement_id"]].astype({"agreement_id": "Int64"})
    return facts.merge(known, left_on="reference", right_on="name", how="left").drop(columns="name")


def _with_authority_column(
    connection: Connection, authority: str, extensions: pd.DataFrame
) -> pd.DataFrame:
    """Add ``has_authority_column``: whether an extension's file tells on what authority it was decided.

    It does where its header has the column, or another name of it under which any row is filled in.
    """
    loads = select(_load.c.snapshot, _load.c.columns).where(_load.c.authority == authority)
    headers = connection.execute(loads.distinct())
    with_column = {row.snapshot for row in headers if AUTHORITY_COLUMN in json.loads(row.columns)}
    filled = extensions.loc[extensions[AUTHORITY_COLUMN].notna(), "source"]
    has_column = extensions["snapshot"].isin(with_column) | extensions["source"].isin(filled)
    return extensions.assign(has_authority_column=has_column)


def with_listed_assessments(recorded: pd.DataFrame, equality: pd.DataFrame) -> pd.DataFrame:
    """Return recorded decisions with what the register lists of the assessment that each rests on.

    Adds ``equality_completed_on`` and ``equality_published_on``; ``equality_status`` is the listed
    one, and as it was recorded where none is listed. Of several, the later completed counts.
    """
    ordered = equality.sort_values("completed_on", kind="stable", na_position="first")
    listed = ordered.drop_duplicates("reference", keep="last").set_index("reference")
    theirs = listed.reindex(recorded["equality_assessment"])
    status = pd.Series(theirs["status"].to_numpy(), recorded.index, dtype="str")
    return recorded.assign(
        equality_status=status.fillna(recorded["equality_status"]),
        equality_completed_on=theirs["completed_on"].to_numpy(),
        equality_published_on=theirs["published_on"].to_numpy(),
    )


def feeds_loaded(connection: Connection, authority: str, load_no: int) -> frozenset[str]:
    """Return the names of the feeds that any load standing at that load brought."""
    loads = select(_load.c.feeds).where(_load.c.authority == authority, stands(_load.c, load_no))
    lists = connection.execute(loads.distinct()).scalars()
    return frozenset(feed for feeds in lists for feed in json.loads(feeds))
