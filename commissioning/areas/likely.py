"""What a code that names no area was probably meant to be."""

import re
from collections.abc import Iterator

from models.area_codes import SMALL_AREAS, area_by_name, area_codes, small_area_codes

LENGTH = 9
DIGITS = "0123456789"


def likely_meaning(text: str) -> str:
    """Return the area that a text was probably meant to name and what became of its code, or nothing.

    ``E0800009`` is E08000009 Trafford with a digit dropped. Of several that it could be, one in which
    the digit dropped stands beside its like is the likeliest: two the same are read as one.
    """
    code = text.strip()
    return named_itself(code) or mended(code) or one_digit_off(code)


def named_itself(code: str) -> str:
    """Return the area whose name was written in place of its code, where one alone in force has it."""
    area = area_by_name().get(code.casefold())
    return f"{area.code} {area.name}, its name in place of its code?" if area else ""


def mended(code: str) -> str:
    """Return the area named once letters are capitals, O is nought and what is between is taken out."""
    squeezed = re.sub(r"[^A-Z0-9]", "", code.upper())
    plain = squeezed[:1] + squeezed[1:].replace("O", "0").replace("I", "1").replace("L", "1")
    return f"{described(plain)}, written another way?" if is_known(plain) and plain != code else ""


def one_digit_off(code: str) -> str:
    """Return the area whose code has one digit more, or one less."""
    squeezed = code.upper()
    if len(squeezed) == LENGTH - 1:
        return with_one(squeezed)
    if len(squeezed) == LENGTH + 1:
        found = sorted({squeezed[:at] + squeezed[at + 1 :] for at in range(1, len(squeezed))})
        found = [each for each in found if is_known(each)]
        return f"{described(found[0])}, a digit too many?" if len(found) == 1 else ""
    return ""


def with_one(code: str) -> str:
    """Return the area whose code has one digit more than this."""
    likeliest = {each for each in doubled(code) if is_known(each)}
    found = likeliest or {
        each
        for at in range(1, len(code) + 1)
        for digit in DIGITS
        if is_known(each := code[:at] + digit + code[at:])
    }
    if len(found) == 1:
        return f"{described(found.pop())}, a digit dropped?"
    return "A digit was dropped: a code is a letter and eight digits." if found else ""


def doubled(code: str) -> Iterator[str]:
    """Yield the codes with one digit written twice."""
    for at in range(1, len(code)):
        yield code[:at] + code[at] + code[at:]


def is_known(code: str) -> bool:
    """Tell whether a code is listed."""
    return code in area_codes() or (code[:3] in SMALL_AREAS and code in small_area_codes())


def described(code: str) -> str:
    """Return a code with its area's name, where it is listed by name."""
    area = area_codes().get(code)
    return f"{code} {area.name}" if area else code
