"""Who an award went to: names as published, registered identifiers, and the sector where it is said."""

from collections.abc import Mapping
from typing import NamedTuple

from commissioning.identifiers import CAUSES, Identified, identifier_of, normalised
from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.pruning import Release

BETWEEN = "; "
NAMELESS = "Neither the award nor the list of parties names this supplier; it is not recorded."
PROFILE = "profile"  # on a tendering service: usual, and no register's


class Suppliers(NamedTuple):
    """An award's suppliers: names and identifiers each in one text, and their ids in the process."""

    names: str | None
    identifiers: str | None
    provider_type: str | None
    ids: tuple[str, ...]


def party_of(organisation: Release, parties: Mapping[str, Release]) -> Release:
    """Return what the process's list of parties tells of an organisation, by its id there."""
    return parties.get(organisation.get("id") or "", {})


def suppliers_of(award: Release, parties: Mapping[str, Release], faults: list[Fault]) -> Suppliers:
    """Return the suppliers of an award, each once; identifiers only where every one has one.

    So that the nth identifier is the nth name's, none stands where one of several has none. A name is
    the award's own, else the party's; an id is no name.
    """
    by_id: dict[tuple[str | None, str], Release] = {}
    for supplier in award.get("suppliers") or ():
        name = supplier.get("name") or party_of(supplier, parties).get("name")
        if name:
            by_id.setdefault((supplier.get("id"), name), supplier)
        elif supplier.get("id"):
            place = ("awards", str(award.get("id")), "suppliers", str(supplier["id"]), "name")
            faults.append(fault(place, None, "supplier_named", NAMELESS))
    if not by_id:
        return Suppliers(None, None, None, ())
    full = [party_of(supplier, parties) for supplier in by_id.values()]
    identifiers = [
        _identifier(supplier, party, faults)
        for supplier, party in zip(by_id.values(), full, strict=True)
    ]
    is_vcse = all((party.get("details") or {}).get("vcse") is True for party in full)
    return Suppliers(
        BETWEEN.join(name.replace(";", ",") for _, name in by_id),
        BETWEEN.join(i for i in identifiers if i) if all(identifiers) else None,
        "third_sector" if is_vcse else None,
        tuple(str(identifier) for identifier, _ in by_id if identifier),
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
