"""The agreements of a process: each award once, with the contract that came of it, and who said what.

An award with several suppliers or lots is one agreement, valued once. A contract that names its award is
that award's agreement; where several do, each is an agreement of its own. A contract that names no award
of the process is one too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.merging import Process
from commissioning.ocds.notices import procurement_method
from commissioning.ocds.periods import day_of
from commissioning.ocds.pruning import Release
from commissioning.ocds.regime import Said, instrument_of, regime_of
from commissioning.ocds.suppliers import party_of, suppliers_of
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
WRONG_TERM = "Day and month swapped by the publisher is the usual cause."


@dataclass(frozen=True)
class Shared:
    """What all agreements of a process share, worked out once."""

    parties: dict[str, Release]
    instrument: Said
    regime: Said | None
    awards: int


@dataclass
class Told:
    """One agreement being told: its columns, which release said each, and what was found amiss.

    ``keys`` are its natural keys, the most telling first; ``former_key`` is one under which it may be
    known from before its contract named an award.
    """

    process: Process
    shared: Shared
    reference: str
    keys: tuple[str, ...]
    former_key: str | None
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

    @property
    def is_refused(self) -> bool:
        """Whether something is amiss with it for which a release that says so is set aside."""
        return any(found.severity == "critical" for found in self.faults)

    def tell(self, column: str, value: Any, *place: str) -> bool:
        """Note a column's value and the release that said it; return whether there is one.

        What stands at no place is said by no release.
        """
        return self.tell_of(column, value, [place] if place else [])

    def tell_of(self, column: str, value: Any, places: Sequence[PLACE]) -> bool:
        """Note a value that several places make; the release that spoke last of any said it."""
        if value is None:
            return False
        self.columns[column] = value
        if release := self.process.last_said_by(places):
            self.said_by.setdefault(release, []).append(column)
        return True

    def has_said(self, column: str) -> str:
        """Return the release that said a column, or an empty text."""
        return next((by for by, columns in self.said_by.items() if column in columns), "")


def agreements_of(process: Process) -> Iterator[Told]:
    """Yield the agreements of a process in the order in which it lists them."""
    release = process.compiled
    if not (release.get("awards") or release.get("contracts")):
        return  # a tender alone, as most processes are
    awards = {str(a["id"]): a for a in release.get("awards") or () if a.get("id")}
    shared = Shared(
        parties={p["id"]: p for p in release.get("parties") or () if p.get("id")},
        instrument=instrument_of(process),
        regime=regime_of(process),
        awards=len(awards),
    )
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
                told = _identified(process, shared, award, contract, nth, is_shared=is_shared)
                yield _whole(told, is_only=is_only, is_shared=is_shared)
    for contract in alone:
        told = _identified(process, shared, {}, contract, 0, is_shared=False)
        yield _whole(told, is_only=is_only, is_shared=False)


def reference_of(ocid: str, identifier: str) -> str:
    """Return what an agreement is called: its own identifier, after its process's unless it holds it."""
    return identifier if ocid in identifier else f"{ocid}/{identifier}"


def _identified(
    process: Process,
    shared: Shared,
    award: Release,
    contract: Release,
    nth: int,
    *,
    is_shared: bool,
) -> Told:
    """Return an agreement with its names, and nothing told of it yet."""
    ocid, award_id, contract_id = process.ocid, award.get("id", ""), contract.get("id", "")
    keys = [f"{ocid}|{award_id}|{contract_id}|"]
    if award and nth == 0:
        keys.append(f"{ocid}|{award_id}||")
    return Told(
        process=process,
        shared=shared,
        reference=reference_of(ocid, award_id if award and not is_shared else contract_id),
        keys=tuple(dict.fromkeys(keys)),
        former_key=f"{ocid}||{contract_id}|" if award and contract else None,
        award=award,
        contract=contract,
        lots=tuple(contract.get("relatedLots") or award.get("relatedLots") or ()),
    )


def _whole(told: Told, *, is_only: bool, is_shared: bool) -> Told:
    _tell_what(told)
    _tell_who(told)
    _tell_when(told, is_only=is_only)
    _tell_value(told, is_shared=is_shared)
    if not told.award and told.shared.awards:
        cause = "The contract names no award of its process; if it came of one, both are counted."
        place = (*told.contract_place, "awardID")
        told.faults.append(fault(place, told.contract.get("awardID"), "award_named", cause))
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
    told.tell("instrument", *told.shared.instrument)
    if told.shared.regime:
        told.tell("regime", *told.shared.regime)
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
    parties = told.shared.parties
    buyer = told.process.compiled.get("buyer") or {}
    party = party_of(buyer, parties)
    if not told.tell("commissioner", buyer.get("name"), "buyer", "name"):
        told.tell("commissioner", party.get("name"), "parties", str(buyer.get("id")), "name")
    found = suppliers_of(told.award, parties, told.faults)
    listed = [(*told.award_place, "suppliers", identifier) for identifier in found.ids]
    of_parties = [("parties", identifier) for identifier in found.ids]
    named = [(*place, "name") for place in (*listed, *of_parties)]
    numbered = [(*place, "identifier", "id") for place in of_parties]
    told.tell_of("provider_name", found.names, named)
    told.tell_of(
        "provider_org_id", found.identifiers, [*numbered, *((*each, "id") for each in listed)]
    )
    told.tell_of(
        "provider_type", found.provider_type, [(*each, "details", "vcse") for each in of_parties]
    )


def _tell_when(told: Told, *, is_only: bool) -> None:
    for column, found, place in (
        ("awarded_on", told.award, (*told.award_place, "date")),
        ("signed_on", told.contract, (*told.contract_place, "dateSigned")),
    ):
        told.tell(column, day_of(found.get(place[-1]), place, told.faults), *place)
    tell_term(told, is_only=is_only)
    starts_on, ends_on = told.columns.get("starts_on"), told.columns.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        place = told.contract_place if told.contract else told.award_place
        told.faults.append(
            fault(place, str(ends_on), "ends_before_it_starts", WRONG_TERM, severity="critical")
        )


def _tell_value(told: Told, *, is_shared: bool) -> None:
    """Tell the contract's value, or the award's where it has no other contract to share it with."""
    for found, place in (
        (told.contract, told.contract_place),
        ({} if is_shared else told.award, told.award_place),
    ):
        pence = pence_of(found.get("value"), (*place, "value"), told.faults)
        if told.tell("value_pence", pence, *place, "value", "amount"):
            return
