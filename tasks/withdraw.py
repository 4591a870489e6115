"""A pack withdrawn by a person: its row and its files stay, and the next build issues the next version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from commissioning.errors import RequestError, shown
from models.pack import Pack as PackRow
from models.pack_withdrawal import PackWithdrawal
from models.store.engine import publishing
from models.store.lease import lease
from models.store.packs import key_of, packs_on_record, record_withdrawal, withdrawals


@dataclass(frozen=True)
class Asked:
    """Which pack is to be withdrawn: its period by slug or label, for whom, about what."""

    period: str
    audience: str
    scope: str


def withdraw(
    engine: Engine, authority: str, asked: Asked, *, by: str, reason: str, on: date
) -> PackWithdrawal:
    """Withdraw the latest version of a pack and return the record of it.

    Raises RequestError where there is no such pack, or it is withdrawn already.
    """
    for name, text in (("by", by), ("reason", reason)):
        if not text.strip():
            raise RequestError(f"{name} is empty; say who withdraws the pack, and why.")
    with publishing(engine) as connection:
        rows = [row for row in packs_on_record(connection, authority) if not row.erased_by]
        period = _latest(authority, rows, asked).period
    with lease(engine, authority, f"pack {period}") as held, publishing(engine) as connection:
        held.must_hold(connection)
        rows = [row for row in packs_on_record(connection, authority) if not row.erased_by]
        pack = _latest(authority, rows, asked)
        if already := withdrawals(connection, authority).get(key_of(pack)):
            raise RequestError(
                f"{_named(pack)} is withdrawn already, on {already.on_day} by {already.acted_by}; "
                "build-packs issues the next version."
            )
        _, _, audience, scope, version = key_of(pack)
        withdrawal = PackWithdrawal(
            authority=authority,
            period=period,
            audience=audience,
            scope=scope,
            version=version,
            on_day=on,
            acted_by=by.strip(),
            reason=reason.strip(),
        )
        record_withdrawal(connection, withdrawal)
    return withdrawal


def _latest(authority: str, rows: Sequence[PackRow], asked: Asked) -> PackRow:
    """Return the newest version of the pack that was asked for."""
    of_period = [
        row
        for row in rows
        if asked.period.strip().casefold() in (row.period, row.period_label.casefold())
    ]
    found = [row for row in of_period if (row.audience, row.scope) == (asked.audience, asked.scope)]
    if found:
        return max(found, key=lambda row: row.version)
    wanted = f"pack for {asked.audience} about {shown(asked.scope)}"
    if of_period:
        there = sorted({f"{row.audience} {row.scope}" for row in of_period})
        raise RequestError(
            f"{authority} has no {wanted} of {asked.period}; of that period it has {_some(there)}."
        )
    periods = sorted({row.period for row in rows})
    raise RequestError(
        f"{authority} has no pack of {shown(asked.period)}; "
        + (f"it has packs of {_some(periods)}." if periods else "it has none yet.")
    )


def _some(names: Sequence[str], most: int = 12) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _named(pack: PackRow) -> str:
    return f"Version {pack.version} of the pack for {pack.audience} about {pack.scope}, {pack.period_label},"
