"""When an agreement begins and ends, and how long it may be extended: from the nearest place that says so."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.notices import CONFIRM, months_offered
from commissioning.ocds.options import offer_of
from commissioning.ocds.periods import Term, later_end, term_of
from commissioning.ocds.pruning import Release

if TYPE_CHECKING:
    from commissioning.ocds.agreements import Told

Place = tuple[str, ...]


def tell_term(told: "Told", *, is_only: bool) -> None:
    """Tell the first, last and last possible day of an agreement.

    The contract's own period, else its award's, else that of its lots where these agree, else the
    tender's where it is the only agreement of its process.
    """
    for period, place in _periods(told, is_only=is_only):
        term = term_of(period, place, told.faults)
        if term.starts_on or term.ends_on:
            told.tell("starts_on", term.starts_on, *place, "startDate")
            told.tell("ends_on", term.ends_on, *place, term.ends_by)
            _tell_latest_end(told, term, place, is_only=is_only)
            return


def _periods(told: "Told", *, is_only: bool) -> Iterator[tuple[Release, Place]]:
    tender = told.process.compiled.get("tender") or {}
    yield told.contract.get("period") or {}, (*told.contract_place, "period")
    yield told.award.get("contractPeriod") or {}, (*told.award_place, "contractPeriod")
    lots = _lots(told, is_only=is_only)
    periods = [lot.get("contractPeriod") or {} for lot in lots]
    if lots and all(period == periods[0] for period in periods):
        yield periods[0], ("tender", "lots", str(lots[0].get("id")), "contractPeriod")
    if is_only:
        yield tender.get("contractPeriod") or {}, ("tender", "contractPeriod")


def _lots(told: "Told", *, is_only: bool) -> list[Release]:
    """Return the lots of an agreement: those it names; where it names none, and is the only one, all."""
    lots = (told.process.compiled.get("tender") or {}).get("lots") or []
    if not told.lots:
        return list(lots) if is_only else []
    return [lot for lot in lots if lot.get("id") in told.lots]


def _tell_latest_end(told: "Told", term: Term, place: Place, *, is_only: bool) -> None:
    """Tell the last possible day: as stated, else the months that lots or a description offer."""
    if told.tell("latest_end_on", term.latest_end_on, *place, "maxExtentDate") or not term.ends_on:
        return
    lots = _lots(told, is_only=is_only)
    months = months_offered(lots, ("tender", "lots"), told.faults)
    place = ("tender", "lots", str(lots[0].get("id")) if lots else "", "hasRenewal")
    if months is None:
        months, place = _described(told, is_only=is_only)
    if months is not None:
        latest = later_end(term.ends_on, months) if months else term.ends_on
        told.tell("latest_end_on", latest, *place)


def _described(told: "Told", *, is_only: bool) -> tuple[int | None, Place]:
    """Return the months that the nearest description offers, told of for a person to confirm."""
    tender: dict[str, Any] = told.process.compiled.get("tender") or {}
    described: list[tuple[dict[str, Any], Place]] = [
        (told.contract, told.contract_place),
        (told.award, told.award_place),
    ]
    if is_only:
        described.append((tender, ("tender",)))
    for found, place in described:
        text = found.get("description")
        offer = offer_of(text) if text else None
        if offer:
            told.faults.append(_to_confirm((*place, "description"), text, offer.months))
            return offer.months, (*place, "description")
    return None, ()


def _to_confirm(place: Place, text: Any, months: int) -> Fault:
    return fault(place, text, "confirm_extension_option", CONFIRM.format(months=months))
