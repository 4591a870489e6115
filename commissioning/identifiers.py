"""Who an organisation is by its registered number: one way of writing each, and what is none.

An identifier is a list's code, as org-id.guide names it, and the number in that list. Only the form
is checked here: that a number is well written does not say that its register holds it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

COMPANY, CHARITY = "GB-COH", "GB-CHC"
SCOTTISH_CHARITY, NORTHERN_IRISH_CHARITY = "GB-SC", "GB-NIC"
CHARITY_LISTS = (CHARITY, SCOTTISH_CHARITY, NORTHERN_IRISH_CHARITY)

# Companies House, "Uniform Resource Identifiers customer guide", and the kinds added since: charitable
# incorporated organisations (CE, CS), registered societies (RS), overseas entities (OE).
COMPANY_PREFIXES = re.compile(
    "AC|CE|CS|EN|ES|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|R0|RC|RS|SA|SC|SE"
    "|SF|SG|SI|SL|SO|SP|SR|SZ|ZC"
)
# A society's number may end in letters that tell its kind: IP29627R.
SOCIETIES = frozenset({"IP", "SP", "NP", "RS"})

# One body may have many profiles on a tendering service: a ministry had 77.
PROFILES = frozenset({"GB-FTS", "GB-CFS", "GB-SRS"})
NO_REGISTERS = frozenset({"GB-VAT", "XI-VAT"})

# What stands in such a cell where there is no number, in folded case.
NOBODY = frozenset(
    {
        *(
            "-",
            "--",
            ".",
            "?",
            "na",
            "n/a",
            "n/k",
            "nil",
            "none",
            "null",
            "tba",
            "tbc",
            "unknown",
            "x",
        ),
        *("not applicable", "not known", "various", "various providers", "various suppliers"),
    }
)

CAUSES = {
    "names_nobody": "A word or a mark stands where a number belongs.",
    "several_numbers": "Several numbers in one cell; each provider should have a row of its own.",
    "charity_number": "A charity's number was typed where a company's belongs.",
    "company_number": "A company's number was typed where a charity's belongs.",
    "wrong_length": "A figure is missing or one too many: a company's number has eight characters, "
    "a charity's six or seven figures.",
    "unknown_prefix": "A company's number has eight characters: figures, or two letters that "
    "Companies House gives, such as SC, and six figures.",
    "wrong_form": "A word or another body's number was typed here, or a character was lost.",
    "profile": "A profile on a tendering service, of which one body may have many; give the number in "
    "a public register.",
    "not_a_register": "A VAT number is in no public register; give the company's or the charity's.",
}


@dataclass(frozen=True)
class Identified:
    """Whom a cell names: ``identifier`` is None where nobody, and ``fault``, a key of CAUSES, says why.

    An empty cell names nobody and has no fault.
    """

    identifier: str | None = None
    fault: str = ""


def normalised(scheme: str, number: str) -> Identified:
    """Return the identifier of a number in a list, in the one way it is written here."""
    scheme, number = scheme.strip().upper(), number.strip()
    if not number:
        return Identified()
    if scheme in PROFILES:
        return Identified(fault="profile")
    if scheme in NO_REGISTERS:
        return Identified(fault="not_a_register")
    if _names_nobody(number):
        return Identified(fault="names_nobody")
    read = _NUMBERS.get(scheme)
    if read is None:
        return Identified(f"{scheme}-{number}")
    if len([part for part in re.split(r"[\n;,/&|]|\band\b", number) if re.search(r"\d", part)]) > 1:
        return Identified(fault="several_numbers")
    found, fault = read(re.sub(r"\s", "", number).upper())
    return Identified(f"{scheme}-{found}" if found else None, fault)


def identifier_of(text: str) -> Identified:
    """Return the identifier that a text with its list's code gives.

    A text without one is kept as it is: it may be the authority's own number for the provider.
    """
    text = text.strip()
    with_list = re.fullmatch(r"([A-Za-z]{2,3}-[A-Za-z0-9]+)-(.+)", text, re.DOTALL)
    if with_list and not text.upper().startswith("360G-"):
        return normalised(with_list[1], with_list[2])
    if not text:
        return Identified()
    return Identified(fault="names_nobody") if _names_nobody(text) else Identified(text)


def identified(texts: pd.Series, scheme: str = "") -> pd.DataFrame:
    """Return ``identifier``, missing where nobody is named, and ``fault``, empty where there is none.

    ``texts`` are numbers in the list that ``scheme`` names; without one each has its list's code.
    """
    codes, distinct = pd.factorize(texts)
    found = [
        normalised(scheme, str(text)) if scheme else identifier_of(str(text)) for text in distinct
    ]
    read = pd.DataFrame(
        {
            "identifier": pd.Series(
                [one.identifier for one in (*found, Identified())], dtype="str"
            ),
            "fault": pd.Series([one.fault for one in (*found, Identified())], dtype="str"),
        }
    )
    return read.take(codes % len(read)).set_axis(texts.index)  # -1, no text, is the last


def scheme_of(identifier: str) -> str:
    """Return the code of the list that an identifier is in; empty where it names none."""
    with_list = re.match(r"(360G|[A-Z]{2,3}-[A-Z0-9]+)-", identifier)
    return with_list[1] if with_list else ""


def _names_nobody(text: str) -> bool:
    return text.casefold() in NOBODY or not text.strip("0")


def _company(number: str) -> tuple[str, str]:
    if re.fullmatch(r"(RCN|CHA|CHARITY|REGISTEREDCHARITY)(NO\.?|NUMBER)?:?\d{6,7}(-\d+)?", number):
        return "", "charity_number"
    if number.isascii() and number.isdigit():
        return (number.zfill(8), "") if len(number) <= 8 else ("", "wrong_length")
    prefix, rest = number[:2], number[2:]
    if prefix in SOCIETIES and re.fullmatch(r"\d{3,6}[A-Z]{0,3}", rest):
        return (number, "") if len(number) == 8 else ("", "wrong_length")
    if not re.fullmatch(r"[A-Z][A-Z0]\d+", number):
        return "", "wrong_form"
    if not COMPANY_PREFIXES.fullmatch(prefix):
        return "", "unknown_prefix"
    return (prefix + rest.zfill(6), "") if len(rest) <= 6 else ("", "wrong_length")


def _charity(number: str) -> tuple[str, str]:
    """Return a charity's number without the number of a charity linked to it: 1049226-2."""
    if re.fullmatch(r"(SC|NI|OC|CE)\d{6}|0\d{7}", number):
        return "", "company_number"
    bare = re.fullmatch(r"(?:RCN|CHA)?0?(\d+)(?:-\d{1,3})?", number)
    if not bare:
        return "", "wrong_form"
    return (bare[1], "") if re.fullmatch(r"[1-9]\d{5,6}", bare[1]) else ("", "wrong_length")


def _prefixed(prefix: str, figures: int) -> Callable[[str], tuple[str, str]]:
    """Return the reader of numbers of so many figures, which are written with or without a prefix."""

    def read(number: str) -> tuple[str, str]:
        bare = number.removeprefix(prefix)
        if not re.fullmatch(r"[0-9]+", bare):
            return "", "wrong_form"
        return (bare.zfill(figures), "") if len(bare) <= figures else ("", "wrong_length")

    return read


def _scottish(number: str) -> tuple[str, str]:
    found, fault = _prefixed("SC", 6)(number)
    if found and not found.startswith("0"):  # a company's, which is written alike: SC249935
        return "", "company_number"
    return (f"SC{found}", "") if found else ("", fault)


def _of_form(pattern: str) -> Callable[[str], tuple[str, str]]:
    def read(number: str) -> tuple[str, str]:
        return (number, "") if re.fullmatch(pattern, number) else ("", "wrong_form")

    return read


_NUMBERS: dict[str, Callable[[str], tuple[str, str]]] = {
    COMPANY: _company,
    CHARITY: _charity,
    SCOTTISH_CHARITY: _scottish,
    NORTHERN_IRISH_CHARITY: _prefixed("NIC", 6),
    "GB-NHS": _of_form(r"[A-Z0-9]{3,10}"),  # codes of the Organisation Data Service
    "GB-PPON": _of_form(r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}"),
    "GB-UKPRN": _of_form(r"1[0-9]{7}"),
}
