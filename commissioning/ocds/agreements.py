"""The agreements of a process: each award once, with the contract that came of it, and who said what.

An award with several suppliers or lots is one agreement, valued once. A contract that names its award is
that award's agreement; a second contract of the award is an agreement of its own. A contract that names
no award of the process is one too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.merging import Process
from commissioning.ocds.notices import procurement_method
from commissioning.ocds.periods import day_of
from commissioning.ocds.pruning import Release
from commissioning.ocds.regime import instrument_of, regime_of
from commissioning.ocds.suppliers import Suppliers, suppliers_of
from commissioning.ocds.terms import tell_term
from commissioning.ocds.values import pence_of

STATUSES = {
    "pending": "planned",
    "active": "active",
    "cancelled": "cancelled",
    "terminated": "terminated",
}
# Awards that came to nothing are no agreements.
NOTHING_AWARDED = "unsuccessful"
PLACE = tuple[str, ...]


@dataclass
class Told:
    """One agreement being told: its columns, which release said each, and what was found amiss.

    ``keys`` are the natural keys under which it may be known already, the most telling first.
    """

    process: Process
    reference: str
    keys: tuple[str, ...]
    award: Release
    contract: Release
    lots: tuple[str, ...]
    columns: dict[str, Any] = field(default_factory=dict)
    said_by: dict[str, list[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def award_place(self) -> PLACE:
        """Where its award stands in the process."""
        return ("awards", str(self.award.get("id")))

    @property
    def contract_place(self) -> PLACE:
        """Where its contract stands in the process."""
        return ("contracts", str(self.contract.get("id")))

    def tell(self, column: str, value: Any, *place: str) -> bool:
        """Note a column's value and the release that said it; return whether there is one."""
        if value is None:
            return False
        self.columns[column] = value
        if release := self.process.said_by(place):
            self.said_by.setdefault(release, []).append(column)
        return True


def agreements_of(process: Process) -> Iterator[Told]:
    """Yield the agreements of a process in the order in which it lists them."""
    release = process.compiled
    awards = {str(a["id"]): a for a in release.get("awards") or () if a.get("id")}
    contracts = [c for c in release.get("contracts") or () if c.get("id")]
    of_award: dict[str, list[Release]] = {}
    alone: list[Release] = []
    for contract in contracts:
        named = str(contract.get("awardID"))
        (of_award.setdefault(named, []) if named in awards else alone).append(contract)
    is_only = len(awards) + len(alone) == 1 and len(contracts) <= 1
    for name, award in awards.items():
        for nth, contract in enumerate(of_award.get(name) or [{}]):
            if contract or award.get("status") != NOTHING_AWARDED:
                is_shared = len(of_award.get(name) or ()) > 1
                yield _told(process, award, contract, nth, is_only=is_only, is_shared=is_shared)
    for contract in alone:
        yield _told(process, {}, contract, 0, is_only=is_only, is_shared=False)


def reference_of(ocid: str, identifier: str) -> str:
    """Return what an agreement is called: its own identifier, after its process's unless it holds it."""
    return identifier if ocid in identifier else f"{ocid}/{identifier}"


def _told(
    process: Process,
    award: Release,
    contract: Release,
    nth: int,
    *,
    is_only: bool,
    is_shared: bool,
) -> Told:
    ocid, award_id, contract_id = process.ocid, award.get("id", ""), contract.get("id", "")
    lots = tuple(contract.get("relatedLots") or award.get("relatedLots") or ())
    own = f"{ocid}|{award_id}|{contract_id}|"
    of_award = f"{ocid}|{award_id}||"
    first = bool(award) and nth == 0
    told = Told(
        process=process,
        reference=reference_of(ocid, award_id if first else contract_id),
        keys=tuple(dict.fromkeys((own, of_award) if first else (own,))),
        award=award,
        contract=contract,
        lots=lots,
    )
    _tell_what(told)
    _tell_who(told)
    _tell_when(told, is_only=is_only)
    _tell_value(told, is_shared=is_shared)
    if not award and process.compiled.get("awards"):
        cause = "The contract names no award of its process; if it came of one, both are counted."
        place = (*told.contract_place, "awardID")
        told.faults.append(fault(place, contract.get("awardID"), "award_named", cause))
    return told


def _tell_what(told: Told) -> None:
    tender = told.process.compiled.get("tender") or {}
    places = (
        (told.contract, told.contract_place),
        (told.award, told.award_place),
        (tender, ("tender",)),
    )
    for found, place in places:
        if told.tell("title", found.get("title"), *place, "title"):
            break
    category = (tender.get("classification") or {}).get("description")
    told.tell("service_category", category, "tender", "classification", "description")
    told.tell("instrument", *instrument_of(told.process))
    if regime := regime_of(told.process):
        told.tell("regime", *regime)
    method = procurement_method(tender, told.faults)
    told.tell("procurement_method", method, "tender", "procurementMethod")
    if method in ("limited", "direct"):
        ground = tender.get("procurementMethodRationale")
        told.tell("direct_award_ground", ground, "tender", "procurementMethodRationale")
    told.tell("tenderers", tender.get("numberOfTenderers"), "tender", "numberOfTenderers")
    for found, place in places[:2]:
        status = found.get("status")
        if status and told.tell("status", STATUSES.get(status), *place, "status"):
            break


def _tell_who(told: Told) -> None:
    release = told.process.compiled
    buyer = release.get("buyer") or {}
    told.tell("commissioner", buyer.get("name"), "buyer", "name")
    found: Suppliers = suppliers_of(told.award, release.get("parties") or (), told.faults)
    place = (*told.award_place, "suppliers")
    told.tell("provider_name", found.names, *place, found.first_id, "name")
    told.tell("provider_org_id", found.identifiers, *place, found.first_id, "id")
    told.tell("provider_type", found.provider_type, *place, found.first_id, "id")


def _tell_when(told: Told, *, is_only: bool) -> None:
    for column, found, place in (
        ("awarded_on", told.award, (*told.award_place, "date")),
        ("signed_on", told.contract, (*told.contract_place, "dateSigned")),
    ):
        told.tell(column, day_of(found.get(place[-1]), place, told.faults), *place)
    tell_term(told, is_only=is_only)


def _tell_value(told: Told, *, is_shared: bool) -> None:
    """Tell the contract's value, or the award's where it has no other contract to share it with."""
    for found, place in (
        (told.contract, told.contract_place),
        ({} if is_shared else told.award, told.award_place),
    ):
        pence = pence_of(found.get("value"), (*place, "value"), told.faults)
        if told.tell("value_pence", pence, *place, "value", "amount"):
            return
