"""What people decide of providers' names, kept as a row of the ledger and the decisions of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import Engine

from models.ledger import BEFORE_EDITIONS, Load
from models.metadata import table_of
from models.provider_alias import ProviderAlias
from models.store.arrival import Slot
from models.store.engine import publishing
from models.store.lease import Lease
from models.store.ledger_rows import row_without_file
from models.store.publish import latest_load
from models.store.rows import insert_rows
from models.store.standing import CONFIRMATION

FEED, SOURCE = "providers", "provider_aliases"


@dataclass(frozen=True)
class NameDecision:
    """One decision: whether a name, as names are compared, is that of a registered body, and who says so."""

    name: str
    identifier: str
    outcome: str
    decided_by: str


def record_decisions(
    engine: Engine, lease: Lease, authority: str, decisions: Sequence[NameDecision], *, on: date
) -> Load:
    """Keep decisions made together, in one transaction; they count from the ledger's new row on."""
    with publishing(engine) as connection:
        lease.must_hold(connection)
        key = (authority, FEED, SOURCE, SOURCE)
        last = latest_load(connection, key)
        content = [(d.name, d.identifier, d.outcome, d.decided_by) for d in decisions]
        load = row_without_file(
            connection,
            Slot(*key, last.slot_seq if last else 0),
            kind=CONFIRMATION,
            edition_on=BEFORE_EDITIONS,
            on=on,
            digest=sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest(),
            reason=f"{len(decisions):,} {'name was' if len(decisions) == 1 else 'names were'} decided on",
        )
        insert_rows(connection, table_of(Load), [load.model_dump()])
        rows = [
            ProviderAlias(
                authority=authority,
                load_no=load.load_no,
                decision_no=number,
                provider_name=decision.name,
                provider_org_id=decision.identifier,
                outcome=decision.outcome,
                decided_by=decision.decided_by,
                decided_on=on,
            ).model_dump()
            for number, decision in enumerate(decisions, start=1)
        ]
        insert_rows(connection, table_of(ProviderAlias), rows)
        return load
