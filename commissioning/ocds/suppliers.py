"""Who an award went to: names as published, registered identifiers, and the sector where it is said."""

from collections.abc import Sequence
from typing import NamedTuple

from commissioning.identifiers import CAUSES, Identified, identifier_of, normalised
from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.pruning import Release

BETWEEN = "; "
PROFILE = "profile"  # on a tendering service: usual, and no register's


class Suppliers(NamedTuple):
    """An award's suppliers: names and identifiers each in one text, and the first one's own id."""

    names: str | None
    identifiers: str | None
    provider_type: str | None
    first_id: str


def suppliers_of(award: Release, parties: Sequence[Release], faults: list[Fault]) -> Suppliers:
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
        _identifier(supplier, party, faults)
        for supplier, party in zip(named.values(), full, strict=True)
    ]
    is_vcse = all((party.get("details") or {}).get("vcse") is True for party in full)
    first = str(next(iter(named.values())).get("id") or "")
    return Suppliers(
        BETWEEN.join(name.replace(";", ",") for name in named),
        BETWEEN.join(i for i in identifiers if i) if all(identifiers) else None,
        "third_sector" if is_vcse else None,
        first,
    )


def _identifier(supplier: Release, party: Release, faults: list[Fault]) -> str | None:
    """Return the registered identifier: of the party's register, or the ready one that is its id."""
    given = party.get("identifier") or {}
    scheme, number = str(given.get("scheme") or ""), str(given.get("id") or "")
    found = normalised(scheme, number) if scheme and number else Identified()
    ready = str(supplier.get("id") or "")
    if not found.identifier and ready.startswith("GB-"):
        found = identifier_of(ready)
    if found.fault and found.fault != PROFILE:
        place = ("parties", ready, "identifier", "id")
        faults.append(fault(place, number or ready, found.fault, CAUSES[found.fault]))
    return found.identifier
