"""A release as a notice: what it announces, as published there and then, whatever others said before."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.options import offer_of
from commissioning.ocds.periods import Term, day_of, later_end, term_of
from commissioning.ocds.pruning import Release
from commissioning.ocds.values import pence_of
from models.feeds import NOTICE_TYPES, PROCUREMENT_METHODS

BROKEN_WORD = re.compile(r"\w\s{3,}\w")
CONFIRM = (
    "Read in free text as {months} months in all; ask a person to confirm it against the contract."
)


def notice_of(release: Release, faults: list[Fault]) -> dict[str, Any]:
    """Return the canonical columns of a notice but ``reference``, which its agreements settle."""
    tender = release.get("tender") or {}
    term = _whole_term(release, faults)
    months = months_offered(tender.get("lots") or (), ("tender", "lots"), faults)
    latest = term.latest_end_on
    if latest is None and term.ends_on and months is not None:
        latest = later_end(term.ends_on, months) if months else term.ends_on
    return {
        "ocid": release.get("ocid"),
        "notice_type": _notice_type(release, faults),
        "published_on": day_of(release.get("date"), ("date",), faults),
        "release_id": release.get("id"),
        "stage": "; ".join(release.get("tag") or ()) or None,
        "title": tender.get("title") or release.get("title") or _of_only(release, "title"),
        "commissioner": (release.get("buyer") or {}).get("name"),
        "value_pence": _value(release, faults),
        "starts_on": term.starts_on,
        "ends_on": term.ends_on,
        "latest_end_on": latest,
        "extension_months": months,
        "closes_on": day_of(
            (tender.get("tenderPeriod") or {}).get("endDate"),
            ("tender", "tenderPeriod", "endDate"),
            faults,
        ),
        "procurement_method": procurement_method(tender, faults),
    }


def procurement_method(tender: Release, faults: list[Fault]) -> str | None:
    """Return how it was let, one of the standard's four ways; another word is told of."""
    details = tender.get("procurementMethodDetails")
    if details and BROKEN_WORD.search(details):
        cause = "Spaces were put into the word: the publisher's system broke the text."
        path = ("tender", "procurementMethodDetails")
        faults.append(fault(path, details, "word_in_one_piece", cause))
    method = tender.get("procurementMethod")
    if method and method not in PROCUREMENT_METHODS:
        cause = f"Write one of {', '.join(PROCUREMENT_METHODS)}."
        faults.append(fault(("tender", "procurementMethod"), method, "one_of", cause))
        return None
    return method or None


def months_offered(lots: Any, path: tuple[str, ...], faults: list[Fault]) -> int | None:
    """Return the months of extension that lots offer, where all of them offer the same; 0 for none.

    What is read in free text is told of, for a person to confirm.
    """
    offered = {_months_of(lot, (*path, str(at)), faults) for at, lot in enumerate(lots)}
    return offered.pop() if len(offered) == 1 else None


def _months_of(lot: Release, path: tuple[str, ...], faults: list[Fault]) -> int | None:
    if lot.get("hasRenewal") is False:
        return 0
    renewal = lot.get("renewal") or {}
    if months := (renewal.get("period") or {}).get("durationInMonths"):
        return int(months)
    text = renewal.get("description")
    if not text:
        return None
    offer = offer_of(text)
    told = (*path, "renewal", "description")
    if offer is None:
        cause = (
            "An option to extend whose length cannot be read; the last possible day is not known."
        )
        faults.append(fault(told, text, "extension_option_read", cause))
        return None
    cause = CONFIRM.format(months=offer.months)
    faults.append(fault(told, text, "confirm_extension_option", cause))
    return offer.months


def _notice_type(release: Release, faults: list[Fault]) -> str | None:
    """Return the notice's number under the Procurement Act 2023, where a document says so.

    A release may list the notices before it; the one that is this release has its identifier.
    """
    documents = list(documents_of(release))
    own = {d["noticeType"] for d in documents if d.get("id") == release.get("id")}
    types = own or {d["noticeType"] for d in documents}
    if len(types) != 1:
        return None
    [notice_type] = types
    if notice_type in NOTICE_TYPES:
        return str(notice_type)
    cause = f"Write one of {NOTICE_TYPES[0]} to {NOTICE_TYPES[-1]}."
    faults.append(fault(("documents", "noticeType"), notice_type, "one_of", cause))
    return None


def documents_of(release: Release) -> Iterator[dict[str, Any]]:
    """Yield the documents of a release that say which notice of the Procurement Act 2023 they are."""
    places = [release.get("planning"), release.get("tender")]
    for place in [*places, *(release.get("awards") or ()), *(release.get("contracts") or ())]:
        yield from (place or {}).get("documents") or ()


def _of_only(release: Release, name: str) -> Any:
    """Return a field of the one award or contract that a release is about, or None."""
    for kind in ("contracts", "awards"):
        members: list[Release] = release.get(kind) or []
        if len(members) == 1:
            return members[0].get(name)
    return None


def _value(release: Release, faults: list[Fault]) -> int | None:
    """Return the value announced: of the tender, or else of the one award or contract."""
    tender = pence_of((release.get("tender") or {}).get("value"), ("tender", "value"), faults)
    only: int | None = None
    for kind in ("awards", "contracts"):
        members = release.get(kind) or ()
        read = [
            pence_of(member.get("value"), (kind, str(at), "value"), faults)
            for at, member in enumerate(members)
        ]
        only = read[0] if len(read) == 1 and read[0] is not None else only
    return tender if tender is not None else only


def _whole_term(release: Release, faults: list[Fault]) -> Term:
    """Return the first and the last day of all that is announced."""
    tender = release.get("tender") or {}
    if period := tender.get("contractPeriod"):
        return term_of(period, ("tender", "contractPeriod"), faults)
    terms = [
        term_of(lot["contractPeriod"], ("tender", "lots", str(at), "contractPeriod"), faults)
        for at, lot in enumerate(tender.get("lots") or ())
        if lot.get("contractPeriod")
    ]
    return Term(
        _outermost([term.starts_on for term in terms], min),
        _outermost([term.ends_on for term in terms], max),
        _outermost([term.latest_end_on for term in terms], max),
    )


def _outermost(days: list[date | None], pick: Any) -> date | None:
    """Return the first or the last of some days, and none where one of them is not known."""
    if not days or None in days:
        return None
    found: date = pick(days)
    return found
