"""The identifiers of the register's providers, as agreements and providers in force name them."""

from sqlalchemy import Connection, select

from models.agreement import AgreementNow
from models.metadata import table_of
from models.store.agreements import AGREEMENTS
from models.store.keyed import KEYED
from models.store.known import latest_load_no
from models.store.versions import known_at

_now = table_of(AgreementNow)


def provider_ids(connection: Connection, authority: str) -> list[str]:
    """Return each identifier once, in alphabetical order."""
    version = AGREEMENTS.table
    agreements = (
        select(version.c.provider_org_id)
        .join(
            _now,
            (_now.c.authority == version.c.authority) & (_now.c.version_no == version.c.version_no),
        )
        .where(version.c.authority == authority, ~version.c.retracted)
    )
    listed = KEYED["providers"].table
    at = latest_load_no(connection, authority)
    known = known_at(KEYED["providers"], (listed.c.authority == authority,), load_no=at).subquery()
    providers = select(known.c.provider_org_id).where(~known.c.retracted)
    found = {*connection.execute(agreements).scalars(), *connection.execute(providers).scalars()}
    return sorted(identifier for identifier in found if identifier)
