"""Which sector a provider is of where its own row does not say: from registers first, then from its name.

A company's number alone tells nothing: a charity may be one. What nothing tells stays not recorded.
"""

import re
from collections.abc import Mapping, Sequence

from commissioning.identifiers import CHARITY_LISTS, COMPANY, scheme_of

# Local authorities, the health service, government bodies and schools' own lists of public bodies.
PUBLIC_LISTS = frozenset({"GB-NHS", "GB-LAC", "GB-LAE", "GB-LAS", "GB-LANI", "GB-PLA", "GB-GOR"})
LISTS = {
    **dict.fromkeys(CHARITY_LISTS, ("third_sector", "the register of charities")),
    **dict.fromkeys(PUBLIC_LISTS, ("other_public", "a list of public bodies")),
}
CHARITABLE_COMPANY = re.compile(rf"{COMPANY}-(CE|CS)")  # charitable incorporated organisations

# Words that the law keeps for bodies of one kind.
NAMES = (
    (
        re.compile(
            r"\bnhs (foundation )?trust\b|\b(integrated care|health) board\b"
            r"|\bclinical commissioning group\b|\bnhs [\w ]*\bccg\b|\bpolice and crime commissioner\b"
        ),
        "other_public",
    ),
    (
        re.compile(
            r"\b(county|city|borough|district|metropolitan|county borough|parish|town) council$"
            r"|^(the )?(london|royal) borough of\b|\bcombined authority$"
        ),
        "other_public",
    ),
    (re.compile(r"\b(c\.?i\.?c\.?|community interest company)$"), "third_sector"),
    (re.compile(r"\b(p\.?l\.?c\.?|public limited company|llp)$"), "private"),
)


def type_of(
    numbers: Sequence[str], name: object, told: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """Return a provider's sector and what tells it, both None where nothing does.

    ``numbers`` are its identifiers, and ``told`` what registers of providers say of some.
    """
    for number in numbers:
        if number in told:
            return told[number], f"a register of providers, {number}"
    for number in numbers:
        if scheme_of(number) in LISTS:
            sector, register = LISTS[scheme_of(number)]
            return sector, f"{register}, {number}"
        if CHARITABLE_COMPANY.match(number):
            return "third_sector", f"the register of companies, {number}"
    for pattern, sector in NAMES:
        if isinstance(name, str) and pattern.search(name.casefold().strip()):
            return sector, "its name"
    return None, None
