"""The part of a release that is read, in plain types; the rest, contact points first of all, is dropped.

What nothing reads is dropped before releases are merged, which changes nothing of what is read and
makes merging several times faster. What cannot be of the type that the standard gives it is left out
with a fault. Amounts become text, so that no pound is lost to a float.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.options import offer_in, offer_of
from models.personal_details import CONTACT_DETAILS, PERSONAL_DETAILS

Release = dict[str, Any]
Path = tuple[str, ...]
Reader = Callable[[Any, Path, list[Fault]], Any]
Shape = Mapping[str, Reader]

LONGEST_TEXT = 400
MOST_DAYS, MOST_MONTHS = 36_525, 1_200  # a hundred years
MOST_TENDERERS = 1_000_000
LEFT_OUT: Final = object()

# Two of these with one identifier would be one agreement with two contents.
OF_AGREEMENTS = ("awards", "contracts")
MUST_BE_READ = ("ocid", "id", "date", "amount", "currency", *OF_AGREEMENTS)

OF_A_PERSON = re.compile(f"{PERSONAL_DETAILS}|{CONTACT_DETAILS}")
# Every one of these has a figure or an @ in it, and most texts, which are searched ten times faster for that, none.
IN_ALL_OF_A_PERSON = re.compile(r"[\d@]")
WITHHELD = (
    "A person's number, address of e-mail or telephone stands in the text; it is not shown, nor stored with "
    "the row; it is still in the file as received."
)
UNREAD = "an option to extend, of a length that cannot be read"
WRONG_TYPE = (
    "The publisher's system wrote another type here than the standard has; ask it to mend that."
)
DAMAGED = "Spaces were put into the name, so what stands under it is not read: the publisher's system broke it."


def _unfit(value: Any, path: Path, faults: list[Fault], wanted: str) -> Any:
    severity = "critical" if path[-1] in MUST_BE_READ else "warning"
    faults.append(fault(path, value, f"is_{wanted}", WRONG_TYPE, severity=severity))  # type: ignore[arg-type]
    return LEFT_OUT


def _text(value: Any, path: Path, faults: list[Fault]) -> Any:
    if isinstance(value, str):
        return value.strip()[:LONGEST_TEXT] or None
    if isinstance(value, bool | dict | list):
        return _unfit(value, path, faults, "text")
    return str(value)


def _free_text(value: Any, path: Path, faults: list[Fault]) -> Any:
    """Keep a text that anybody may have typed anything into, unless it holds a person's details."""
    text = _text(value, path, faults)
    if isinstance(text, str) and IN_ALL_OF_A_PERSON.search(text) and OF_A_PERSON.search(text):
        faults.append(fault(path, None, "about_a_person", WITHHELD))
        return LEFT_OUT
    return text


def _renewal_text(value: Any, path: Path, faults: list[Fault]) -> Any:
    """Keep of a renewal's description the words that are read; one that cannot be read is only so told."""
    if not isinstance(value, str):
        return _unfit(value, path, faults, "text")
    offer = offer_of(value)
    return f"option to extend: {offer.words}" if offer else UNREAD if value.strip() else None


def _option_text(value: Any, path: Path, faults: list[Fault]) -> Any:
    """Keep of a description only the words about an option to extend, and an empty text without any."""
    if not isinstance(value, str):
        return _unfit(value, path, faults, "text")
    offer = offer_in(value)
    return f"option to extend: {offer.words}" if offer else ""


def _amount(value: Any, path: Path, faults: list[Fault]) -> Any:
    if isinstance(value, bool | dict | list | str):
        return _unfit(value, path, faults, "number")
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text  # 100.0 is 100


def _whole(most: int) -> Reader:
    def read_whole(value: Any, path: Path, faults: list[Fault]) -> Any:
        if isinstance(value, bool | dict | list | str) or value != int(value):
            return _unfit(value, path, faults, "whole_number")
        if not 0 <= value <= most:
            cause = f"No such number is below 0 or above {most:,}; it is not read."
            faults.append(fault(path, value, "whole_number_in_range", cause))
            return LEFT_OUT
        return int(value)

    return read_whole


def _yes_no(value: Any, path: Path, faults: list[Fault]) -> Any:
    return value if isinstance(value, bool) else _unfit(value, path, faults, "yes_or_no")


def _texts(value: Any, path: Path, faults: list[Fault]) -> Any:
    if not isinstance(value, list):
        return _unfit(value, path, faults, "list")
    texts = [_text(each, path, faults) for each in value if each is not None]
    return [text for text in texts if text is not LEFT_OUT and text]


def _object(shape: Shape) -> Reader:
    reader_of = shape.get

    def read_object(value: Any, path: Path, faults: list[Fault]) -> Any:
        if not isinstance(value, dict):
            return _unfit(value, path, faults, "object")
        kept: Release = {}
        for name, found in value.items():
            reader = reader_of(name)
            if reader is None:
                if "  " in name:
                    faults.append(fault(path, name, "name_in_one_piece", DAMAGED))
            elif found is None:  # it takes an earlier release's value away, so it is kept
                kept[name] = None
            elif reader is _text and type(found) is str:  # nearly always, and it saves the call
                kept[name] = found.strip()[:LONGEST_TEXT] or None
            elif (read := reader(found, (*path, name), faults)) is not LEFT_OUT:
                kept[name] = read
        return kept

    return read_object


def _list_of(shape: Shape, wanted: Callable[[Any], bool] = lambda _: True) -> Reader:
    read = _object(shape)

    def read_list(value: Any, path: Path, faults: list[Fault]) -> Any:
        if not isinstance(value, list):
            return _unfit(value, path, faults, "list")
        members = [
            read(each, (*path, str(at)), faults) for at, each in enumerate(value) if wanted(each)
        ]
        kept = [member for member in members if member is not LEFT_OUT]
        return _one_an_id(kept, path, faults) if len(kept) > 1 else kept

    return read_list


def _one_an_id(members: list[Release], path: Path, faults: list[Fault]) -> list[Release]:
    """Return the members without exact repeats; tell of those that share an identifier."""
    kept: list[Release] = []
    by_id: dict[str, Release] = {}
    for member in members:
        identifier = member.get("id")
        if identifier is None or identifier not in by_id:
            by_id[identifier or ""] = member
        else:
            is_same = by_id[identifier] == member
            cause = "Two entries have one identifier: "
            told = "the repeat is left out." if is_same else "which is meant is not known."
            grave = not is_same and path[-1] in OF_AGREEMENTS
            severity = "critical" if grave else "warning"
            faults.append(
                fault(path, identifier, "one_entry_an_id", cause + told, severity=severity)  # type: ignore[arg-type]
            )
            if is_same:
                continue
        kept.append(member)
    return kept


def _is_notice(document: Any) -> bool:
    return isinstance(document, dict) and bool(document.get("noticeType"))


VALUE = _object({"amount": _amount, "amountGross": _amount, "currency": _text})
PERIOD = _object(
    {
        **{"startDate": _text, "endDate": _text, "maxExtentDate": _text},
        **{"durationInDays": _whole(MOST_DAYS), "durationInMonths": _whole(MOST_MONTHS)},
    }
)
ORGANISATION = {"id": _text, "name": _text}
# Documents are kept only where they say which notice of the Procurement Act a release is.
NOTICES = _list_of({"id": _text, "noticeType": _text}, _is_notice)
AMENDMENTS = _list_of({"id": _text, "date": _text})
LOT = {
    **{"id": _text, "value": VALUE, "contractPeriod": PERIOD, "hasRenewal": _yes_no},
    "renewal": _object({"description": _renewal_text, "period": PERIOD}),
}
TENDER = {
    **{"id": _text, "title": _free_text, "description": _option_text, "value": VALUE},
    **{"procurementMethod": _text, "procurementMethodDetails": _text},
    **{
        "procurementMethodRationale": _free_text,
        "numberOfTenderers": _whole(MOST_TENDERERS),
        "aboveThreshold": _yes_no,
    },
    "legalBasis": _object({"scheme": _text, "id": _text}),
    "classification": _object({"id": _text, "description": _text}),
    "techniques": _object({"hasFrameworkAgreement": _yes_no}),
    **{"tenderPeriod": PERIOD, "contractPeriod": PERIOD},
    **{"lots": _list_of(LOT), "documents": NOTICES},
}
AWARD = {
    **{
        "id": _text,
        "title": _free_text,
        "description": _option_text,
        "status": _text,
        "date": _text,
    },
    **{"value": VALUE, "suppliers": _list_of(ORGANISATION), "contractPeriod": PERIOD},
    **{"relatedLots": _texts, "amendments": AMENDMENTS, "documents": NOTICES},
}
CONTRACT = {
    **{"id": _text, "awardID": _text, "title": _free_text, "description": _option_text},
    **{"status": _text, "period": PERIOD, "value": VALUE, "dateSigned": _text},
    **{"relatedLots": _texts, "amendments": AMENDMENTS, "documents": NOTICES},
}
PARTY = {
    **{"id": _text, "name": _text, "roles": _texts},
    "identifier": _object({"scheme": _text, "id": _text}),
    "details": _object({"vcse": _yes_no}),
}
RELEASE = {
    **{"ocid": _text, "id": _text, "date": _text, "tag": _texts, "title": _free_text},
    **{"buyer": _object(ORGANISATION), "parties": _list_of(PARTY)},
    **{"planning": _object({"documents": NOTICES}), "tender": _object(TENDER)},
    **{"awards": _list_of(AWARD), "contracts": _list_of(CONTRACT)},
}
_read_release = _object(RELEASE)


def pruned(release: Mapping[str, Any]) -> tuple[Release, list[Fault]]:
    """Return what is read of a release, and what is amiss with it."""
    faults: list[Fault] = []
    kept = _read_release(release, (), faults)
    return kept, faults
