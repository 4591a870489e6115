"""Who an award went to: names as published, registered identifiers, and the sector where it is said."""

from collections.abc import Sequence
from typing import NamedTuple

from commissioning.identifiers import identifier_of, normalised
from commissioning.ocds.pruning import Release

BETWEEN = "; "


class Suppliers(NamedTuple):
    """An award's suppliers: names and identifiers each in one text, and the first one's own id."""

    names: str | None
    identifiers: str | None
    provider_type: str | None
    first_id: str


def suppliers_of(award: Release, parties: Sequence[Release]) -> Suppliers:
    """Return the suppliers of an award, each once; identifiers only where every one has one.

    So that the nth identifier is the nth name's, none stands where one of several has none.
    """
    by_id = {party.get("id"): party for party in parties if party.get("id")}
    listed = [s for s in award.get("suppliers") or () if s.get("name") or s.get("id")]
    named = {s.get("name") or str(s["id"]): s for s in listed}
    if not named:
        return Suppliers(None, None, None, "")
    full = [by_id.get(s.get("id"), {}) for s in named.values()]
    identifiers = [
        _identifier(supplier, party) for supplier, party in zip(named.values(), full, strict=True)
    ]
    is_vcse = all((party.get("details") or {}).get("vcse") is True for party in full)
    first = str(next(iter(named.values())).get("id") or "")
    return Suppliers(
        BETWEEN.join(name.replace(";", ",") for name in named),
        BETWEEN.join(i for i in identifiers if i) if all(identifiers) else None,
        "third_sector" if is_vcse else None,
        first,
    )


def _identifier(supplier: Release, party: Release) -> str | None:
    """Return the registered identifier: of the party's register, or the ready one that is its id."""
    given = party.get("identifier") or {}
    if given.get("scheme") and given.get("id"):
        return normalised(str(given["scheme"]), str(given["id"])).identifier
    ready = str(supplier.get("id") or "")
    return identifier_of(ready).identifier if ready.startswith("GB-") else None
