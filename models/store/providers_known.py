"""What is known of providers at a load: registers, numbers of one body, mergers, and people's decisions."""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, select

from models.ledger import Load
from models.metadata import table_of
from models.provider_alias import ProviderAlias
from models.store.keyed import KEYED
from models.store.rows import read_frame
from models.store.standing import stands
from models.store.versions import known_at

_alias = table_of(ProviderAlias)
_load = table_of(Load)


@dataclass(frozen=True)
class ProviderFacts:
    """Frames as the database holds them, as known at a load.

    ``aliases`` has every decision that stands, the latest last; a name that was erased is not in it.
    """

    registered: pd.DataFrame
    identifiers: pd.DataFrame
    mergers: pd.DataFrame
    aliases: pd.DataFrame


def read_provider_facts(connection: Connection, authority: str, *, load_no: int) -> ProviderFacts:
    """Return what is known of an authority's providers at a load."""
    registered, identifiers, mergers = (
        _read(connection, authority, feed, load_no)
        for feed in ("providers", "provider_identifiers", "provider_mergers")
    )
    return ProviderFacts(
        registered, identifiers, mergers, read_aliases(connection, authority, load_no=load_no)
    )


def read_aliases(connection: Connection, authority: str, *, load_no: int) -> pd.DataFrame:
    """Return the decisions on names that stand at a load, in the order in which they were made."""
    statement = (
        select(_alias)
        .join(
            _load, (_load.c.authority == _alias.c.authority) & (_load.c.load_no == _alias.c.load_no)
        )
        .where(
            _alias.c.authority == authority,
            _alias.c.provider_name.is_not(None),
            _alias.c.provider_org_id.is_not(None),
            stands(_load.c, load_no),
        )
        .order_by(_alias.c.load_no, _alias.c.decision_no)
    )
    return read_frame(connection, statement)


def _read(connection: Connection, authority: str, feed: str, load_no: int) -> pd.DataFrame:
    where = (KEYED[feed].table.c.authority == authority,)
    version = known_at(KEYED[feed], where, load_no=load_no).subquery()
    statement = select(version).where(~version.c.retracted).order_by(version.c.version_no)
    return read_frame(connection, statement)
